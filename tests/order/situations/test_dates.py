"""A date is that day in every zone, and late only after the day has ended there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.order.builders import (
    NOW,
    PLACED,
    ago,
    ahead,
    by_hand,
    english,
    event,
    group,
    line,
    method,
    order,
    parcel_of,
    sent,
    shipment,
    status_of,
)
from tests.order.strategies import ZONES
from tests.sampling import each_row
from tracking.order.freshness import next_change_at
from tracking.order.model import Order
from tracking.order.status_types import Estimate
from tracking.order.vocabulary import Condition, Reason

DATE = datetime(2026, 11, 24, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)
TICK = datetime.resolution


def of_event(at: datetime, zone: str) -> Order:
    scan = event("IN_TRANSIT", at - timedelta(days=2), estimated_at=at)
    return sent(zone=zone, fulfillments=(shipment(created_at=at - timedelta(days=3), events=(scan,)),))


def of_shipment(at: datetime, zone: str) -> Order:
    scan = event("IN_TRANSIT", at - timedelta(days=2))
    parcel = shipment(created_at=at - timedelta(days=3), events=(scan,), estimated_at=at)
    return sent(zone=zone, fulfillments=(parcel,))


def of_checkout(at: datetime, zone: str) -> Order:
    source = group(delivery=method(earliest_at=at, latest_at=at), units=())
    scan = event("IN_TRANSIT", at - timedelta(days=2))
    parcel = shipment(created_at=at - timedelta(days=3), events=(scan,))
    return sent(zone=zone, fulfillments=(parcel,), fulfillment_orders=(source,))


ESTIMATES = each_row("estimated", [of_event, of_shipment, of_checkout])
IN_EVERY_ZONE = each_row("zone", ZONES)


def one_day(its: date) -> Estimate:
    return Estimate(first=its, last=its, previous=None)


def midnight(its: date, zone: str) -> datetime:
    return datetime.combine(its, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)


# Ordinary days, and those on which clocks change: in Sweden and California in autumn and spring, in Egypt and Chile at
# midnight, on the Chatham Islands.
DAYS = [
    date(2026, 11, 24),
    date(2026, 10, 25),
    date(2027, 3, 28),
    date(2026, 11, 1),
    date(2027, 3, 14),
    date(2026, 4, 24),
    date(2026, 9, 6),
    date(2027, 4, 4),
    date(2026, 12, 31),
    date(2028, 2, 29),
]


@IN_EVERY_ZONE
@ESTIMATES
def test_a_date_is_that_day_and_late_only_after_it(estimated: Callable[[datetime, str], Order], zone: str) -> None:
    for its_day in DAYS:
        check_day(estimated, its_day, zone)


def check_day(estimated: Callable[[datetime, str], Order], its_day: date, zone: str) -> None:
    its = estimated(datetime.combine(its_day, datetime.min.time(), UTC), zone)
    ended = midnight(its_day + timedelta(days=1), zone)
    before = parcel_of(its, ended - TICK)
    assert (before.estimate, before.condition) == (one_day(its_day), Condition.FINE)
    after = parcel_of(its, ended)
    assert (after.estimate, after.condition, after.reason) == (
        one_day(its_day),
        Condition.LATE,
        Reason.ESTIMATE_PASSED,
    )
    assert next_change_at(its, ended - timedelta(minutes=1)) == ended
    assert english(after.text).startswith("It should have arrived by now")


@each_row(
    ("at", "zone", "its_day"),
    [
        ("2026-11-24T23:30:00Z", "Europe/Stockholm", 25),
        ("2026-11-24T23:30:00Z", "Europe/London", 24),
        ("2026-11-24T00:00:01Z", "America/Los_Angeles", 23),
        ("2026-11-24T00:00:00.000001Z", "Pacific/Pago_Pago", 23),
        ("2026-11-23T23:59:59Z", "Pacific/Kiritimati", 24),
        ("2026-11-24T10:00:00Z", "Pacific/Kiritimati", 25),
        ("2026-11-24T09:59:59Z", "Pacific/Kiritimati", 24),
        ("2026-11-24T10:59:59Z", "Pacific/Pago_Pago", 23),
        ("2026-11-24T11:00:00Z", "Pacific/Pago_Pago", 24),
        ("2026-11-24T18:15:00Z", "Asia/Kathmandu", 25),
    ],
)
@ESTIMATES
def test_another_time_of_day_is_a_moment(
    estimated: Callable[[datetime, str], Order], at: str, zone: str, its_day: int
) -> None:
    moment = datetime.fromisoformat(at)
    assert parcel_of(estimated(moment, zone), moment).estimate == one_day(date(2026, 11, its_day))


@IN_EVERY_ZONE
def test_a_range_of_dates_is_those_days(zone: str) -> None:
    promise = method(earliest_at=DATE, latest_at=DATE + timedelta(days=2))
    estimate = parcel_of(order(zone=zone, fulfillment_orders=(group(delivery=promise),))).estimate
    assert estimate == Estimate(first=TUESDAY, last=date(2026, 11, 26), previous=None)


def test_a_range_may_be_turned_around_and_half_a_date() -> None:
    turned = method(earliest_at=DATE + timedelta(days=2), latest_at=DATE)
    assert parcel_of(order(fulfillment_orders=(group(delivery=turned),))).estimate == Estimate(
        first=TUESDAY, last=date(2026, 11, 26), previous=None
    )
    mixed = method(earliest_at=DATE, latest_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    assert parcel_of(order(fulfillment_orders=(group(delivery=mixed),))).estimate == Estimate(
        first=TUESDAY, last=date(2026, 11, 25), previous=None
    )


@IN_EVERY_ZONE
def test_an_earlier_estimate_is_a_date_too(zone: str) -> None:
    scans = (
        event("IN_TRANSIT", ago(hours=20), estimated_at=DATE),
        event("DELAYED", ago(hours=1), estimated_at=DATE + timedelta(days=2)),
    )
    estimate = parcel_of(sent(zone=zone, fulfillments=(shipment(created_at=PLACED, events=scans),))).estimate
    assert estimate
    assert estimate.previous == one_day(TUESDAY)


# --- no date before the order or shipment


@IN_EVERY_ZONE
def test_no_estimate_is_before_the_order(zone: str) -> None:
    placed = midnight(TUESDAY, zone)
    yesterday, today = DATE - timedelta(days=1), DATE
    for at, expected in ((yesterday, None), (today, one_day(TUESDAY))):
        fo = group(delivery=method(earliest_at=at, latest_at=at))
        its = order(placed_at=placed, zone=zone, fulfillment_orders=(fo,))
        assert parcel_of(its, placed).estimate == expected


@IN_EVERY_ZONE
def test_no_estimate_of_a_carrier_is_before_the_shipment(zone: str) -> None:
    made = midnight(TUESDAY, zone)
    for at, expected in ((DATE - timedelta(days=1), None), (DATE, one_day(TUESDAY))):
        parcel = shipment(created_at=made, estimated_at=at, events=(event("IN_TRANSIT", made, estimated_at=at),))
        its = sent(placed_at=made - timedelta(days=5), zone=zone, fulfillments=(parcel,))
        assert parcel_of(its, made + timedelta(hours=1)).estimate == expected


def test_a_promise_that_the_shop_has_missed_is_still_a_promise() -> None:
    source = group(delivery=method(latest_at=ago(days=2)), units=())
    parcel = shipment(created_at=ago(hours=3))
    its = parcel_of(sent(placed_at=ago(days=9), fulfillments=(parcel,), fulfillment_orders=(source,)))
    assert (its.condition, its.reason) == (Condition.LATE, Reason.ESTIMATE_PASSED)


def test_half_of_an_impossible_range_is_told() -> None:
    promise = method(earliest_at=ago(days=200), latest_at=ahead(days=2))
    assert parcel_of(order(fulfillment_orders=(group(delivery=promise),))).estimate == one_day(date(2026, 11, 20))


# --- the days of the shop


@IN_EVERY_ZONE
def test_planned_day_of_sending_is_that_day_until_it_has_ended_there(zone: str) -> None:
    its = order(zone=zone, fulfillment_orders=(group(status="SCHEDULED", fulfill_at=DATE),))
    ended = midnight(TUESDAY + timedelta(days=1), zone)
    assert [parcel_of(its, at).expected for at in (NOW, ended - TICK)] == [TUESDAY, TUESDAY]
    assert parcel_of(its, ended).expected is None
    assert next_change_at(its, ended - timedelta(minutes=1)) == ended


@IN_EVERY_ZONE
def test_planned_day_of_sending_is_missed_after_the_next_working_day(zone: str) -> None:
    its = order(zone=zone, fulfillment_orders=(group(fulfill_at=DATE),))
    thursday = midnight(TUESDAY + timedelta(days=2), zone)
    assert parcel_of(its, thursday - TICK).reason is not Reason.OLDER_THAN_USUAL
    assert parcel_of(its, thursday).reason is Reason.OLDER_THAN_USUAL


@IN_EVERY_ZONE
def test_deadline_of_sending_is_that_day(zone: str) -> None:
    its = order(zone=zone, placed_at=NOW, fulfillment_orders=(group(fulfill_by=DATE),))
    ended = midnight(TUESDAY + timedelta(days=1), zone)
    assert parcel_of(its, ended - TICK).condition is Condition.FINE
    assert parcel_of(its, ended).reason is Reason.OLDER_THAN_USUAL


@IN_EVERY_ZONE
def test_payment_is_due_on_that_day_and_overdue_after_it(zone: str) -> None:
    its = by_hand("Invoice", has_payment_terms=True, payment_due_at=DATE, zone=zone, fulfillment_orders=(group(),))
    ended = midnight(TUESDAY + timedelta(days=1), zone)
    before = status_of(its, ended - TICK).payment
    assert before.due
    assert (before.reason, before.due.on) == (Reason.PAY_LATER, TUESDAY)
    assert status_of(its, ended).payment.reason is Reason.PAY_OVERDUE


@IN_EVERY_ZONE
def test_next_delivery_of_a_subscription_is_on_that_day(zone: str) -> None:
    first_plan = group(id="first", status="SCHEDULED", fulfill_at=DATE)
    plans = (first_plan, group(id="second", status="SCHEDULED", fulfill_at=DATE + timedelta(days=30)))
    line_of_two = line(quantity=2, current_quantity=2, unfulfilled_quantity=2, selling_plan="Monthly")
    subscription = order(zone=zone, lines=(line_of_two,), fulfillment_orders=plans)
    first, second = sorted((parcel.expected for parcel in status_of(subscription).parcels), key=str)
    assert (first, second) == (TUESDAY, date(2026, 12, 24))
