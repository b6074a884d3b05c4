"""Reads the merchant's folder: every usable file, and none outside of it through a symbolic link."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Larger than any picture for a page; files are held in memory.
MAX_BYTES = 5 * 1024 * 1024
_MAX_FILES = 2_000


@dataclass(slots=True)
class BrandFiles:
    """Files by their path below the folder, with "/", and the refused ones with the reason."""

    files: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def read_folder(folder: Path, within: Path | None = None) -> BrandFiles:
    """Every file below ``folder``, by name. Dot files and files outside of ``within`` are left out.

    A symbolic link is followed as long as it stays inside of ``within``, by default the folder itself.
    """
    found = BrandFiles()
    if not folder.is_dir():
        return found
    root = (within or folder).resolve()
    for path in _walk(folder, frozenset()):
        name = path.relative_to(folder).as_posix()
        refusal = _refusal_reason(path, name, root, len(found.files))
        if refusal:
            found.refused[_printable(name)] = refusal
        else:
            found.files[name] = path
    return found


def _walk(folder: Path, ancestors: frozenset[Path]) -> Iterator[Path]:
    """Files and dangling links, sorted; a folder that links to one of its ancestors is not entered again."""
    real = Path(os.path.realpath(folder))
    if real in ancestors:
        return
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, ancestors | {real})
        else:
            yield entry


def _refusal_reason(path: Path, name: str, root: Path, file_count: int) -> str | None:
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(root):
        return "leads out of the folder"
    # Kubernetes mounts files through links to "..data": only a single dot hides.
    if any(part.startswith(".") and not part.startswith("..") for part in real.relative_to(root).parts):
        return "leads to a hidden file"
    if not real.is_file():
        return "is no file that can be read"
    if _printable(name) != name or "\\" in name:
        return "has a name that no address can have"
    if real.stat().st_size > MAX_BYTES:
        return f"is larger than {MAX_BYTES // 1024 // 1024} MB"
    return "is one too many" if file_count >= _MAX_FILES else None


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)
