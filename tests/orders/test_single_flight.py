from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, Event, Semaphore

import pytest

from tests.fakes import Clock
from tracking.orders.single_flight import SharedIterator, SharedIterators, SingleFlight
from tracking.shopify.resilience import Deadline

TIMEOUT = 60.0


@dataclass(frozen=True)
class ObservedKey:
    """A key that counts its look-ups in the dictionary of running calls."""

    name: str
    looked_up: Semaphore = field(compare=False, default_factory=Semaphore)

    def __hash__(self) -> int:
        self.looked_up.release()
        return hash(self.name)


def test_callers_share_a_running_call() -> None:
    flight, started, resume, joined = SingleFlight[int](), Event(), Event(), Semaphore(0)

    def call() -> int:
        started.set()
        resume.wait(TIMEOUT)
        return 7

    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(flight.share, ObservedKey("key"), call, timeout=TIMEOUT)
        started.wait(TIMEOUT)
        key = ObservedKey("key", joined)
        others = [pool.submit(flight.share, key, lambda: 8, timeout=TIMEOUT) for _ in range(8)]
        assert all(joined.acquire(timeout=TIMEOUT) for _ in others)
        assert flight.share("another", lambda: 9, timeout=TIMEOUT) == 9
        resume.set()
        assert [first.result(), *(other.result() for other in others)] == [7] * 9


def test_waiting_caller_times_out() -> None:
    flight, started, resume = SingleFlight[int](), Event(), Event()

    def call() -> int:
        started.set()
        resume.wait(TIMEOUT)
        return 7

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(flight.share, "key", call, timeout=TIMEOUT)
        started.wait(TIMEOUT)
        with pytest.raises(TimeoutError):
            flight.share("key", call, timeout=0.01)
        resume.set()
        assert first.result() == 7


def test_result_is_not_kept() -> None:
    flight, results = SingleFlight[int](), iter([1, 2])
    assert [flight.share("key", lambda: next(results), timeout=TIMEOUT) for _ in range(2)] == [1, 2]


def test_error_is_not_kept() -> None:
    flight = SingleFlight[int]()

    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        flight.share("key", fail, timeout=TIMEOUT)
    assert flight.share("key", lambda: 3, timeout=TIMEOUT) == 3


def within(clock: Clock, seconds: float = TIMEOUT) -> Deadline:
    return Deadline.after(seconds, clock.monotonic)


class Callers:
    """Two callers of one call; that of the first, with an earlier deadline, fails when ``resume`` is set."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.started, self.resume = Event(), Event()

    def call(self, caller: str) -> str:
        self.calls.append(caller)
        if caller == "first":
            self.started.set()
            self.resume.wait(TIMEOUT)
            raise LookupError
        return caller


@pytest.mark.parametrize(("left", "calls"), [(4.0, ["first", "second"]), (1.2, ["first"])])
def test_call_that_failed_within_an_earlier_deadline_is_repeated(clock: Clock, left: float, calls: list[str]) -> None:
    flight, callers, joined = SingleFlight[str](), Callers(), Semaphore(0)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flight.share_in_time, ObservedKey("key"), lambda: callers.call("first"), within(clock, 1))
        assert callers.started.wait(TIMEOUT)
        key = ObservedKey("key", joined)
        second = pool.submit(flight.share_in_time, key, lambda: callers.call("second"), within(clock, left))
        assert joined.acquire(timeout=TIMEOUT)
        callers.resume.set()
        assert isinstance(first.exception(), LookupError)
        assert isinstance(second.exception(), LookupError) is (calls == ["first"])
    assert callers.calls == calls


def test_iterator_advances_only_as_far_as_it_is_read(clock: Clock) -> None:
    seen: list[int] = []

    def source() -> Iterator[int]:
        for number in range(5):
            seen.append(number)
            yield number

    shared = SharedIterator(source(), within(clock))
    assert next(number for number in shared.read(within(clock)) if number == 1) == 1
    assert seen == [0, 1]
    for _ in range(2):
        assert list(shared.read(within(clock))) == [0, 1, 2, 3, 4]
        assert seen == [0, 1, 2, 3, 4]


def test_failed_iterator_fails_for_every_reader(clock: Clock) -> None:
    def source() -> Iterator[int]:
        yield 1
        raise LookupError

    shared = SharedIterator(source(), within(clock))
    for _ in range(2):
        with pytest.raises(LookupError):
            list(shared.read(within(clock)))


def test_reader_times_out_at_its_own_deadline(clock: Clock) -> None:
    started, resume = Event(), Event()

    def source() -> Iterator[int]:
        started.set()
        resume.wait(TIMEOUT)
        yield 1

    shared = SharedIterator(source(), within(clock))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(list, shared.read(within(clock)))
        assert started.wait(TIMEOUT)
        with pytest.raises(TimeoutError):
            list(shared.read(within(clock, 0)))
        resume.set()
        assert first.result() == [1]


def test_iterator_is_shared_while_it_is_read_and_for_two_seconds(clock: Clock) -> None:
    iterators, begun = SharedIterators[int](), []

    def begin() -> Iterator[int]:
        begun.append(1)
        return iter(range(3))

    def read(inside: int) -> list[int]:
        """Reads inside the reading of another, ``inside`` levels deep."""
        deadline = within(clock)
        return iterators.share("key", begin, lambda found: [*(read(inside - 1) if inside else []), *found], deadline)

    assert read(2) == [0, 1, 2] * 3
    assert len(begun) == 1
    assert read(0) == [0, 1, 2]
    assert len(begun) == 2

    def late(found: Iterator[int]) -> list[int]:
        clock.advance(seconds=2)
        return [*read(0), *found]

    assert iterators.share("key", begin, late, within(clock)) == [0, 1, 2] * 2
    assert len(begun) == 4


def test_iterator_that_failed_within_an_earlier_deadline_is_begun_anew(clock: Clock) -> None:
    iterators, started, resume = SharedIterators[int](), Event(), Event()
    joined = Semaphore(0)

    def source(*, fails: bool) -> Iterator[int]:
        if fails:
            started.set()
            resume.wait(TIMEOUT)
            raise LookupError
        yield 7

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(iterators.share, ObservedKey("key"), lambda: source(fails=True), list, within(clock, 1))
        assert started.wait(TIMEOUT)
        key = ObservedKey("key", joined)
        second = pool.submit(iterators.share, key, lambda: source(fails=False), list, within(clock, 4))
        assert joined.acquire(timeout=TIMEOUT)
        resume.set()
        assert isinstance(first.exception(), LookupError)
        assert second.result() == [7]


def test_iterator_is_safe_to_share_between_threads(clock: Clock) -> None:
    shared, together = SharedIterator(iter(range(200)), within(clock)), Barrier(8)

    def read() -> list[int]:
        together.wait(TIMEOUT)
        return list(shared.read(within(clock)))

    with ThreadPoolExecutor(8) as pool:
        results = [pool.submit(read) for _ in range(8)]
        assert all(result.result() == list(range(200)) for result in results)
