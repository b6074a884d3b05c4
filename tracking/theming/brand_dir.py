"""Reads the merchant's folder: every usable file, and none outside of it through a symbolic link."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

# Larger than any picture for a page; files are held in memory.
MAX_BYTES = 5 * 1024 * 1024
_MAX_FILES = 2_000
# Symbolic links within the folder can make endless paths of few files: the number of visited entries is bounded.
_MAX_ENTRIES = 5_000
_MAX_DEPTH = 20


def is_template(name: str) -> bool:
    """Whether a file below ``templates`` is one: a page, or a part of a letter, whose text and styles are, too."""
    return name.endswith(".html") or (name.startswith("letters/") and name.endswith((".txt", ".css")))


class UnreadableFolderError(Exception):
    """A part of the folder may not be read; the message is its path."""


@dataclass(slots=True)
class BrandFiles:
    """Files by their path below the folder, with "/", and the refused ones with the reason."""

    files: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _DirEntry:
    """A file or a folder, ``real`` without links, and the folders that it was reached through."""

    path: Path
    real: Path
    is_folder: bool
    ancestors: frozenset[Path] = frozenset()


def read_folder(folder: Path, within: Path | None = None) -> BrandFiles:
    """Every file below ``folder``, by name. Dot files and files outside of ``within`` are left out.

    A symbolic link is followed as long as it stays inside of ``within``, by default the folder itself. Raises
    UnreadableFolderError.
    """
    found = BrandFiles()
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where it may not look
        return found
    root = Path(os.path.realpath(within or folder))
    for number, entry in enumerate(_walk(_DirEntry(folder, Path(os.path.realpath(folder)), is_folder=True), root)):
        name = "" if entry.path == folder else entry.path.relative_to(folder).as_posix()
        if entry.is_folder:
            refusal = _folder_refusal(entry, root)
        else:
            refusal = _refusal_reason(entry, name, root, len(found.files))
        if number > _MAX_ENTRIES:
            found.refused[_printable(name)] = f"and what follows is too much: {_MAX_ENTRIES} files are looked at"
            break
        if refusal:
            found.refused[_printable(name)] = refusal
        elif not entry.is_folder:
            found.files[name] = entry.path
    return found


def _walk(folder: _DirEntry, root: Path) -> Iterator[_DirEntry]:
    """The folder and its entries, sorted. A refused folder, or one that links to an ancestor, is not entered."""
    yield folder
    if folder.real in folder.ancestors or _folder_refusal(folder, root):
        return
    try:
        with os.scandir(folder.real) as entries:
            names = sorted(entry.name for entry in islice(entries, _MAX_ENTRIES + 1))
        os.stat(f"{folder.real}/.")  # noqa: PTH116 - Path takes the dot away; raises where names can be read and no more
    except OSError:
        raise UnreadableFolderError(str(folder.path)) from None
    for name in names:
        if name.startswith("."):
            continue
        real = Path(os.path.realpath(folder.real / name))
        entry = _DirEntry(folder.path / name, real, os.path.isdir(real), folder.ancestors | {folder.real})  # noqa: PTH112 - as above
        yield from _walk(entry, root) if entry.is_folder else (entry,)


def _refusal_reason(entry: _DirEntry, name: str, root: Path, file_count: int) -> str | None:
    if not entry.real.is_relative_to(root):
        return "leads out of the folder"
    if _is_hidden(entry.real.relative_to(root)):
        return "leads to a hidden file"
    if not os.path.isfile(entry.real):  # noqa: PTH113 - Path.is_file raises where it may not look
        return "is no file that can be read"
    if _printable(name) != name or "\\" in name:
        return "has a name that no address can have"
    if entry.real.stat().st_size > MAX_BYTES:
        return f"is larger than {MAX_BYTES // 1024 // 1024} MB"
    return "is one too many" if file_count >= _MAX_FILES else None


def _folder_refusal(entry: _DirEntry, root: Path) -> str | None:
    """Checked before the folder is entered: a symbolic link may lead to the whole file system."""
    if not entry.real.is_relative_to(root):
        return "leads out of the folder"
    if _is_hidden(entry.real.relative_to(root)):
        return "leads to a hidden folder"
    return "lies too deep" if len(entry.ancestors) > _MAX_DEPTH else None


def _is_hidden(path: Path) -> bool:
    # Kubernetes mounts files through links to "..data": only a single dot hides.
    return any(part.startswith(".") and not part.startswith("..") for part in path.parts)


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)
