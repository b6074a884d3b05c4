import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scripts.release import ReleaseError, main, release

TODAY = date(2026, 11, 28)
CHANGELOG = """# Changelog

## Unreleased

### Added

- A release command.

## 0.1.0 - 2026-11-20

### Added

- The first page.
"""
PROJECT = '[build-system]\nrequires = ["setuptools>=80"]\n\n[project]\nname = "whereabouts"\nversion = "0.1.0"\n'


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    done = subprocess.run(  # noqa: S603 - our own words only
        ["git", *identity, *arguments],  # noqa: S607 - whichever git the machine has
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.name", "Ada")
    git(tmp_path, "config", "user.email", "ada@example.com")
    git(tmp_path, "config", "commit.gpgsign", "false")
    git(tmp_path, "config", "tag.gpgsign", "false")
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=start")
    return tmp_path


def test_a_release_is_one_commit_and_an_annotated_tag_with_its_notes(checkout: Path) -> None:
    release(checkout, "0.2.0", TODAY)
    assert git(checkout, "log", "--format=%s") == "Release 0.2.0\nstart"
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "cat-file", "-t", "v0.2.0") == "tag"
    assert git(checkout, "rev-parse", "v0.2.0^{commit}") == git(checkout, "rev-parse", "HEAD")
    notes = git(checkout, "tag", "--list", "--format=%(contents)", "v0.2.0")
    assert notes == "0.2.0\n\n### Added\n\n- A release command."


def test_release_sets_the_version_and_dates_the_unreleased_section(checkout: Path) -> None:
    release(checkout, "0.2.0", TODAY)
    assert (checkout / "pyproject.toml").read_text() == PROJECT.replace('"0.1.0"', '"0.2.0"')
    changelog = (checkout / "CHANGELOG.md").read_text()
    assert changelog == CHANGELOG.replace("## Unreleased\n", "## Unreleased\n\n## 0.2.0 - 2026-11-28\n")


def test_the_next_release_has_only_its_own_notes(checkout: Path) -> None:
    release(checkout, "0.2.0", TODAY)
    changelog = checkout / "CHANGELOG.md"
    changelog.write_text(changelog.read_text().replace("## Unreleased\n", "## Unreleased\n\n### Fixed\n\n- A slip.\n"))
    git(checkout, "commit", "--quiet", "--all", "--message=fix")
    release(checkout, "0.2.1", TODAY)
    assert git(checkout, "tag", "--list", "--format=%(contents)", "v0.2.1") == "0.2.1\n\n### Fixed\n\n- A slip."
    assert re.findall(r"^## (.*)$", changelog.read_text(), re.MULTILINE) == [
        "Unreleased", "0.2.1 - 2026-11-28", "0.2.0 - 2026-11-28", "0.1.0 - 2026-11-20",
    ]  # fmt: skip


def _changed(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(CHANGELOG + "\n")


def _new_file(checkout: Path) -> None:
    (checkout / "forgotten.py").write_text("")


def _detached(checkout: Path) -> None:
    git(checkout, "switch", "--quiet", "--detach")


def _tagged(checkout: Path) -> None:
    git(checkout, "tag", "v0.2.0")


def _nothing_new(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(CHANGELOG.replace("- A release command.\n", ""))
    git(checkout, "commit", "--quiet", "--all", "--message=nothing")


def _no_heading(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(CHANGELOG.replace("## Unreleased", "## Soon"))
    git(checkout, "commit", "--quiet", "--all", "--message=renamed")


def _refused_by_a_hook(checkout: Path) -> None:
    hook = checkout / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)


def _nothing_else(_checkout: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("version", "prepare", "sentence"),
    [
        ("0.2", _nothing_else, "VERSION must look like 0.2.0."),
        ("v0.2.0", _nothing_else, "VERSION must look like 0.2.0."),
        ("0.02.0", _nothing_else, "VERSION must look like 0.2.0."),
        ("0.1.0", _nothing_else, "VERSION must be newer than 0.1.0, the version in pyproject.toml."),
        ("0.0.9", _nothing_else, "VERSION must be newer than 0.1.0, the version in pyproject.toml."),
        ("0.2.0", _changed, "The tree has changes that are not committed: commit or stash them first."),
        ("0.2.0", _new_file, "The tree has changes that are not committed: commit or stash them first."),
        (
            "0.2.0",
            _detached,
            "No branch is checked out, so the release's commit would belong to none: git switch main.",
        ),
        ("0.2.0", _tagged, "The tag v0.2.0 exists: a release is made once."),
        ("0.2.0", _nothing_new, "CHANGELOG.md has nothing under Unreleased: write there what is new."),
        ("0.2.0", _no_heading, "CHANGELOG.md has nothing under Unreleased: write there what is new."),
        ("0.2.0", _refused_by_a_hook, "git commit failed: not today"),
    ],
)
def test_blocked_release_is_one_sentence_and_changes_nothing(
    checkout: Path, version: str, prepare: Callable[[Path], None], sentence: str
) -> None:
    prepare(checkout)
    status, head, tags = (git(checkout, *asked) for asked in (("status", "-s"), ("rev-parse", "HEAD"), ("tag",)))
    with pytest.raises(ReleaseError) as raised:
        release(checkout, version, TODAY)
    assert str(raised.value) == sentence
    assert git(checkout, "status", "-s") == status
    assert git(checkout, "rev-parse", "HEAD") == head
    assert git(checkout, "tag") == tags


def test_missing_version_prints_the_usage() -> None:
    with pytest.raises(SystemExit, match=r"^Say which version: make release VERSION=0\.2\.0\.$"):
        main([])
