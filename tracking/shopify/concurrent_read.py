"""Reads something else while Shopify answers: it begins once the request was sent, which it would delay before.

Until then the threads would take turns to compute; afterwards the one that asks has nothing to do.
"""

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar, Token
from functools import cache
from typing import Any, Generic, Self, TypeAlias, TypeVar

T = TypeVar("T")


class ConcurrentRead(Generic[T]):
    """Within its ``with`` block, a request to Shopify begins the read, which ends before the block does.

    Without a request, ``result`` begins it. ``start`` begins it in another thread, and returns the function that waits
    for its result, though not for long. Threads that run in a copy of the context belong to the block, too.
    """

    def __init__(self, start: Callable[[], Callable[[], T]]) -> None:
        self.is_over = False
        self._start = start
        self._wait: Callable[[], T] | None = None

    def __enter__(self) -> Self:
        self._token: Token[_Reads] = _reads.set((*_reads.get(), self))
        return self

    def __exit__(self, *_: object) -> None:
        _reads.reset(self._token)
        self.is_over = True
        if self._wait is not None:
            with suppress(Exception):  # raised by ``result``, where a caller asks for it
                self._wait()

    def begin(self) -> Callable[[], T]:
        """Begins to read, unless it has begun; returns the function that waits for the result."""
        if self._wait is None:
            self._wait = cache(self._start())
        return self._wait

    def result(self) -> T:
        """Waits for what is read; raises the errors of the read."""
        return self.begin()()


_Reads: TypeAlias = tuple[ConcurrentRead[Any], ...]
_reads: ContextVar[_Reads] = ContextVar("reads", default=())


def begin_reads() -> None:
    """Begins the reads of the blocks around this call."""
    for read in _reads.get():
        if not read.is_over:  # a call may outlive the request that waited for it
            read.begin()
