"""One call, however many ask for the same thing at the same moment; nothing is kept afterwards."""

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Flights(Generic[T]):
    """Whoever asks first makes the call; those who ask while it runs get its result, or its error."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[Hashable, Future[T]] = {}

    def share(self, key: Hashable, call: Callable[[], T], *, patience: float) -> T:
        """The result of ``call``, this one or one in flight. Raises TimeoutError after ``patience`` seconds."""
        with self._lock:
            flight = self._running.get(key)
            is_first = flight is None
            flight = flight or self._running.setdefault(key, Future())
        if is_first:
            self._fly(key, flight, call)
        return flight.result(timeout=patience)

    def is_running(self, key: Hashable) -> bool:
        """Whether somebody makes the call at this moment."""
        return key in self._running

    def _fly(self, key: Hashable, flight: Future[T], call: Callable[[], T]) -> None:
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


class Reading(Generic[T]):
    """An iterator that several readers share, each from its beginning, and that advances only as far as one needs."""

    def __init__(self, source: Iterator[T]) -> None:
        self._source = source
        self._lock = Lock()
        self._seen: list[T] = []
        self._error: Exception | None = None

    def __iter__(self) -> Iterator[T]:
        for position in count():
            with self._lock:
                if position == len(self._seen) and not self._advance():
                    return
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


class Readings(Generic[T]):
    """Readings by key, each shared by those who come while the one who began it still reads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[Hashable, Reading[T]] = {}

    @contextmanager
    def share(self, key: Hashable, begin: Callable[[], Iterator[T]]) -> Iterator[Reading[T]]:
        """The reading in progress, or a new one."""
        with self._lock:
            reading = self._open.get(key)
            is_first = reading is None
            reading = reading or self._open.setdefault(key, Reading(begin()))
        try:
            yield reading
        finally:
            if is_first:
                with self._lock:
                    del self._open[key]
