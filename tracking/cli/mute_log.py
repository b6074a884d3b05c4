"""Disables logging while a command prints its own messages."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_log(level: int) -> Iterator[None]:
    """Drop records of this level and below inside of the block."""
    before = logging.root.manager.disable
    logging.disable(level)
    try:
        yield
    finally:
        logging.disable(before)
