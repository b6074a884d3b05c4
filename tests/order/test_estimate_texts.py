from datetime import date

from tests.sampling import each_row
from tracking.i18n.text import Days, Phrase, text
from tracking.order.estimate_texts import dated_estimate_text, estimate_text
from tracking.order.status_types import Estimate
from tracking.order.vocabulary import Route

TODAY = date(2026, 11, 22)


def on(day: int) -> date:
    return date(2026, 11, day)


def estimate(first: int, last: int) -> Estimate:
    return Estimate(first=on(first), last=on(last), previous=None)


@each_row(
    ("first", "last", "route", "expected"),
    [
        (22, 22, Route.SHIP, text("Arrives today")),
        (22, 22, Route.PICKUP, text("Expected today")),
        (23, 23, None, text("Arrives tomorrow, %(days)s", days=Days(on(23), on(23)))),
        (23, 23, Route.PICKUP_POINT, text("Expected tomorrow, %(days)s", days=Days(on(23), on(23)))),
        (24, 24, Route.SHIP, text("Arrives %(days)s", days=Days(on(24), on(24)))),
        (22, 23, Route.SHIP, text("Arrives %(days)s", days=Days(on(22), on(23)))),
        (24, 25, Route.PICKUP, text("Expected %(days)s", days=Days(on(24), on(25)))),
        (20, 21, Route.SHIP, text("It was expected %(days)s", days=Days(on(20), on(21)))),
        (21, 21, Route.SHIP, text("It was expected %(days)s", days=Days(on(21), on(21)))),
    ],
)
def test_day_is_said_as_of_today(first: int, last: int, route: Route | None, expected: Phrase) -> None:
    assert estimate_text(estimate(first, last), route, TODAY) == expected


@each_row("day", [22, 23, 24])
def test_estimate_read_later_names_the_day(day: int) -> None:
    days = Days(on(day), on(day))
    assert dated_estimate_text(estimate(day, day), Route.SHIP, TODAY) == text("Arrives %(days)s", days=days)
