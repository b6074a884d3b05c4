"""Parses a text of the shop: the text itself, or a TOML file with one text for each language."""

import tomllib
from pathlib import Path
from typing import TypeAlias

from tracking.settings.parsers import language

OwnText: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs of a language code and a text; one text for all readers has the code "". """

MAX_LENGTH = 500  # characters: a few sentences, which a customer reads on a phone

_FILE = ".toml"
_FORM = 'a line such as en = "Your text." for each language'


def own_text(value: str) -> OwnText:
    """The text in all its languages. Raises ValueError with the correction."""
    if value.lower().endswith(_FILE):
        return _read_file(Path(value))
    return (("", _checked(value)),)


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
    return texts


def _checked(value: object) -> str:
    """The text on one line. It is escaped where it is shown, so that it may hold any character that can be read."""
    if not isinstance(value, str):
        raise ValueError(f"must name a TOML file with {_FORM}")  # noqa: TRY004 - the parsers raise this one
    text = " ".join(value.split())
    if not text or len(text) > MAX_LENGTH or not text.isprintable():
        raise ValueError(f"must be a text of at most {MAX_LENGTH} characters, without invisible ones")
    return text
