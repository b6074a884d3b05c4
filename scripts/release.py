"""Makes a release: ``make release VERSION=0.2.0`` dates the changelog, sets the version, commits and tags."""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_CHANGELOG = "CHANGELOG.md"
_PROJECT = "pyproject.toml"
_UNRELEASED = re.compile(r"^## Unreleased\n(?P<notes>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_VERSION_LINE = re.compile(r'^version = "(?P<version>[^"]*)"$', re.MULTILINE)
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class ReleaseError(Exception):
    """One sentence about the obstacle to the release."""


@dataclass(frozen=True, slots=True)
class Release:
    """The new content of the two files, and the tag's message."""

    changelog: str
    project: str
    notes: str


def main(arguments: Sequence[str]) -> None:
    """Make the release, or end with one sentence and an untouched tree."""
    if len(arguments) != 1:
        sys.exit("Say which version: make release VERSION=0.2.0.")
    try:
        release(_ROOT, arguments[0], datetime.now(UTC).date())
    except ReleaseError as error:
        sys.exit(str(error))
    print(f"v{arguments[0]} is made. Look at it (git show v{arguments[0]}), then publish it: git push --follow-tags")


def release(root: Path, version: str, today: date) -> None:
    """Commit and tag ``version`` in the checkout at ``root``.

    Raises ReleaseError before anything is written; when the commit or the tag fails, both are taken back.
    """
    _check_tree(root, version)
    prepared = prepare(
        (root / _CHANGELOG).read_text(encoding="utf-8"), (root / _PROJECT).read_text(encoding="utf-8"), version, today
    )
    before = _git(root, "rev-parse", "HEAD")
    (root / _CHANGELOG).write_text(prepared.changelog, encoding="utf-8")
    (root / _PROJECT).write_text(prepared.project, encoding="utf-8")
    try:
        _git(root, "commit", "--quiet", f"--message=Release {version}", "--", _CHANGELOG, _PROJECT)
        # Its lines may begin with #, which git would take for comments.
        _git(root, "tag", "--annotate", "--cleanup=verbatim", f"--message={version}\n\n{prepared.notes}", f"v{version}")
    except ReleaseError:
        _git(root, "reset", "--quiet", "--hard", before)
        raise


def prepare(changelog: str, project: str, version: str, today: date) -> Release:
    """The two files of the release, from those of the tree."""
    current = _VERSION_LINE.search(project)
    if current is None:
        raise ReleaseError(f'{_PROJECT} has no line version = "…".')
    if _numbers(version) <= _numbers(current["version"]):
        raise ReleaseError(f"VERSION must be newer than {current['version']}, the version in {_PROJECT}.")
    unreleased = _UNRELEASED.search(changelog)
    notes = unreleased["notes"].strip() if unreleased else ""
    if unreleased is None or not re.search(r"^- ", notes, re.MULTILINE):
        raise ReleaseError(f"{_CHANGELOG} has nothing under Unreleased: write there what is new.")
    dated = f"## Unreleased\n\n## {version} - {today.isoformat()}\n\n{notes}\n\n"
    return Release(
        changelog=(changelog[: unreleased.start()] + dated + changelog[unreleased.end() :]).rstrip() + "\n",
        project=project[: current.start("version")] + version + project[current.end("version") :],
        notes=notes,
    )


def _check_tree(root: Path, version: str) -> None:
    if not _VERSION.fullmatch(version):
        raise ReleaseError("VERSION must look like 0.2.0.")
    if _git(root, "status", "--porcelain"):
        raise ReleaseError("The tree has changes that are not committed: commit or stash them first.")
    if not _git(root, "branch", "--show-current"):
        raise ReleaseError("No branch is checked out, so the release's commit would belong to none: git switch main.")
    if _git(root, "tag", "--list", f"v{version}"):
        raise ReleaseError(f"The tag v{version} exists: a release is made once.")


def _numbers(version: str) -> tuple[int, ...]:
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ReleaseError(f"{_PROJECT} has the version {version}, which does not look like 0.2.0.")
    return tuple(map(int, found.groups()))


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own words, and a version that was checked
        ["git", *arguments],  # noqa: S607 - the git that the one who releases uses
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ReleaseError(f"git {arguments[0]} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout.strip()


if __name__ == "__main__":
    main(sys.argv[1:])
