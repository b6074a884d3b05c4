"""Parses a text of the shop: the text itself, or a TOML file with one text for each language."""

import re
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from tracking.settings.parsers import language

OwnText: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs of a language code and a text; one text for all readers has the code "". """

MAX_LENGTH = 500  # characters: a few sentences, which a customer reads on a phone

_FILE = ".toml"
_FORM = 'a line such as en = "Your text." for each language'

# A place in a file system, or the name of a file that people write texts in.
_PATH = re.compile(r"(\.{0,2}|~|[a-z]:)[/\\].*|(?![a-z]+://)[!-~]*[/\\][!-~]*", re.IGNORECASE | re.DOTALL)
_FILE_NAME = re.compile(
    r".*\.(toml?|tml|txt|text|md|json|ya?ml|ini|cfg|conf|html?|csv|rtf|docx?|odt|pdf|bak)", re.IGNORECASE | re.DOTALL
)
_QUOTES = "\"' \t\r\n"


def own_text(value: str) -> OwnText:
    """The text in all its languages. Raises ValueError with the correction."""
    if value.lower().endswith(_FILE):
        return _read_file(Path(value))
    if _names_a_file(value):
        raise ValueError(f"must be a text, or name a file whose name ends in {_FILE}, with {_FORM}")
    return (("", _checked(value)),)


def write_own_text(texts: OwnText) -> str | None:
    """The text that is read as this one; None for the texts of a file, whose name is not kept."""
    return None if any(code for code, _ in texts) else "".join(text for _, text in texts)


def _names_a_file(value: str) -> bool:
    """Whether it is meant as a file: customers would read the path as the shop's words."""
    bare = value.strip(_QUOTES)  # which some env files keep
    if _PATH.fullmatch(bare) or _FILE_NAME.fullmatch(bare):
        return True
    with suppress(OSError, ValueError):  # longer than any name of a file, or no name at all
        return Path(bare).is_file()
    return False


def _read_file(path: Path) -> OwnText:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise ValueError(f"must be a text, or name a TOML file that exists, with {_FORM}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ValueError(f"must name a TOML file in UTF-8 with {_FORM}") from None
    texts = tuple((language(code), _checked(text)) for code, text in rows.items())
    if not texts:
        raise ValueError(f"must name a TOML file that is not empty, with {_FORM}")
    if len(dict(texts)) < len(texts):
        raise ValueError("must name a TOML file with each language once: en and EN are the same, and so are no and nb")
    return texts


def _checked(value: object) -> str:
    """The text on one line. It is escaped where it is shown, so that it may hold any character that can be read."""
    if not isinstance(value, str):
        raise ValueError(f"must name a TOML file with {_FORM}")  # noqa: TRY004 - the parsers raise this one
    text = " ".join(value.split())
    if not text or len(text) > MAX_LENGTH or not text.isprintable():
        raise ValueError(f"must be a text of at most {MAX_LENGTH} characters, without invisible ones")
    return text
