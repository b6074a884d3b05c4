"""Reads the merchant's folder: every file that may be used, none that a link leads to outside of it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Larger than any picture for a page: it would stay in memory.
MOST_BYTES = 5 * 1024 * 1024
_MOST_FILES = 2_000


@dataclass(slots=True)
class Folder:
    """Files by their path below the folder, with "/", and those that are left out, each with the reason."""

    files: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def read_folder(folder: Path, within: Path | None = None) -> Folder:
    """Every file below ``folder``, by name. Dot files are left out; so is what lies outside of ``within``.

    A link is followed where it stays within; ``within`` is the folder itself unless another one is named.
    """
    found = Folder()
    if not folder.is_dir():
        return found
    root = (within or folder).resolve()
    for path in _walk(folder, frozenset()):
        name = path.relative_to(folder).as_posix()
        refusal = _refusal(path, name, root, len(found.files))
        if refusal:
            found.refused[_printable(name)] = refusal
        else:
            found.files[name] = path
    return found


def _walk(place: Path, above: frozenset[Path]) -> Iterator[Path]:
    """Files and dangling links, sorted; a folder that leads back to one above it ends there."""
    real = Path(os.path.realpath(place))
    if real in above:
        return
    for entry in sorted(place.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, above | {real})
        else:
            yield entry


def _refusal(path: Path, name: str, root: Path, so_far: int) -> str | None:
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
    if real.stat().st_size > MOST_BYTES:
        return f"is larger than {MOST_BYTES // 1024 // 1024} MB"
    return "is one too many" if so_far >= _MOST_FILES else None


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name)
