from datetime import date

from tests.order.builders import ago, ahead, event, method, order, sent, shipment, status_of, units
from tracking.order.estimates import promised, shipment_estimate
from tracking.order.status_types import Estimate

ZONE = "Europe/Stockholm"


def estimate_on(day: int, *, before: int | None = None) -> Estimate:
    previous = estimate_on(before) if before else None
    return Estimate(first=date(2026, 11, day), last=date(2026, 11, day), previous=previous)


def test_the_newest_events_estimate_comes_first() -> None:
    reported = (event("IN_TRANSIT", ago(hours=1), estimated_at=ahead(days=1)),)
    parcel = shipment(events=reported, estimated_at=ahead(days=5))
    assert shipment_estimate(parcel, method(latest_at=ahead(days=9)), ZONE) == estimate_on(19)


def test_estimate_of_the_shipment_is_second() -> None:
    assert shipment_estimate(
        shipment(estimated_at=ahead(days=5)), method(latest_at=ahead(days=9)), ZONE
    ) == estimate_on(23)


def test_estimate_of_an_earlier_event_is_third() -> None:
    reported = (event("IN_TRANSIT", ago(hours=2), estimated_at=ahead(days=1)), event("IN_TRANSIT", ago(hours=1)))
    assert shipment_estimate(shipment(events=reported), None, ZONE) == estimate_on(19)


def test_promise_of_the_checkout_is_last() -> None:
    promise = method(earliest_at=ahead(days=2), latest_at=ahead(days=4))
    assert shipment_estimate(shipment(), promise, ZONE) == Estimate(
        first=date(2026, 11, 20), last=date(2026, 11, 22), previous=None
    )


def test_shipment_without_any_estimate_has_none() -> None:
    assert shipment_estimate(shipment(), method(), ZONE) is None
    assert promised(None, ZONE) is None


def test_a_promise_may_name_one_day_only() -> None:
    assert promised(method(earliest_at=ahead(days=1)), ZONE) == estimate_on(19)


def test_changed_estimate_has_the_previous_one() -> None:
    reported = (
        event("IN_TRANSIT", ago(hours=3), estimated_at=ahead(days=1)),
        event("IN_TRANSIT", ago(hours=2), estimated_at=ahead(days=2)),
        event("DELAYED", ago(hours=1), estimated_at=ahead(days=4)),
    )
    assert shipment_estimate(shipment(events=reported), None, ZONE) == estimate_on(22, before=20)


def test_repeated_estimate_has_no_previous_one() -> None:
    reported = (
        event("IN_TRANSIT", ago(hours=3), estimated_at=ahead(days=1)),
        event("IN_TRANSIT", ago(hours=2), estimated_at=ahead(days=1)),
    )
    assert shipment_estimate(shipment(events=reported), None, ZONE) == estimate_on(19)


def test_the_parcels_own_estimate_may_have_changed_since_an_event() -> None:
    reported = (event("IN_TRANSIT", ago(hours=3), estimated_at=ahead(days=1)), event("DELAYED", ago(hours=1)))
    assert shipment_estimate(shipment(events=reported, estimated_at=ahead(days=3)), None, ZONE) == estimate_on(
        21, before=19
    )


def test_estimated_day_is_in_the_zone_of_the_destination() -> None:
    late_evening = shipment(estimated_at=ahead(hours=11.5))  # half past eleven in London, Thursday in Stockholm
    assert shipment_estimate(late_evening, None, ZONE) == estimate_on(19)
    assert shipment_estimate(late_evening, None, "Europe/London") == estimate_on(18)


def test_estimate_of_the_order_is_that_of_the_headlines_parcel() -> None:
    out = shipment(id="out", display_status="OUT_FOR_DELIVERY", estimated_at=ahead(days=1))
    slow = shipment(id="slow", estimated_at=ahead(hours=1), units=(units(0),))
    assert status_of(sent(fulfillments=(slow, out))).estimate == estimate_on(19)


def test_the_page_shows_the_next_estimate_where_that_parcel_has_none() -> None:
    out = shipment(id="out", display_status="OUT_FOR_DELIVERY")
    slow = shipment(id="slow", estimated_at=ahead(days=4), units=(units(0),))
    slower = shipment(id="slower", estimated_at=ahead(days=5), units=(units(0),))
    assert status_of(sent(fulfillments=(slower, slow, out))).estimate == estimate_on(22)


def test_the_page_shows_no_estimate_where_there_is_none() -> None:
    assert status_of(order()).estimate is None
