"""A command is the same process whether it is forked or started."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import environment, started
from tests.fork_server import Forked, can_fork

TELLS = (
    "import os, sys; print(os.getcwd(), os.environ['WORD'], sys.argv[1:], sys.stdin.read());"
    " print('failed', file=sys.stderr); sys.exit(3)"
)


@pytest.mark.parametrize("forks", [True, False])
def test_command_has_its_folder_environment_arguments_streams_and_status(tmp_path: Path, forks: bool) -> None:  # noqa: FBT001
    command = (sys.executable, "-c", TELLS, "one", "two")
    with started(command, environment(WORD="spoken"), tmp_path, forks=forks, stdin=subprocess.PIPE) as process:
        assert isinstance(process, Forked) == (forks and sys.platform == "linux")
        told = process.communicate("typed", timeout=60)
    assert told == (f"{tmp_path} spoken ['one', 'two'] typed\n", "failed\n")
    assert process.returncode == 3


@pytest.mark.parametrize("forks", [True, False])
def test_signal_ends_it(forks: bool) -> None:  # noqa: FBT001
    with started((sys.executable, "-c", "import signal; print(1, flush=True); signal.pause()"), forks=forks) as process:
        assert process.stdout
        assert process.stdout.readline() == "1\n"
        process.terminate()
        assert process.wait(60) == -signal.SIGTERM


@pytest.mark.parametrize("forks", [True, False])
def test_command_imports_from_its_pythonpath(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forks: bool) -> None:  # noqa: FBT001
    for name in ("machine", "own"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "offered.py").write_text(f"print({name!r})")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "machine"))  # no reason to start a whole process
    for given, said in (({}, "machine"), ({"PYTHONPATH": str(tmp_path / "own")}, "own")):
        with started((sys.executable, "-c", "import offered"), environment(**given), forks=forks) as process:
            assert isinstance(process, Forked) == (forks and sys.platform == "linux")
            assert process.communicate(timeout=60) == (f"{said}\n", "")


def test_python_whose_popen_is_another_starts_it_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    command = (sys.executable, "-c", "print(1)")
    assert can_fork(command) == (sys.platform == "linux")
    monkeypatch.setattr(subprocess.Popen, "_execute_child", lambda self, args, options: (self, args, options))
    assert not can_fork(command)
    monkeypatch.delattr(subprocess.Popen, "_execute_child")
    assert not can_fork(command)
