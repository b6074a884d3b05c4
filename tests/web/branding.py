"""A merchant's folder, and the pages that are made with it."""

from pathlib import Path


def brand(folder: Path, files: dict[str, str]) -> str:
    """Write the files of BRAND_DIR; returns what the setting says."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(folder)
