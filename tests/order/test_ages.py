from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.sampling import each_row
from tracking.order.ages import AGES, Clock, State, Unit, last_call_on, pickup_ends_on
from tracking.order.missing import missing

FRIDAY = date(2026, 11, 20)
CLOCK = Clock(now=datetime(2026, 11, 20, 12, tzinfo=UTC), zone="UTC")


def test_every_state_has_an_age() -> None:
    assert missing(AGES, State, content="age", module="tracking/order/ages.py") == []


def test_an_age_without_a_condition_changes_no_reason() -> None:
    assert all(age.reason is None for age in AGES.values() if age.condition is None)


@each_row(
    ("state", "last"),
    [
        (State.OUT_TODAY, date(2026, 11, 20)),
        (State.OWN_DRIVER, date(2026, 11, 21)),
        (State.OUT_FOR_DELIVERY, date(2026, 11, 23)),
        (State.ATTEMPT_FAILED, date(2026, 11, 25)),
        (State.UNREPORTED, date(2026, 12, 4)),
    ],
)
def test_working_days_leave_out_the_weekend(state: State, last: date) -> None:
    assert CLOCK.last_day(state, FRIDAY) == last


def test_holidays_of_the_shop_count_neither_as_working_days_nor_as_silence() -> None:
    christmas = replace(CLOCK, now=datetime(2026, 12, 29, 12, tzinfo=UTC), stalled_days=4, region="SE")
    before = datetime(2026, 12, 23, 13, tzinfo=UTC)
    assert christmas.last_day(State.OUT_FOR_DELIVERY, before.date()) == date(2026, 12, 28)
    assert not christmas.is_over(State.SILENT, before)
    assert christmas.is_over(State.SILENT, before - timedelta(hours=2))  # four days and Christmas
    assert replace(christmas, region=None).is_over(State.SILENT, before)


def test_a_state_ends_with_a_day_of_the_destination() -> None:
    since = datetime(2026, 11, 20, 9, tzinfo=UTC)
    midnight = datetime(2026, 11, 23, 23, tzinfo=UTC)  # in Stockholm

    def is_over(now: datetime, zone: str) -> bool:
        return Clock(now=now, zone=zone, stalled_days=7).is_over(State.OUT_FOR_DELIVERY, since)

    assert not is_over(midnight - timedelta(seconds=1), "Europe/Stockholm")
    assert is_over(midnight, "Europe/Stockholm")
    assert not is_over(midnight, "America/Los_Angeles")


def test_stalled_days_are_counted_from_the_last_report() -> None:
    since = datetime(2026, 11, 6, 15, 20, tzinfo=UTC)
    at_its_end = since + timedelta(days=2 * 4)
    assert AGES[State.LONG_SILENT].unit is Unit.STALLED_DAYS
    assert not Clock(now=at_its_end, zone="UTC", stalled_days=4).is_over(State.LONG_SILENT, since)
    later = at_its_end + timedelta(seconds=1)
    assert Clock(now=later, zone="UTC", stalled_days=4).is_over(State.LONG_SILENT, since)
    assert not Clock(now=later, zone="UTC", stalled_days=5).is_over(State.LONG_SILENT, since)


@each_row(
    ("held_days", "last_call", "ends"),
    [
        (None, date(2026, 12, 1), date(2026, 12, 4)),
        (7, date(2026, 11, 24), date(2026, 11, 27)),
        (3, date(2026, 11, 22), date(2026, 11, 23)),
        (1, date(2026, 11, 21), date(2026, 11, 21)),
    ],
)
def test_a_pickup_is_called_for_the_last_time_before_it_ends(
    held_days: int | None, last_call: date, ends: date
) -> None:
    assert last_call_on(FRIDAY, held_days) == last_call
    assert pickup_ends_on(FRIDAY, held_days) == ends
