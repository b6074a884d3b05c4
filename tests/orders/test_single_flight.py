from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, Event, Semaphore

import pytest

from tests.parts import Clock
from tracking.orders.single_flight import SharedIterator, SharedIterators, SingleFlight
from tracking.shopify.resilience import Deadline

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
    flights, started, go, joined = SingleFlight[int](), Event(), Event(), Semaphore(0)

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
    flights, started, go = SingleFlight[int](), Event(), Event()

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
    flights, answers = SingleFlight[int](), iter([1, 2])
    assert [flights.share("key", lambda: next(answers), patience=PATIENCE) for _ in range(2)] == [1, 2]


def test_an_error_reaches_everybody_and_is_not_kept_either() -> None:
    flights = SingleFlight[int]()

    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        flights.share("key", fail, patience=PATIENCE)
    assert flights.share("key", lambda: 3, patience=PATIENCE) == 3


def in_time(clock: Clock, seconds: float = PATIENCE) -> Deadline:
    return Deadline.after(seconds, clock.monotonic)


class Crowd:
    """Two who want the same, of whom the first has little time: its call fails once the test lets it."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.started, self.go = Event(), Event()

    def call(self, who: str) -> str:
        self.calls.append(who)
        if who == "first":
            self.started.set()
            self.go.wait(PATIENCE)
            raise LookupError
        return who


@pytest.mark.parametrize(("left", "calls"), [(4.0, ["first", "second"]), (1.2, ["first"])])
def test_who_has_more_time_than_the_one_whose_call_failed_makes_another(
    clock: Clock, left: float, calls: list[str]
) -> None:
    flights, crowd, joined = SingleFlight[str](), Crowd(), Semaphore(0)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.share_in_time, Noted("key"), lambda: crowd.call("first"), in_time(clock, 1))
        assert crowd.started.wait(PATIENCE)
        key = Noted("key", joined)
        second = pool.submit(flights.share_in_time, key, lambda: crowd.call("second"), in_time(clock, left))
        assert joined.acquire(timeout=PATIENCE)
        crowd.go.set()
        assert isinstance(first.exception(), LookupError)
        assert isinstance(second.exception(), LookupError) is (calls == ["first"])
    assert crowd.calls == calls


def test_a_reading_advances_only_as_far_as_somebody_needs(clock: Clock) -> None:
    seen: list[int] = []

    def source() -> Iterator[int]:
        for number in range(5):
            seen.append(number)
            yield number

    reading = SharedIterator(source(), in_time(clock))
    assert next(number for number in reading.read(in_time(clock)) if number == 1) == 1
    assert seen == [0, 1]
    for _ in range(2):
        assert list(reading.read(in_time(clock))) == [0, 1, 2, 3, 4]
        assert seen == [0, 1, 2, 3, 4]


def test_a_reading_that_failed_fails_for_every_reader(clock: Clock) -> None:
    def source() -> Iterator[int]:
        yield 1
        raise LookupError

    reading = SharedIterator(source(), in_time(clock))
    for _ in range(2):
        with pytest.raises(LookupError):
            list(reading.read(in_time(clock)))


def test_a_reader_waits_for_another_no_longer_than_its_own_deadline(clock: Clock) -> None:
    started, go = Event(), Event()

    def source() -> Iterator[int]:
        started.set()
        go.wait(PATIENCE)
        yield 1

    reading = SharedIterator(source(), in_time(clock))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(list, reading.read(in_time(clock)))
        assert started.wait(PATIENCE)
        with pytest.raises(TimeoutError):
            list(reading.read(in_time(clock, 0)))
        go.set()
        assert first.result() == [1]


def test_readings_are_shared_while_anybody_reads_and_not_for_long(clock: Clock) -> None:
    readings, begun = SharedIterators[int](), []

    def begin() -> Iterator[int]:
        begun.append(1)
        return iter(range(3))

    def read(inside: int) -> list[int]:
        """While the first reads, others begin and end, and so on inside those."""
        deadline = in_time(clock)
        return readings.share("key", begin, lambda found: [*(read(inside - 1) if inside else []), *found], deadline)

    assert read(2) == [0, 1, 2] * 3
    assert len(begun) == 1
    assert read(0) == [0, 1, 2]
    assert len(begun) == 2

    def late(found: Iterator[int]) -> list[int]:
        clock.advance(seconds=2)
        return [*read(0), *found]

    assert readings.share("key", begin, late, in_time(clock)) == [0, 1, 2] * 2
    assert len(begun) == 4


def test_a_reading_that_failed_is_begun_anew_by_who_has_more_time(clock: Clock) -> None:
    readings, started, go = SharedIterators[int](), Event(), Event()
    joined = Semaphore(0)

    def source(*, fails: bool) -> Iterator[int]:
        if fails:
            started.set()
            go.wait(PATIENCE)
            raise LookupError
        yield 7

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(readings.share, Noted("key"), lambda: source(fails=True), list, in_time(clock, 1))
        assert started.wait(PATIENCE)
        key = Noted("key", joined)
        second = pool.submit(readings.share, key, lambda: source(fails=False), list, in_time(clock, 4))
        assert joined.acquire(timeout=PATIENCE)
        go.set()
        assert isinstance(first.exception(), LookupError)
        assert second.result() == [7]


def test_many_threads_read_the_same(clock: Clock) -> None:
    reading, together = SharedIterator(iter(range(200)), in_time(clock)), Barrier(8)

    def read() -> list[int]:
        together.wait(PATIENCE)
        return list(reading.read(in_time(clock)))

    with ThreadPoolExecutor(8) as pool:
        results = [pool.submit(read) for _ in range(8)]
        assert all(result.result() == list(range(200)) for result in results)
