from datetime import date

from tests.order.builders import ago, ahead, event, method, order, sent, shipment, shown, units
from tracking.order.estimates import promised, shipment_estimate
from tracking.order.status_types import Estimate

ZONE = "Europe/Stockholm"


def on(day: int, *, before: int | None = None) -> Estimate:
    previous = on(before) if before else None
    return Estimate(first=date(2026, 11, day), last=date(2026, 11, day), previous=previous)


def test_the_newest_events_estimate_comes_first() -> None:
    told = (event("IN_TRANSIT", ago(hours=1), estimated_at=ahead(days=1)),)
    parcel = shipment(events=told, estimated_at=ahead(days=5))
    assert shipment_estimate(parcel, method(latest_at=ahead(days=9)), ZONE) == on(19)


def test_then_the_parcels_own() -> None:
    assert shipment_estimate(shipment(estimated_at=ahead(days=5)), method(latest_at=ahead(days=9)), ZONE) == on(23)


def test_then_what_an_earlier_event_said() -> None:
    told = (event("IN_TRANSIT", ago(hours=2), estimated_at=ahead(days=1)), event("IN_TRANSIT", ago(hours=1)))
    assert shipment_estimate(shipment(events=told), None, ZONE) == on(19)


def test_then_what_was_promised_at_the_checkout() -> None:
    promise = method(earliest_at=ahead(days=2), latest_at=ahead(days=4))
    assert shipment_estimate(shipment(), promise, ZONE) == Estimate(
        first=date(2026, 11, 20), last=date(2026, 11, 22), previous=None
    )


def test_then_none() -> None:
    assert shipment_estimate(shipment(), method(), ZONE) is None
    assert promised(None, ZONE) is None


def test_a_promise_may_name_one_day_only() -> None:
    assert promised(method(earliest_at=ahead(days=1)), ZONE) == on(19)


def test_an_estimate_that_changed_tells_what_was_said_before() -> None:
    told = (
        event("IN_TRANSIT", ago(hours=3), estimated_at=ahead(days=1)),
        event("IN_TRANSIT", ago(hours=2), estimated_at=ahead(days=2)),
        event("DELAYED", ago(hours=1), estimated_at=ahead(days=4)),
    )
    assert shipment_estimate(shipment(events=told), None, ZONE) == on(22, before=20)


def test_an_estimate_that_was_only_repeated_did_not_change() -> None:
    told = (
        event("IN_TRANSIT", ago(hours=3), estimated_at=ahead(days=1)),
        event("IN_TRANSIT", ago(hours=2), estimated_at=ahead(days=1)),
    )
    assert shipment_estimate(shipment(events=told), None, ZONE) == on(19)


def test_the_parcels_own_estimate_may_have_changed_since_an_event() -> None:
    told = (event("IN_TRANSIT", ago(hours=3), estimated_at=ahead(days=1)), event("DELAYED", ago(hours=1)))
    assert shipment_estimate(shipment(events=told, estimated_at=ahead(days=3)), None, ZONE) == on(21, before=19)


def test_a_day_is_the_day_where_it_arrives() -> None:
    late_evening = shipment(estimated_at=ahead(hours=11.5))  # half past eleven in London, Thursday in Stockholm
    assert shipment_estimate(late_evening, None, ZONE) == on(19)
    assert shipment_estimate(late_evening, None, "Europe/London") == on(18)


def test_the_page_shows_the_estimate_of_the_parcel_that_it_speaks_of() -> None:
    out = shipment(id="out", display_status="OUT_FOR_DELIVERY", estimated_at=ahead(days=1))
    slow = shipment(id="slow", estimated_at=ahead(hours=1), units=(units(0),))
    assert shown(sent(fulfillments=(slow, out))).estimate == on(19)


def test_the_page_shows_the_next_estimate_where_that_parcel_has_none() -> None:
    out = shipment(id="out", display_status="OUT_FOR_DELIVERY")
    slow = shipment(id="slow", estimated_at=ahead(days=4), units=(units(0),))
    slower = shipment(id="slower", estimated_at=ahead(days=5), units=(units(0),))
    assert shown(sent(fulfillments=(slower, slow, out))).estimate == on(22)


def test_the_page_shows_no_estimate_where_there_is_none() -> None:
    assert shown(order()).estimate is None
