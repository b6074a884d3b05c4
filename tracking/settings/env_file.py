"""Reads the settings file ``.env``, and replaces single values in it without touching the rest.

Values are literal: ``${NAME}`` in them is not expanded, because a key may contain it.
"""

import fcntl
import os
import re
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Self

from dotenv.parser import Binding, parse_stream

from tracking.settings.validation import SettingsError

NAME = ".env"
PRIVATE = 0o600

_UNQUOTED_VALUE = re.compile(r"[A-Za-z0-9_./:@%+,=*-]+")
_QUOTED_VALUE = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_COMMENT = re.compile(r"[^\S\r\n]+#[^\r\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvFile:
    """The values of the file with their line numbers. ``is_world_readable``: every user of the machine may read it.

    ``repeated`` are the names that occur more than once, with their lines: the last one holds.
    """

    path: Path
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict)
    is_world_readable: bool = False
    mode: int = PRIVATE
    repeated: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The parsed file, or None if it does not exist. Raises SettingsError, which names the broken line."""
        text = _read_text(path)
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
        places: dict[str, list[int]] = {}
        for line, binding in named:
            places.setdefault(str(binding.key), []).append(line)
        return cls(
            path=path,
            values={str(binding.key): binding.value or "" for _, binding in named},
            lines={str(binding.key): line for line, binding in named},
            is_world_readable=bool(path.stat().st_mode & stat.S_IROTH),
            mode=stat.S_IMODE(path.stat().st_mode),
            repeated={name: tuple(lines) for name, lines in places.items() if len(lines) > 1},
        )


def write(path: Path, values: Mapping[str, str], comments: Mapping[str, str]) -> None:
    """Set these values in the file and keep everything else in it; a new file is readable by its owner only.

    A new name is appended below its comment. The file is replaced atomically. It is closed to other users, unless it is
    a symbolic link or belongs to another user. Raises OSError, UnicodeError.
    """
    is_link = path.is_symlink()
    path = path.resolve()  # a symbolic link stays one
    text = _read_text(path)
    changed = _HEADER if text is None else text
    for name, value in values.items():
        changed = _set_value(changed, name, value, comments.get(name, ""))
    if changed != text:
        _write_atomically(path, changed, keeps_mode=is_link)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time change the file in this folder."""
    # The lock is held on the folder: nothing is left behind, and it ends with the process.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems have no such locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def quote(value: str) -> str:
    """Quote the value so that python-dotenv, systemd and Docker Compose read it alike; a safe value stays bare.

    Only a value with both a single quote (or a backslash) and a dollar sign is read differently by Docker Compose.
    """
    if _UNQUOTED_VALUE.fullmatch(value) or not value:
        return value
    if "'" not in value and "\\" not in value:
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_HEADER = """\
# The settings of this site, one a line: NAME=value. Keep this file to yourself: it holds keys.
# The environment comes before it. Every setting, with its meaning: .env.example.
"""


def _read_text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as error:
        raise SettingsError(
            f"{path} must be a text file in UTF-8 that this user may read ({type(error).__name__})."
        ) from None


def _bindings(text: str) -> Iterator[tuple[int, Binding]]:
    """Each statement with its first line: python-dotenv counts the empty lines before a statement to it."""
    for binding in parse_stream(StringIO(text, newline="")):
        written = binding.original.string
        before = written[: len(written) - len(written.lstrip())]
        yield binding.original.line + len(re.findall(r"\r\n|\n|\r", before)), binding


def _set_value(text: str, name: str, value: str, comment: str) -> str:
    bindings = [binding for _, binding in _bindings(text)]
    if any(binding.key == name for binding in bindings):
        return "".join(
            _replace_value(binding, value) if binding.key == name else binding.original.string for binding in bindings
        )
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith(("\n", "\r")) else end
    above = f"{end}# {comment}{end}" if comment else ""
    return f"{text}{gap}{above}{name}={quote(value)}{end}"


def _replace_value(binding: Binding, value: str) -> str:
    """The statement with another value; its name, the comment behind it and its line ending stay."""
    beginning, _, rest = binding.original.string.partition("=")
    rest = rest.lstrip(" \t")
    old = _QUOTED_VALUE.match(rest)
    remainder = rest[old.end() :] if old else rest
    comment = _COMMENT.search(remainder)
    line_end = remainder[len(remainder.rstrip("\r\n")) :]
    return f"{beginning}={quote(value)}{comment[0] if comment else ''}{line_end}"


def _mode(old: os.stat_result, *, keeps_mode: bool) -> int:
    """The new mode of the file: access of a group that is not the owner's own is intended, and stays."""
    mode = stat.S_IMODE(old.st_mode)
    if keeps_mode or old.st_uid != os.geteuid():
        return mode
    return mode & (0o700 if old.st_gid == os.getegid() else 0o770)


def _write_atomically(path: Path, text: str, *, keeps_mode: bool) -> None:
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
                os.chown(new, old.st_uid, old.st_gid)  # the user of the site can still read it
            new.chmod(_mode(old, keeps_mode=keeps_mode))
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
