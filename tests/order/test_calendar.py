from datetime import UTC, date, datetime

from tests.sampling import each_row
from tracking.order.calendar import add_working_days, day


@each_row(("zone", "expected"), [("America/Los_Angeles", 17), ("UTC", 18), ("Asia/Tokyo", 18)])
def test_day_depends_on_the_time_zone(zone: str, expected: int) -> None:
    assert day(datetime(2026, 11, 18, 3, tzinfo=UTC), zone) == date(2026, 11, expected)


@each_row(
    ("start", "days", "end"),
    [
        (18, 0, 18),  # Wednesday
        (18, 2, 20),  # to Friday
        (18, 3, 23),  # over a weekend to Monday
        (21, 1, 23),  # from a Saturday
        (22, 5, 27),  # from a Sunday
        (16, 10, 30),  # over two weekends
    ],
)
def test_working_days_leave_out_weekends(start: int, days: int, end: int) -> None:
    assert add_working_days(date(2026, 11, start), days) == date(2026, 11, end)
