from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, Event, Semaphore

import pytest

from tracking.lookup.sharing import Flights, Reading, Readings

PATIENCE = 5.0


@dataclass(frozen=True)
class Noted:
    """A key that notes each time it is looked up, which happens while nobody else may land."""

    word: str
    looked_up: Semaphore = field(compare=False, default_factory=Semaphore)

    def __hash__(self) -> int:
        self.looked_up.release()
        return hash(self.word)


def test_those_who_ask_while_a_call_runs_share_it() -> None:
    flights, started, go, joined = Flights[int](), Event(), Event(), Semaphore(0)

    def call() -> int:
        started.set()
        go.wait(PATIENCE)
        return 7

    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(flights.share, Noted("key"), call, patience=PATIENCE)
        started.wait(PATIENCE)
        key = Noted("key", joined)
        others = [pool.submit(flights.share, key, lambda: 8, patience=PATIENCE) for _ in range(8)]
        assert all(joined.acquire(timeout=PATIENCE) for _ in others)
        assert flights.share("another", lambda: 9, patience=PATIENCE) == 9
        go.set()
        assert [first.result(), *(other.result() for other in others)] == [7] * 9


def test_a_second_call_waits_for_the_first_no_longer_than_its_patience() -> None:
    flights, started, go = Flights[int](), Event(), Event()

    def call() -> int:
        started.set()
        go.wait(PATIENCE)
        return 7

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(flights.share, "key", call, patience=PATIENCE)
        started.wait(PATIENCE)
        with pytest.raises(TimeoutError):
            flights.share("key", call, patience=0.01)
        go.set()
        assert first.result() == 7


def test_nothing_is_kept_after_the_landing() -> None:
    flights, answers = Flights[int](), iter([1, 2])
    assert [flights.share("key", lambda: next(answers), patience=PATIENCE) for _ in range(2)] == [1, 2]


def test_an_error_reaches_everybody_and_is_not_kept_either() -> None:
    flights = Flights[int]()

    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        flights.share("key", fail, patience=PATIENCE)
    assert flights.share("key", lambda: 3, patience=PATIENCE) == 3


def test_a_reading_advances_only_as_far_as_somebody_needs() -> None:
    seen: list[int] = []

    def source() -> Iterator[int]:
        for number in range(5):
            seen.append(number)
            yield number

    reading = Reading(source())
    assert next(number for number in reading if number == 1) == 1
    assert seen == [0, 1]
    assert list(reading) == [0, 1, 2, 3, 4]
    assert seen == [0, 1, 2, 3, 4]
    assert list(reading) == [0, 1, 2, 3, 4]


def test_a_reading_that_failed_fails_for_every_reader() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise LookupError

    reading = Reading(source())
    for _ in range(2):
        with pytest.raises(LookupError):
            list(reading)


def test_readings_are_shared_while_the_first_reader_reads() -> None:
    readings, begun = Readings[int](), []

    def begin() -> Iterator[int]:
        begun.append(1)
        return iter(range(3))

    with readings.share("key", begin) as first, readings.share("key", begin) as second:
        assert list(first) == list(second) == [0, 1, 2]
    assert len(begun) == 1
    with readings.share("key", begin) as third:
        assert list(third) == [0, 1, 2]
    assert len(begun) == 2


def test_many_threads_read_the_same() -> None:
    reading, together = Reading(iter(range(200))), Barrier(8)

    def read() -> list[int]:
        together.wait(PATIENCE)
        return list(reading)

    with ThreadPoolExecutor(8) as pool:
        results = [pool.submit(read) for _ in range(8)]
        assert all(result.result() == list(range(200)) for result in results)
