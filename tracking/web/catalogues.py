"""The translations, read from the .po files at the start: there is no compiled form to forget."""

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

FOLDER = Path(__file__).parent.parent / "translations"

# The language of the source text, which needs no catalogue.
SOURCE = "en"


def read_catalogues(folder: Path) -> dict[str, NullTranslations]:
    """Those of ``<folder>/<language>/LC_MESSAGES/messages.po`` by BCP 47 code, and the source language first."""
    files = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    read = {path.parent.parent.name.replace("_", "-"): _read(path, path.stat().st_mtime_ns) for path in files}
    return {SOURCE: NullTranslations(), **read}


@cache
def _read(path: Path, _: int) -> Translations:
    """Once for each state of a file: most of what a start costs."""
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.parent.parent.name))
    compiled.seek(0)
    return Translations(compiled)
