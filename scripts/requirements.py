"""Locks what pyproject.toml asks for: ``make requirements``.

Beside the locks it records what the package index says of every pinned release, because no machine has all of them
installed: tests/test_requirements.py reads it to prove that the locks are complete for every Python and system.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from packaging.utils import canonicalize_name, parse_wheel_filename

_FOLDER = Path("requirements")
_PLATFORM = re.compile(r"any|(?:manylinux|macosx)\w*_(?:x86_64|aarch64|arm64|universal2|intel)")
_EXTRAS = {"runtime": "build", "dev": "dev"}
_COMPILE = ("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11")
_REPORT = ("pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps", "--report", "-")


def main() -> None:
    """Write the locks and the record."""
    for name, extra in _EXTRAS.items():
        layout = ("--generate-hashes", "--no-header", "--no-annotate")
        _run(*_COMPILE, *layout, "--extra", extra, "--output-file", f"{_lock(name)}", "pyproject.toml")
    wheels: dict[str, list[str]] = {}
    for name in _EXTRAS:
        wheels |= _wheels(_lock(name))
    releases = {
        release: {
            "requires_python": metadata.get("requires_python"),
            "requires_dist": metadata.get("requires_dist", []),
            "wheels": wheels[release],
        }
        for release, metadata in _metadata(list(wheels))
    }
    record = json.dumps(releases, indent=1, sort_keys=True)
    (_FOLDER / "metadata.json").write_text(f"{record}\n", encoding="utf-8")


def _lock(name: str) -> Path:
    return _FOLDER / f"{name}.txt"


def _wheels(lock: Path) -> dict[str, list[str]]:
    """The tags of each pinned release's wheels, as far as Linux and macOS are concerned."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "pylock.toml")
        _run(*_COMPILE, "--no-deps", "--format", "pylock.toml", "--output-file", str(file), str(lock))
        packages = tomllib.loads(file.read_text("utf-8"))["packages"]
    return {f"{each['name']}=={each['version']}": sorted(_tags(each)) for each in packages}


def _tags(package: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    for wheel in package.get("wheels", ()):
        _, _, _, tags = parse_wheel_filename(PurePosixPath(wheel["url"]).name)
        yield from (str(tag) for tag in tags if _PLATFORM.fullmatch(tag.platform))


def _metadata(releases: list[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    report = json.loads(_run(*_REPORT, *releases))
    for each in report["install"]:
        metadata = each["metadata"]
        yield f"{canonicalize_name(metadata['name'])}=={metadata['version']}", metadata


def _run(*command: str) -> str:
    return subprocess.run((sys.executable, "-m", *command), check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own words only


if __name__ == "__main__":
    main()
