"""In a fresh clone one worker of pytest-xdist collects before the others, which then find the tests compiled.

Each would compile them, and look for the constants that Hypothesis tries: twice the work of all else that it does until
its first test.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def collection_lock() -> Iterator[None]:
    """The first process holds the lock alone; all others share it, as soon as the first is done."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    with Path(__file__).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(lock, fcntl.LOCK_SH)
        yield
