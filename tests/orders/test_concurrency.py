from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tracking.orders import Busy
from tracking.orders.concurrency import ConcurrencyLimit

PATIENCE = 5.0


def test_there_are_so_many_and_no_more() -> None:
    slots = ConcurrencyLimit(2, 0)
    with slots.take(PATIENCE):
        with slots.take(PATIENCE), pytest.raises(Busy), slots.take(PATIENCE):
            pytest.fail("a third")
        with slots.take(PATIENCE):
            pass


def test_who_waits_gets_the_next_one() -> None:
    slots, taken, go = ConcurrencyLimit(1, 1), Event(), Event()

    def hold() -> str:
        with slots.take(PATIENCE):
            taken.set()
            go.wait(PATIENCE)
            return "held"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(hold)
        assert taken.wait(PATIENCE)
        assert not slots.is_full
        second = pool.submit(hold)
        while not slots.waiting:
            assert not second.done()
        assert slots.is_full
        with pytest.raises(Busy), slots.take(PATIENCE):
            pytest.fail("there is room in the line for one")
        go.set()
        assert [first.result(), second.result()] == ["held", "held"]


def test_nobody_waits_longer_than_the_time_that_is_left() -> None:
    slots = ConcurrencyLimit(1, 1)
    with slots.take(PATIENCE), pytest.raises(Busy), slots.take(0.01):
        pytest.fail("it is taken")
    with slots.take(0):
        pass


def test_a_slot_comes_back_after_an_error() -> None:
    slots = ConcurrencyLimit(1, 0)
    with pytest.raises(LookupError), slots.take(PATIENCE):
        raise LookupError
    with slots.take(PATIENCE):
        pass
