"""One call, however many ask for the same thing at the same moment; nothing is kept afterwards."""

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from itertools import count
from threading import Lock
from typing import Generic, TypeVar

from tracking.shopify.resilience import ENOUGH, Deadline

T = TypeVar("T")
R = TypeVar("R")

# A crowd takes longer to come in than Shopify takes to answer the first of it. Who comes later than this is asked for
# anew, even while others of the crowd are still there.
_SHARED_FOR = 2.0  # seconds


class SingleFlight(Generic[T]):
    """Whoever asks first makes the call; those who ask while it runs get its result, or its error."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[Hashable, _Flight[T]] = {}

    def share(self, key: Hashable, call: Callable[[], T], *, patience: float) -> T:
        """The result of ``call``, this one or one in flight. Raises TimeoutError after ``patience`` seconds."""
        flight, is_first = self._board(key, None)
        if is_first:
            self._fly(key, flight, call)
        return flight.result(timeout=patience)

    def share_in_time(self, key: Hashable, call: Callable[[], T], deadline: Deadline) -> T:
        """The same within a deadline. Where a call fails whose own deadline was earlier, it is made again."""
        while True:
            flight, is_first = self._board(key, deadline)
            if is_first:
                self._fly(key, flight, call)
                return flight.result()
            try:
                return flight.result(timeout=deadline.left())
            except Exception:
                if not _has_more_time(deadline, flight.deadline):
                    raise

    def is_running(self, key: Hashable) -> bool:
        """Whether somebody makes the call at this moment."""
        return key in self._running

    def _board(self, key: Hashable, deadline: Deadline | None) -> tuple["_Flight[T]", bool]:
        with self._lock:
            flight = self._running.get(key)
            is_first = flight is None
            return flight or self._running.setdefault(key, _Flight(deadline)), is_first

    def _fly(self, key: Hashable, flight: "_Flight[T]", call: Callable[[], T]) -> None:
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 - those who wait must hear of it, whatever it is
            self._land(key)
            flight.set_exception(error)
        else:
            self._land(key)
            flight.set_result(result)

    def _land(self, key: Hashable) -> None:
        with self._lock:
            del self._running[key]


class _Flight(Future[T]):
    """A call in flight, and the deadline of whoever makes it."""

    def __init__(self, deadline: Deadline | None) -> None:
        super().__init__()
        self.deadline = deadline


class SharedIterator(Generic[T]):
    """An iterator that several readers share, each from its beginning, and that advances only as far as one needs.

    Its source asks within the ``deadline`` of the reader who began it.
    """

    def __init__(self, source: Iterator[T], deadline: Deadline) -> None:
        self.deadline = deadline
        self.begun_at = deadline.monotonic()
        self.readers = 0
        self._source = source
        self._lock = Lock()
        self._seen: list[T] = []
        self._error: Exception | None = None

    def read(self, deadline: Deadline) -> Iterator[T]:
        """From its beginning. Raises TimeoutError where another reader takes too long to advance."""
        for position in count():
            if not self._lock.acquire(timeout=deadline.left()):
                raise TimeoutError
            try:
                if position == len(self._seen) and not self._advance():
                    return
            finally:
                self._lock.release()
            yield self._seen[position]

    def _advance(self) -> bool:
        if self._error:  # a generator that raised would now claim to be at its end
            raise self._error
        try:
            self._seen.append(next(self._source))
        except StopIteration:
            return False
        except Exception as error:
            self._error = error
            raise
        return True


class SharedIterators(Generic[T]):
    """Readings by key, each shared by those who come while one of its readers still reads."""

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
        """What ``read`` makes of the reading in progress, or of a new one.

        Where a reading fails whose own deadline was earlier, another one is begun.
        """
        while True:
            reading = self._join(key, begin, deadline)
            try:
                return read(reading.read(deadline))
            except Exception:
                self._close(key, reading)
                if not _has_more_time(deadline, reading.deadline):
                    raise
            finally:
                self._leave(key, reading)

    def _join(self, key: Hashable, begin: Callable[[], Iterator[T]], deadline: Deadline) -> SharedIterator[T]:
        with self._lock:
            reading = self._open.get(key)
            if reading is None or deadline.monotonic() - reading.begun_at >= _SHARED_FOR:
                reading = self._open[key] = SharedIterator(begin(), deadline)
            reading.readers += 1
            return reading

    def _leave(self, key: Hashable, reading: SharedIterator[T]) -> None:
        with self._lock:
            reading.readers -= 1
            is_last = reading.readers == 0
        if is_last:
            self._close(key, reading)

    def _close(self, key: Hashable, reading: SharedIterator[T]) -> None:
        with self._lock:
            if self._open.get(key) is reading:
                del self._open[key]


def _has_more_time(own: Deadline, others: Deadline | None) -> bool:
    """Whether it is worth while to try again what failed within somebody else's deadline."""
    is_later = others is not None and own.ends_at > others.ends_at + ENOUGH
    return is_later and own.left() >= ENOUGH
