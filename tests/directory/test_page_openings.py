from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.fakes import NOW, Clock
from tracking.directory.page_openings import PageOpenings

TODAY = NOW.date()


@pytest.fixture
def openings(clock: Clock) -> PageOpenings:
    openings = PageOpenings(clock=clock, limit=3)
    openings.open()
    return openings


def test_openings_are_counted_by_order_and_day_and_taken_once(openings: PageOpenings, clock: Clock) -> None:
    openings.count("1")
    openings.count("1")
    openings.count("2")
    taken = openings.take(1)
    assert taken == {("1", TODAY): 2}
    openings.put_back(taken)
    clock.advance(days=1)
    openings.count("1")
    assert openings.take(9) == {("2", TODAY): 1, ("1", TODAY): 2, ("1", TODAY + timedelta(days=1)): 1}
    assert openings.take(9) == {}


def test_memory_is_bounded_and_what_is_known_goes_on(openings: PageOpenings) -> None:
    for order_id in ("1", "2", "3", "4", "1"):
        openings.count(order_id)
    assert openings.take(9) == {("1", TODAY): 2, ("2", TODAY): 1, ("3", TODAY): 1}


def test_openings_put_back_add_up(openings: PageOpenings) -> None:
    openings.count("1")
    taken = openings.take(9)
    openings.count("1")
    openings.put_back(taken)
    assert openings.take(9) == {("1", TODAY): 2}


def test_no_opening_is_lost_between_threads(openings: PageOpenings) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: openings.count("1"), range(4000)))
    assert openings.take(9) == {("1", TODAY): 4000}
