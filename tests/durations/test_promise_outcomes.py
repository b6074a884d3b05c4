from datetime import date, timedelta

from tests.durations.test_promises import CARRIER, HOUR, NOW, SHOP, promise
from tracking.durations.promise_outcomes import MOST_DAYS, counted_days, days_over, first_of_each, is_given_up

PROMISE = promise(20, 40, last=22)


def test_a_promise_is_kept_until_the_end_of_its_last_day() -> None:
    days = {
        day: (days_over(PROMISE, date(2026, 11, day)), counted_days(PROMISE, date(2026, 11, day)))
        for day in (19, 22, 25)
    }
    assert days == {19: (-3, 0), 22: (0, 0), 25: (3, 3)}
    assert counted_days(PROMISE, date(2027, 3, 1)) == MOST_DAYS


def test_promise_long_overdue_is_given_up() -> None:
    last = PROMISE.last + timedelta(days=MOST_DAYS)
    assert not is_given_up(PROMISE, last)
    assert is_given_up(PROMISE, last + timedelta(days=1))


def test_counted_is_what_each_said_first_and_before_it_happened() -> None:
    said = [promise(20, 40, SHOP), promise(21, 30), promise(22, 20), promise(23, 10, SHOP)]
    assert first_of_each(said, NOW) == {SHOP: said[0], CARRIER: said[1]}
    assert first_of_each(said, NOW - 30 * HOUR) == {SHOP: said[0]}
