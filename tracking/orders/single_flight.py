"""Shares a call, or an iterator, between simultaneous callers; nothing is kept afterwards."""

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from itertools import count
from threading import Lock
from typing import Generic, TypeVar

from tracking.shopify.resilience import MIN_CALL_SECONDS, Deadline

T = TypeVar("T")
R = TypeVar("R")

# Many simultaneous requests arrive over a longer time than Shopify needs for the first of them. Later than this a new
# iterator is begun, even while the shared one is still read.
_SHARED_FOR = 2.0  # seconds


class SingleFlight(Generic[T]):
    """The first caller runs the call; callers that arrive while it runs share its result, or its error."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[Hashable, _Flight[T]] = {}

    def share(self, key: Hashable, call: Callable[[], T], timeout: float) -> T:
        """The result of ``call``, or of one that runs already. Raises TimeoutError after ``timeout`` seconds."""
        flight, is_first = self._join(key, None)
        if is_first:
            self._run(key, flight, call)
        return flight.result(timeout=timeout)

    def share_in_time(self, key: Hashable, call: Callable[[], T], deadline: Deadline) -> T:
        """The same within a deadline. A call that failed within an earlier deadline is repeated."""
        while True:
            flight, is_first = self._join(key, deadline)
            if is_first:
                self._run(key, flight, call)
                return flight.result()
            try:
                return flight.result(timeout=deadline.remaining())
            except Exception:
                if not _has_more_time(deadline, flight.deadline):
                    raise

    def is_running(self, key: Hashable) -> bool:
        """Whether the call is running."""
        return key in self._running

    def _join(self, key: Hashable, deadline: Deadline | None) -> tuple["_Flight[T]", bool]:
        with self._lock:
            flight = self._running.get(key)
            is_first = flight is None
            return flight or self._running.setdefault(key, _Flight(deadline)), is_first

    def _run(self, key: Hashable, flight: "_Flight[T]", call: Callable[[], T]) -> None:
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 - the waiting callers share any error
            self._end(key)
            flight.set_exception(error)
        else:
            self._end(key)
            flight.set_result(result)

    def _end(self, key: Hashable) -> None:
        with self._lock:
            del self._running[key]


class _Flight(Future[T]):
    """A running call, and the deadline of the caller that runs it."""

    def __init__(self, deadline: Deadline | None) -> None:
        super().__init__()
        self.deadline = deadline


class SharedIterator(Generic[T]):
    """Lets several readers read one iterator, each from its beginning; it advances only as far as one of them reads.

    Its source has the ``deadline`` of the reader that began it.
    """

    def __init__(self, source: Iterator[T], deadline: Deadline) -> None:
        self.deadline = deadline
        self.begun_at = deadline.monotonic()
        self.readers = 0
        self._source = source
        self._lock = Lock()
        self._items: list[T] = []
        self._error: Exception | None = None

    def read(self, deadline: Deadline) -> Iterator[T]:
        """All items from the first. Raises TimeoutError where another reader advances it too slowly."""
        for position in count():
            if not self._lock.acquire(timeout=deadline.remaining()):
                raise TimeoutError
            try:
                if position == len(self._items) and not self._advance():
                    return
            finally:
                self._lock.release()
            yield self._items[position]

    def _advance(self) -> bool:
        if self._error:  # a generator that has raised would now end
            raise self._error
        try:
            self._items.append(next(self._source))
        except StopIteration:
            return False
        except Exception as error:
            self._error = error
            raise
        return True


class SharedIterators(Generic[T]):
    """Iterators by key, each shared by the readers that arrive while another one reads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[Hashable, SharedIterator[T]] = {}

    def share(
        self,
        key: Hashable,
        begin: Callable[[], Iterator[T]],
        read: Callable[[Iterator[T]], R],
        deadline: Deadline,
    ) -> R:
        """The result of ``read`` on the shared iterator, or on a new one.

        Where an iterator with an earlier deadline fails, a new one is begun.
        """
        while True:
            shared = self._join(key, begin, deadline)
            try:
                return read(shared.read(deadline))
            except Exception:
                self._close(key, shared)
                if not _has_more_time(deadline, shared.deadline):
                    raise
            finally:
                self._leave(key, shared)

    def _join(self, key: Hashable, begin: Callable[[], Iterator[T]], deadline: Deadline) -> SharedIterator[T]:
        with self._lock:
            shared = self._open.get(key)
            if shared is None or deadline.monotonic() - shared.begun_at >= _SHARED_FOR:
                shared = self._open[key] = SharedIterator(begin(), deadline)
            shared.readers += 1
            return shared

    def _leave(self, key: Hashable, shared: SharedIterator[T]) -> None:
        with self._lock:
            shared.readers -= 1
            is_last = shared.readers == 0
        if is_last:
            self._close(key, shared)

    def _close(self, key: Hashable, shared: SharedIterator[T]) -> None:
        with self._lock:
            if self._open.get(key) is shared:
                del self._open[key]


def _has_more_time(own: Deadline, failed: Deadline | None) -> bool:
    """Whether to repeat what failed within another caller's deadline."""
    is_later = failed is not None and own.ends_at > failed.ends_at + MIN_CALL_SECONDS
    return is_later and own.remaining() >= MIN_CALL_SECONDS
