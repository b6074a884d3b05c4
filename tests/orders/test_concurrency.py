from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tracking.orders import Busy
from tracking.orders.concurrency import ConcurrencyLimit

TIMEOUT = 5.0


def test_limit_raises_busy_beyond_calls() -> None:
    slots = ConcurrencyLimit(2, 0)
    with slots.take(TIMEOUT):
        with slots.take(TIMEOUT), pytest.raises(Busy), slots.take(TIMEOUT):
            pytest.fail("a third")
        with slots.take(TIMEOUT):
            pass


def test_waiting_call_takes_the_released_slot() -> None:
    slots, taken, go = ConcurrencyLimit(1, 1), Event(), Event()

    def hold() -> str:
        with slots.take(TIMEOUT):
            taken.set()
            go.wait(TIMEOUT)
            return "held"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(hold)
        assert taken.wait(TIMEOUT)
        assert not slots.is_full
        second = pool.submit(hold)
        while not slots.waiting:
            assert not second.done()
        assert slots.is_full
        with pytest.raises(Busy), slots.take(TIMEOUT):
            pytest.fail("there is room in the line for one")
        go.set()
        assert [first.result(), second.result()] == ["held", "held"]


def test_waiting_call_raises_busy_at_its_deadline() -> None:
    slots = ConcurrencyLimit(1, 1)
    with slots.take(TIMEOUT), pytest.raises(Busy), slots.take(0.01):
        pytest.fail("it is taken")
    with slots.take(0):
        pass


def test_slot_is_released_after_an_error() -> None:
    slots = ConcurrencyLimit(1, 0)
    with pytest.raises(LookupError), slots.take(TIMEOUT):
        raise LookupError
    with slots.take(TIMEOUT):
        pass
