from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Semaphore

import pytest

from tracking.web.middleware.single_flight import SingleFlight

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
