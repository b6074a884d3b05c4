import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracking.database.private_folder import PrivateFolder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of this test alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def folder(temporary: Path) -> Iterator[PrivateFolder]:
    folder = PrivateFolder()
    assert folder.path.parent == temporary
    yield folder
    folder.remove()
    assert not folder.path.exists()


def make_and_be_killed() -> Path:
    """The folder of a process that ends without removing it."""
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:  # it leaves by _exit, as a process that is killed: nothing of Python's runs
        os.write(sending, str(PrivateFolder().path).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(sending)
    with os.fdopen(receiving, encoding="utf-8") as pipe:
        return Path(pipe.read())


def test_folders_of_killed_processes_are_removed_and_folders_in_use_stay(folder: PrivateFolder) -> None:
    abandoned = make_and_be_killed()
    (abandoned / "demo.db").touch()
    another = PrivateFolder()
    assert not abandoned.exists()
    assert folder.path.exists()
    another.remove()


def test_files_and_folders_of_others_stay(
    temporary: Path, folder: PrivateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    abandoned = make_and_be_killed()
    (temporary / "whereabouts-demo-file").touch()
    (temporary / "whereabouts-demo-empty").mkdir()
    (temporary / "whereabouts-demo-link").symlink_to(abandoned)
    before = set(temporary.iterdir())
    with monkeypatch.context() as other_user:
        other_user.setattr(os, "geteuid", lambda: abandoned.stat().st_uid + 1)
        PrivateFolder().remove()
    assert set(temporary.iterdir()) == before
    PrivateFolder().remove()
    assert set(temporary.iterdir()) == before - {abandoned}
    assert folder.path.exists()


def test_folder_removed_before_it_is_locked_is_made_again(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = fcntl.flock
    removed: list[Path] = []

    def removes_the_first(descriptor: int, operation: int) -> None:
        if not removed:
            removed.extend(temporary.iterdir())
            shutil.rmtree(removed[0])
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", removes_the_first)
    folder = PrivateFolder()
    assert folder.path not in removed
    assert folder.path.exists()
    folder.remove()
