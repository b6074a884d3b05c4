"""The settings file ``.env``: read line by line, and one value of it replaced without touching the rest.

Values are taken as they stand: ``${NAME}`` in them is not replaced, as a key may hold it.
"""

import os
import re
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Self

from dotenv.parser import Binding, parse_stream

from tracking.settings.validation import SettingsError

NAME = ".env"
PRIVATE = 0o600

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=*-]+")
_BEGINNING = re.compile(r"\s*(?:export[^\S\r\n]+)?")
_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_COMMENT = re.compile(r"[^\S\r\n]+#[^\r\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvFile:
    """What stands in it, and in which line. ``is_open``: whether every user of the machine may read it."""

    path: Path
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict)
    is_open: bool = False

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The file, or None where there is none. Raises SettingsError, which names the line where one is wrong."""
        text = _text(path)
        if text is None:
            return None
        found = list(_bindings(text))
        for line, binding in found:
            if binding.error or (binding.key is not None and binding.value is None):
                raise SettingsError(
                    f"Line {line} of {path.name} cannot be read: write NAME=value, and a value with spaces or # in"
                    " single quotes."
                )
        named = [(line, binding) for line, binding in found if binding.key is not None]
        return cls(
            path=path,
            values={str(binding.key): binding.value or "" for _, binding in named},
            lines={str(binding.key): line for line, binding in named},
            is_open=bool(path.stat().st_mode & stat.S_IROTH),
        )


def write(path: Path, values: Mapping[str, str], comments: Mapping[str, str]) -> None:
    """Set these values in the file and keep everything else in it, or make the file, for its owner alone.

    A name that is new to the file comes last, below its comment. The file is replaced at once and whole. Raises
    OSError, UnicodeError.
    """
    path = path.resolve()  # a link to a file elsewhere stays one
    text = _text(path)
    changed = _HEADER if text is None else text
    for name, value in values.items():
        changed = _with_value(changed, name, value, comments.get(name, ""))
    if changed != text:
        _replace(path, changed)


def quoted(value: str) -> str:
    """The value as python-dotenv, systemd and Docker Compose read it alike: bare if that is safe, else in quotes.

    Only a value that holds both a single quote (or a backslash) and a dollar sign is read otherwise by Docker Compose.
    """
    if _PLAIN.fullmatch(value) or not value:
        return value
    if "'" not in value and "\\" not in value:
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_HEADER = """\
# The settings of this site, one a line: NAME=value. Keep this file to yourself: it holds keys.
# The environment comes before it. Every setting, with its meaning: .env.example.
"""


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as error:
        raise SettingsError(
            f"{path} must be a text file in UTF-8 that this user may read ({type(error).__name__})."
        ) from None


def _bindings(text: str) -> Iterator[tuple[int, Binding]]:
    """Each statement with the line in which it begins: python-dotenv counts empty lines before it to it."""
    for binding in parse_stream(StringIO(text, newline="")):
        written = binding.original.string
        before = written[: len(written) - len(written.lstrip())]
        yield binding.original.line + len(re.findall(r"\r\n|\n|\r", before)), binding


def _with_value(text: str, name: str, value: str, comment: str) -> str:
    bindings = [binding for _, binding in _bindings(text)]
    if any(binding.key == name for binding in bindings):
        return "".join(
            _changed(binding, value) if binding.key == name else binding.original.string for binding in bindings
        )
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith(("\n", "\r")) else end
    above = f"{end}# {comment}{end}" if comment else ""
    return f"{text}{gap}{above}{name}={quoted(value)}{end}"


def _changed(binding: Binding, value: str) -> str:
    """The statement with another value: its name as it stands, the comment behind it, and the end of its line."""
    beginning, _, rest = binding.original.string.partition("=")
    rest = rest.lstrip(" \t")
    old = _QUOTED.match(rest)
    behind = rest[old.end() :] if old else rest
    comment = _COMMENT.search(behind)
    end = behind[len(behind.rstrip("\r\n")) :]
    return f"{beginning}={quoted(value)}{comment[0] if comment else ''}{end}"


def _replace(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # with mode 600
    new = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            old = path.stat()
            if (old.st_uid, old.st_gid) != (new.stat().st_uid, new.stat().st_gid):
                os.chown(new, old.st_uid, old.st_gid)  # it stays readable for the user that the site runs as
            new.chmod(stat.S_IMODE(old.st_mode))
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
