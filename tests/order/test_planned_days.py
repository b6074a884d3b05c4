from datetime import UTC, datetime, timedelta

from tests.order.builders import NOW, PLACED, ago, ahead, event, group, method, order, sent, shipment
from tests.sampling import each_row
from tracking.order.planned_days import planned, with_planned_days

DATE = datetime(2026, 11, 24, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 23, 23, tzinfo=UTC)  # begins in Stockholm


@each_row(
    ("zone", "begins"),
    [
        ("Pacific/Kiritimati", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 11, 23, 18, 30, tzinfo=UTC)),
        ("UTC", DATE),
        ("Pacific/Pago_Pago", datetime(2026, 11, 24, 11, tzinfo=UTC)),
    ],
)
def test_a_date_begins_in_the_zone(zone: str, begins: datetime) -> None:
    assert planned(DATE, zone) == begins


@each_row("at", [DATE + timedelta(microseconds=1), DATE - timedelta(seconds=1), NOW, None])
def test_another_time_of_day_is_a_moment(at: datetime | None) -> None:
    assert planned(at, "Pacific/Kiritimati") == at


def test_a_day_whose_midnight_is_skipped_begins_after_it() -> None:
    begins = planned(datetime(2026, 4, 24, tzinfo=UTC), "Africa/Cairo")
    assert begins == datetime(2026, 4, 23, 22, tzinfo=UTC)  # 1:00 on the 24th


def test_every_planned_time_of_an_order_may_be_a_date() -> None:
    reported = event("IN_TRANSIT", ago(), estimated_at=DATE)
    fo = group(fulfill_at=DATE, fulfill_by=DATE, delivery=method(earliest_at=DATE, latest_at=DATE))
    its = with_planned_days(
        sent(
            payment_due_at=DATE,
            fulfillments=(shipment(estimated_at=DATE, events=(reported,)),),
            fulfillment_orders=(fo,),
        )
    )
    (parcel,), (fo,) = its.fulfillments, its.fulfillment_orders
    assert fo.delivery
    assert {parcel.estimated_at, parcel.events[0].estimated_at, its.payment_due_at} == {TUESDAY}
    assert {fo.fulfill_at, fo.fulfill_by, fo.delivery.earliest_at, fo.delivery.latest_at} == {TUESDAY}


def test_estimate_before_the_shipment_is_none() -> None:
    parcel = shipment(created_at=ago(), estimated_at=ago(days=1), events=(event("DELAYED", NOW, estimated_at=PLACED),))
    (its,) = with_planned_days(sent(placed_at=ago(days=9), fulfillments=(parcel,))).fulfillments
    assert (its.estimated_at, its.events[0].estimated_at) == (None, None)


@each_row("first_report", [{"events": (event("IN_TRANSIT", ago(days=3)),)}, {"in_transit_at": ago(3)}])
def test_shipment_that_was_recorded_afterwards_began_with_its_first_report(first_report: dict[str, object]) -> None:
    parcel = shipment(created_at=NOW, estimated_at=ago(days=2), **first_report)
    (its,) = with_planned_days(sent(placed_at=ago(days=9), fulfillments=(parcel,))).fulfillments
    assert its.estimated_at == ago(days=2)


def test_promise_of_the_checkout_is_not_before_the_order() -> None:
    (fo,) = with_planned_days(
        order(fulfillment_orders=(group(delivery=method(earliest_at=ago(days=9), latest_at=ahead(days=1))),))
    ).fulfillment_orders
    assert fo.delivery == method(latest_at=ahead(days=1))


def test_an_order_without_plans_is_the_same() -> None:
    its = sent()
    assert with_planned_days(its) is its


def test_no_sending_is_planned_before_the_order() -> None:
    planned_before = group(status="SCHEDULED", fulfill_at=ago(days=9))
    (fo,) = with_planned_days(order(fulfillment_orders=(planned_before,))).fulfillment_orders
    assert fo.fulfill_at is None


@each_row(("days", "is_kept"), [(0, True), (4, True), (5, False), (30, False)])
def test_promise_that_ends_before_the_planned_day_of_sending_is_none(days: int, *, is_kept: bool) -> None:
    promise = method(earliest_at=NOW + timedelta(days=2), latest_at=NOW + timedelta(days=4))
    its = order(fulfillment_orders=(group(fulfill_at=NOW + timedelta(days=days), delivery=promise),))
    (fo,) = with_planned_days(its).fulfillment_orders
    assert fo.delivery
    assert (fo.delivery.latest_at is not None) is is_kept
