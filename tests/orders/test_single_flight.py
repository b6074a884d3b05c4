from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, Event, Semaphore

import pytest

from tests.parts import Clock
from tracking.orders.single_flight import SharedIterator, SharedIterators, SingleFlight
from tracking.shopify.deadline import Deadline

TIMEOUT = 5.0


@dataclass(frozen=True)
class Noted:
    """A key that notes each time it is looked up, which happens while nobody else may land."""

    word: str
    looked_up: Semaphore = field(compare=False, default_factory=Semaphore)

    def __hash__(self) -> int:
        self.looked_up.release()
        return hash(self.word)


def test_callers_share_a_running_call() -> None:
    flights, started, go, joined = SingleFlight[int](), Event(), Event(), Semaphore(0)

    def call() -> int:
        started.set()
        go.wait(TIMEOUT)
        return 7

    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(flights.share, Noted("key"), call, timeout=TIMEOUT)
        started.wait(TIMEOUT)
        key = Noted("key", joined)
        others = [pool.submit(flights.share, key, lambda: 8, timeout=TIMEOUT) for _ in range(8)]
        assert all(joined.acquire(timeout=TIMEOUT) for _ in others)
        assert flights.share("another", lambda: 9, timeout=TIMEOUT) == 9
        go.set()
        assert [first.result(), *(other.result() for other in others)] == [7] * 9


def test_waiting_caller_times_out() -> None:
    flights, started, go = SingleFlight[int](), Event(), Event()

    def call() -> int:
        started.set()
        go.wait(TIMEOUT)
        return 7

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(flights.share, "key", call, timeout=TIMEOUT)
        started.wait(TIMEOUT)
        with pytest.raises(TimeoutError):
            flights.share("key", call, timeout=0.01)
        go.set()
        assert first.result() == 7


def test_result_is_not_kept() -> None:
    flights, answers = SingleFlight[int](), iter([1, 2])
    assert [flights.share("key", lambda: next(answers), timeout=TIMEOUT) for _ in range(2)] == [1, 2]


def test_error_is_not_kept() -> None:
    flights = SingleFlight[int]()

    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        flights.share("key", fail, timeout=TIMEOUT)
    assert flights.share("key", lambda: 3, timeout=TIMEOUT) == 3


def in_time(clock: Clock, seconds: float = TIMEOUT) -> Deadline:
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
            self.go.wait(TIMEOUT)
            raise LookupError
        return who


@pytest.mark.parametrize(("left", "calls"), [(4.0, ["first", "second"]), (1.2, ["first"])])
def test_call_that_failed_within_an_earlier_deadline_is_repeated(clock: Clock, left: float, calls: list[str]) -> None:
    flights, crowd, joined = SingleFlight[str](), Crowd(), Semaphore(0)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flights.share_in_time, Noted("key"), lambda: crowd.call("first"), in_time(clock, 1))
        assert crowd.started.wait(TIMEOUT)
        key = Noted("key", joined)
        second = pool.submit(flights.share_in_time, key, lambda: crowd.call("second"), in_time(clock, left))
        assert joined.acquire(timeout=TIMEOUT)
        crowd.go.set()
        assert isinstance(first.exception(), LookupError)
        assert isinstance(second.exception(), LookupError) is (calls == ["first"])
    assert crowd.calls == calls


def test_iterator_advances_only_as_far_as_it_is_read(clock: Clock) -> None:
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


def test_failed_iterator_fails_for_every_reader(clock: Clock) -> None:
    def source() -> Iterator[int]:
        yield 1
        raise LookupError

    reading = SharedIterator(source(), in_time(clock))
    for _ in range(2):
        with pytest.raises(LookupError):
            list(reading.read(in_time(clock)))


def test_reader_times_out_at_its_own_deadline(clock: Clock) -> None:
    started, go = Event(), Event()

    def source() -> Iterator[int]:
        started.set()
        go.wait(TIMEOUT)
        yield 1

    reading = SharedIterator(source(), in_time(clock))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(list, reading.read(in_time(clock)))
        assert started.wait(TIMEOUT)
        with pytest.raises(TimeoutError):
            list(reading.read(in_time(clock, 0)))
        go.set()
        assert first.result() == [1]


def test_iterator_is_shared_while_it_is_read_and_for_two_seconds(clock: Clock) -> None:
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


def test_iterator_that_failed_within_an_earlier_deadline_is_begun_anew(clock: Clock) -> None:
    readings, started, go = SharedIterators[int](), Event(), Event()
    joined = Semaphore(0)

    def source(*, fails: bool) -> Iterator[int]:
        if fails:
            started.set()
            go.wait(TIMEOUT)
            raise LookupError
        yield 7

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(readings.share, Noted("key"), lambda: source(fails=True), list, in_time(clock, 1))
        assert started.wait(TIMEOUT)
        key = Noted("key", joined)
        second = pool.submit(readings.share, key, lambda: source(fails=False), list, in_time(clock, 4))
        assert joined.acquire(timeout=TIMEOUT)
        go.set()
        assert isinstance(first.exception(), LookupError)
        assert second.result() == [7]


def test_iterator_is_safe_to_share_between_threads(clock: Clock) -> None:
    reading, together = SharedIterator(iter(range(200)), in_time(clock)), Barrier(8)

    def read() -> list[int]:
        together.wait(TIMEOUT)
        return list(reading.read(in_time(clock)))

    with ThreadPoolExecutor(8) as pool:
        results = [pool.submit(read) for _ in range(8)]
        assert all(result.result() == list(range(200)) for result in results)
