"""The hosted CI calls .ci/run, which calls ``make test``; the commit hooks are the commands of ``make lint``."""

import re
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

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
    prerequisites, commands = recipe("test")
    assert "lint" in prerequisites
    assert any(command.startswith("$(if $(COVERAGE),.venv/bin/pytest") and "--cov" in command for command in commands)


def test_hooks_are_the_commands_of_make_lint() -> None:
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert [hook["entry"] for hook in hooks] == recipe("lint")[1]
    assert all(hook["language"] == "system" and hook["pass_filenames"] is False for hook in hooks)
