"""A folder whose permissions hold for a test, also where the tests run as root."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

_NOBODY = 65534
# The first call imports a module, which an ordinary user may not read where the Python is root's own.
datetime.strptime("2026-11-22 +0000", "%Y-%m-%d %z")


@contextmanager
def unprivileged() -> Iterator[Path]:
    """Make a new folder of an ordinary user, as whom the block runs."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(_NOBODY)
    folder = Path(tempfile.mkdtemp(prefix="whereabouts-"))
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        for each in [folder, *folder.iterdir()]:
            each.chmod(0o700)
        shutil.rmtree(folder)
