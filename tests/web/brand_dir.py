"""Writes a BRAND_DIR for tests."""

from pathlib import Path


def write_brand_dir(folder: Path, files: dict[str, str]) -> str:
    """Writes the files of BRAND_DIR; returns the value of the setting."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(folder)
