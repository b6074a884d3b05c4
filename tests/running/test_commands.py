import os
import sys
from pathlib import Path

import pytest

from tracking.running.commands import command, program


@pytest.mark.parametrize(
    ("started_as", "shown"),
    [
        (".venv/bin/whereabouts", ".venv/bin/whereabouts"),
        ("/usr/local/bin/whereabouts", "/usr/local/bin/whereabouts"),
        ("/srv/a shop/bin/whereabouts", "'/srv/a shop/bin/whereabouts'"),
        ("/srv/whereabouts/tracking/__main__.py", "python -m tracking"),
        ("/usr/bin/gunicorn", "python -m tracking"),
    ],
)
def test_the_commands_are_named_as_this_shell_finds_them(started_as: str, shown: str) -> None:
    assert program(started_as, "/usr/bin/python3") == shown


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script of an environment with its Python."""
    path = tmp_path / "bin" / "whereabouts"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_a_script_on_the_path_is_named_by_its_name(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    assert program(str(script), "/usr/bin/python3") == "whereabouts"


def test_under_another_program_it_is_the_script_beside_python(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = str(script.with_name("python"))
    assert program("/usr/bin/flask", python) == str(script)
    monkeypatch.chdir(script.parent.parent)
    assert program("/usr/bin/flask", python) == "bin/whereabouts"


def test_make_is_named_in_a_checkout_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/local/bin/whereabouts"])
    assert command("setup") == "make setup"
    assert command("webhooks --list") == "/usr/local/bin/whereabouts webhooks --list"
    installed = tmp_path / "site-packages" / "tracking"
    assert command("setup", installed) == "/usr/local/bin/whereabouts setup"
