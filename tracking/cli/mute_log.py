"""Commands speak for themselves: the log is for the site."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_log(level: int) -> Iterator[None]:
    """Write down nothing of this level, or below it, meanwhile."""
    before = logging.root.manager.disable
    logging.disable(level)
    try:
        yield
    finally:
        logging.disable(before)
