"""Reads the merchant's folder: every file that may be used, none that a link leads to outside of it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

# Larger than any picture for a page: it would stay in memory.
MOST_BYTES = 5 * 1024 * 1024
_MOST_FILES = 2_000
# Links within the folder can make endlessly many paths of few files: all that is looked at is bounded.
_MOST_ENTRIES = 5_000
_DEEPEST = 20


class UnreadableFolderError(Exception):
    """A part of the folder may not be read; the message is its path."""


@dataclass(slots=True)
class Folder:
    """Files by their path below the folder, with "/", and those that are left out, each with the reason."""

    files: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file or a folder, ``real`` without links, and the folders that it was reached through."""

    path: Path
    real: Path
    is_folder: bool
    above: frozenset[Path] = frozenset()


def read_folder(folder: Path, within: Path | None = None) -> Folder:
    """Every file below ``folder``, by name. Dot files are left out; so is what lies outside of ``within``.

    A link is followed where it stays within; ``within`` is the folder itself unless another one is named. Raises
    UnreadableFolderError.
    """
    found = Folder()
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where it may not look
        return found
    root = Path(os.path.realpath(within or folder))
    for number, entry in enumerate(_walk(_Entry(folder, Path(os.path.realpath(folder)), is_folder=True), root)):
        name = "" if entry.path == folder else entry.path.relative_to(folder).as_posix()
        refusal = _refusal_of_folder(entry, root) if entry.is_folder else _refusal(entry, name, root, len(found.files))
        if number > _MOST_ENTRIES:
            found.refused[_printable(name)] = f"and what follows is too much: {_MOST_ENTRIES} files are looked at"
            break
        if refusal:
            found.refused[_printable(name)] = refusal
        elif not entry.is_folder:
            found.files[name] = entry.path
    return found


def _walk(place: _Entry, root: Path) -> Iterator[_Entry]:
    """The folder and what it holds, sorted. A folder that is refused, or leads back to one above, is not entered."""
    yield place
    if place.real in place.above or _refusal_of_folder(place, root):
        return
    try:
        with os.scandir(place.real) as entries:
            names = sorted(entry.name for entry in islice(entries, _MOST_ENTRIES + 1))
        os.stat(f"{place.real}/.")  # noqa: PTH116 - Path takes the dot away; raises where names can be read and no more
    except OSError:
        raise UnreadableFolderError(str(place.path)) from None
    for name in names:
        if name.startswith("."):
            continue
        real = Path(os.path.realpath(place.real / name))
        entry = _Entry(place.path / name, real, os.path.isdir(real), place.above | {place.real})  # noqa: PTH112 - as above
        yield from _walk(entry, root) if entry.is_folder else (entry,)


def _refusal(entry: _Entry, name: str, root: Path, so_far: int) -> str | None:
    if not entry.real.is_relative_to(root):
        return "leads out of the folder"
    if _is_hidden(entry.real.relative_to(root)):
        return "leads to a hidden file"
    if not os.path.isfile(entry.real):  # noqa: PTH113 - Path.is_file raises where it may not look
        return "is no file that can be read"
    if _printable(name) != name or "\\" in name:
        return "has a name that no address can have"
    if entry.real.stat().st_size > MOST_BYTES:
        return f"is larger than {MOST_BYTES // 1024 // 1024} MB"
    return "is one too many" if so_far >= _MOST_FILES else None


def _refusal_of_folder(entry: _Entry, root: Path) -> str | None:
    """Asked before the folder is entered: a link may lead to all of this machine."""
    if not entry.real.is_relative_to(root):
        return "leads out of the folder"
    if _is_hidden(entry.real.relative_to(root)):
        return "leads to a hidden folder"
    return "lies too deep" if len(entry.above) > _DEEPEST else None


def _is_hidden(path: Path) -> bool:
    # Kubernetes mounts files through links to "..data": only a single dot hides.
    return any(part.startswith(".") and not part.startswith("..") for part in path.parts)


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name)
