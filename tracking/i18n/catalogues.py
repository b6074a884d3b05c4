"""Reads the translations from the .po files at the start, without a compiled form."""

import logging
from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations, c2py
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

FOLDER = Path(__file__).parent.parent / "translations"

# The language of the source text, which needs no catalogue.
SOURCE = "en"

# Every sentence of the site, as scripts/translations.py collects them.
_TEMPLATE = "messages.pot"


_UNREADABLE = (OSError, ValueError, LookupError, UnknownLocaleError, PoFileError)  # what a broken file raises

log = logging.getLogger(__name__)


class Catalogue(Translations):
    """A language; ``untranslated`` counts the sentences that it lacks: new ones, and those with a hint (fuzzy)."""

    untranslated: int = 0

    def __init__(self, parsed: Catalog | None = None) -> None:
        super().__init__()
        if parsed is not None:
            # As its base class fills them from a compiled file: writing and reading one takes as long as the parsing.
            self._catalog = dict(_strings(parsed))
            self.plural = c2py(parsed.plural_expr)  # type: ignore[assignment] # typed for floats, too


def read_catalogues(folder: Path) -> dict[str, NullTranslations]:
    """Reads ``<folder>/<language>/LC_MESSAGES/messages.po`` by BCP 47 code; the source language comes first.

    Incomplete catalogues are included: the settings decide which languages are offered to customers. One that cannot
    be read is logged and left out.
    """
    template = folder / _TEMPLATE
    sentences = _sentences(template, template.stat().st_mtime_ns) if template.exists() else frozenset()
    read: dict[str, NullTranslations] = {SOURCE: NullTranslations()}
    for path in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        try:
            read[_code(path)] = _read(path, path.stat().st_mtime_ns, sentences)
        except _UNREADABLE as error:
            log.error("The translation %s is left out, because it cannot be read: %s", path, error)  # noqa: TRY400 - the sentence says it all
    return read


def untranslated(catalogue: NullTranslations) -> int:
    """The number of sentences that a catalogue lacks."""
    return catalogue.untranslated if isinstance(catalogue, Catalogue) else 0


def _code(path: Path) -> str:
    return path.parent.parent.name.replace("_", "-")


@cache
def _sentences(template: Path, _: int) -> frozenset[str]:
    with template.open("rb") as file:
        return frozenset(_id(message) for message in read_po(file) if message.id)


@cache
def _read(path: Path, _: int, sentences: frozenset[str]) -> Catalogue:
    """Parses a file once per modification time: this is most of the time of a start."""
    with path.open("rb") as file:
        parsed = read_po(file, locale=path.parent.parent.name, abort_invalid=True)
    catalogue = Catalogue(parsed)
    own = {_id(message) for message in parsed if message.id}
    catalogue.untranslated = len((own | sentences) - set(_translated(parsed)))
    return catalogue


def _strings(parsed: Catalog) -> Iterator[tuple[str | tuple[str, int], str]]:
    """Each sentence with its translation, one with a plural once for each of its forms; no sentence has a context."""
    for message in parsed:
        if not message.id or not message.string or message.fuzzy or message.context:
            continue
        if isinstance(message.id, str):
            yield message.id, str(message.string)
        else:
            singular, plural = message.id
            for form, string in enumerate(message.string):
                yield (singular, form), string or (plural if form else singular)


def _translated(catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        wanted = catalogue.num_plurals if message.pluralizable else 1
        if message.id and not message.fuzzy and len(strings) >= wanted and all(strings):
            yield _id(message)


def _id(message: Message) -> str:
    return str(message.id[0]) if isinstance(message.id, (tuple, list)) else str(message.id)
