"""The hosted CI calls .ci/run, which calls ``make test``; the commit hooks are the commands of ``make lint``."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from tests.sampling import matrix

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
# YAML 1.1, which PyYAML reads, takes the key "on" for a truth value.
ON = True
PINNED_ACTION = re.compile(r"[\w-]+/[\w-]+@v\d+\.\d+\.\d+")


def workflow() -> dict[Any, Any]:
    read: dict[Any, Any] = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
    return read


def steps() -> list[dict[str, Any]]:
    return [step for job in workflow()["jobs"].values() for step in job["steps"]]


def recipe(target: str) -> tuple[set[str], list[str]]:
    """A target's prerequisites and its commands."""
    found = re.search(rf"^{target}: ([^#\n]*)##[^\n]*\n((?:\t[^\n]*\n)+)", MAKEFILE, re.MULTILINE)
    assert found, target
    return set(found[1].split()), [line.strip().replace("$(BIN)", ".venv/bin") for line in found[2].splitlines()]


def test_unmeasured_tests_exist() -> None:
    named = re.search(r"^UNMEASURED := (.*?)\\?$", MAKEFILE, re.MULTILINE)
    assert named
    assert [path for path in named[1].split() if not (ROOT / path).exists()] == []


def test_environment_is_ignored_be_it_a_folder_or_a_link() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    assert ".venv" in ignored, (
        "with a slash behind it, a link is added, and takes the place of a site's own at an upgrade"
    )


def test_workflow_calls_ci_run_on_push_and_pull_request() -> None:
    assert {"push", "pull_request"} <= workflow()[ON].keys()
    assert [step["run"] for step in steps() if "run" in step] == [".ci/run"]


def test_workflow_can_only_read_the_repository() -> None:
    assert workflow()["permissions"] == {"contents": "read"}
    assert not [job for job in workflow()["jobs"].values() if "permissions" in job]


def test_every_action_is_pinned_by_tag() -> None:
    actions = [step["uses"] for step in steps() if "uses" in step]
    assert actions
    assert [action for action in actions if not PINNED_ACTION.fullmatch(action)] == []


def test_workflow_uses_the_oldest_supported_python() -> None:
    (version,) = [step["with"]["python-version"] for step in steps() if "setup-python" in step.get("uses", "")]
    assert f'requires-python = ">={version}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_ci_run_calls_make_test_which_lints_and_measures_coverage() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text("utf-8").rstrip().endswith("exec make test COVERAGE=yes")
    measuring, _ = recipe("tests")[1]
    assert measuring.startswith("$(if $(COVERAGE),.venv/bin/pytest")
    assert "--cov" in measuring


@pytest.mark.parametrize(
    "failing",
    matrix(
        {"tests": "pytest", "beginning of lint": "ruff", "end of lint": "djlint", "nothing": None},
        *("tests", "end of lint", "nothing"),
    ),
)
def test_make_test_lints_and_tests_and_fails_when_either_does(tmp_path: Path, failing: str | None) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("install_if_missing", "pytest", "ruff", "mypy", "lint-imports", "djlint"):
        program = tmp_path / ("scripts" if name == "install_if_missing" else "bin") / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\necho {name} was run\nexit {int(name == failing)}\n", "utf-8")
        program.chmod(0o755)
    # The make that runs this test would hand its own settings on.
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "test", "BIN=bin", "PYTHON=true"]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - our own words only
    assert bool(done.returncode) == (failing is not None)
    assert "pytest was run" in done.stdout
    assert "ruff was run" in done.stdout


def test_hooks_are_the_commands_of_make_lint() -> None:
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert [hook["entry"] for hook in hooks] == recipe("lint")[1]
    assert all(hook["language"] == "system" and hook["pass_filenames"] is False for hook in hooks)
