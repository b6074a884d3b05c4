"""Languages that exist only in tests: every sentence of the site, put through a function."""

import re
from collections.abc import Callable
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tracking.i18n.catalogues import FOLDER

PLACEHOLDER = re.compile(r"(%\(\w+\)s)")


def around_placeholders(message: str, change: Callable[[str], str]) -> str:
    """Change the words of a message and leave its values."""
    parts = PLACEHOLDER.split(message)
    return "".join(part if PLACEHOLDER.fullmatch(part) else change(part) for part in parts)


def shipped() -> Catalog:
    """The messages of a catalogue that is shipped, which tests/test_translations.py holds against those of the code.

    To find them all in the code takes a hundred times as long.
    """
    with (FOLDER / "de" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


def write_language(folder: Path, language: str, change: Callable[[str], str]) -> Path:
    """A complete catalogue in ``folder``, as ``create_app`` reads it."""
    catalogue = shipped()
    catalogue.locale = Locale.parse(language)
    for message in catalogue:
        if isinstance(message.id, tuple):
            one, many = (around_placeholders(form, change) for form in message.id)
            message.string = (one, *[many] * (catalogue.num_plurals - 1))
        elif message.id:
            message.string = around_placeholders(str(message.id), change)
    file = folder / language / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as written:
        write_po(written, catalogue)
    return folder
