from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tracking.orders import Busy
from tracking.orders.concurrency import ConcurrencyLimit

TIMEOUT = 5.0


def test_limit_raises_busy_beyond_calls() -> None:
    limit = ConcurrencyLimit(2, 0)
    with limit.take(TIMEOUT):
        with limit.take(TIMEOUT), pytest.raises(Busy), limit.take(TIMEOUT):
            pytest.fail("a third")
        with limit.take(TIMEOUT):
            pass


def test_waiting_call_takes_the_released_slot() -> None:
    limit, taken, go = ConcurrencyLimit(1, 1), Event(), Event()

    def hold() -> str:
        with limit.take(TIMEOUT):
            taken.set()
            go.wait(TIMEOUT)
            return "held"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(hold)
        assert taken.wait(TIMEOUT)
        assert not limit.is_full
        second = pool.submit(hold)
        while not limit.waiting:
            assert not second.done()
        assert limit.is_full
        with pytest.raises(Busy), limit.take(TIMEOUT):
            pytest.fail("only one may wait")
        go.set()
        assert [first.result(), second.result()] == ["held", "held"]


def test_waiting_call_raises_busy_at_its_deadline() -> None:
    limit = ConcurrencyLimit(1, 1)
    with limit.take(TIMEOUT), pytest.raises(Busy), limit.take(0.01):
        pytest.fail("no slot is free")
    with limit.take(0):
        pass


def test_slot_is_released_after_an_error() -> None:
    limit = ConcurrencyLimit(1, 0)
    with pytest.raises(LookupError), limit.take(TIMEOUT):
        raise LookupError
    with limit.take(TIMEOUT):
        pass
