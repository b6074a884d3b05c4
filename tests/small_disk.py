"""A disk that is really full, or really read-only: a small file system in memory, where this machine lets us mount."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_CHUNK = bytes(4096)


class SmallDisk:
    """Mounted at ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no byte free."""
        with self._ballast.open("ab", buffering=0) as file:
            try:
                while file.write(_CHUNK) == len(_CHUNK):
                    pass
            except OSError:
                pass

    def free(self) -> None:
        self._ballast.unlink()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        _mount("-o", "remount,ro", str(self.folder))
        try:
            yield
        finally:
            _mount("-o", "remount,rw", str(self.folder))


@contextmanager
def small_disk(megabytes: int, *, owner: int = 0) -> Iterator[SmallDisk]:
    """Of an owner's; the test is skipped where nobody may mount, as in most containers."""
    folder = Path(tempfile.mkdtemp(prefix="small-disk-"))
    options = f"size={megabytes}m,uid={owner},gid={owner},mode=700"
    if not _mount("-t", "tmpfs", "-o", options, "tmpfs", str(folder)):
        shutil.rmtree(folder)
        pytest.skip("this user may not mount a file system")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607 - our own words only
        folder.rmdir()


def _mount(*arguments: str) -> bool:
    program = shutil.which("mount")
    if not program:
        return False
    return not subprocess.run([program, *arguments], check=False, stderr=subprocess.DEVNULL).returncode  # noqa: S603 - likewise
