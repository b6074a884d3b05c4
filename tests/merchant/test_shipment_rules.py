import pytest

from tests.demo_orders import orders
from tests.fakes import NOW as DEMO_NOW
from tests.merchant.rules import evidence_in
from tests.order.builders import TRACKED, ago, event, group, method, numbered, sent, shipment
from tracking.merchant.shipment_rules import MOVING
from tracking.order.model import Event, Order, Tracking
from tracking.order.statuses import EVENTS, SHIPMENTS


def _sent(*events: Event, **changes: object) -> Order:
    its_order: Order = sent(fulfillments=(shipment(events=events, **changes),))
    return its_order


# --- no_tracking_number ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_expected"), [(14, True), (15, False)])
def test_number_is_missing_until_the_parcel_should_have_arrived(days: int, *, is_expected: bool) -> None:
    assert ("no_tracking_number" in evidence_in(_sent(tracking=(), created_at=ago(days=days)))) is is_expected


def test_missing_number_names_the_day() -> None:
    assert evidence_in(_sent(tracking=(), created_at=ago(days=2))) == {
        "no_tracking_number": "Marked as fulfilled on 2026-11-16, without a tracking number."
    }


@pytest.mark.parametrize("slug", ["no-tracking", "marked-as-sent", "word-as-number"])
def test_demo_parcel_without_a_number(slug: str) -> None:
    assert [*evidence_in(orders()[slug], DEMO_NOW)] == ["no_tracking_number"]


def test_parcel_with_a_number_and_local_delivery_without_one() -> None:
    assert not evidence_in(_sent())
    by_own_driver = group(delivery=method(method="LOCAL"), status="CLOSED", units=(), fulfillment_ids=("parcel",))
    assert not evidence_in(sent(fulfillments=(shipment(tracking=()),), fulfillment_orders=(by_own_driver,)))


# --- unknown_number -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "is_over"), [(0, False), (1, True)])
def test_number_is_scanned_within_stalled_days(hours: int, *, is_over: bool) -> None:
    packed = _sent(display_status="LABEL_PRINTED", created_at=ago(days=7, hours=hours))
    assert ("unknown_number" in evidence_in(packed)) is is_over


def test_number_without_a_scan_is_named_with_its_day() -> None:
    assert evidence_in(_sent(display_status="LABEL_PRINTED", created_at=ago(days=8))) == {
        "unknown_number": f"{TRACKED.number} was entered on 2026-11-10, and the carrier has not scanned it."
    }


@pytest.mark.parametrize(("hours", "is_over"), [(7 * 24, False), (7 * 24 + 1, True), (14 * 24, True), (15 * 24, False)])
def test_number_of_a_carrier_that_reports_is_scanned_until_it_should_have_arrived(hours: int, *, is_over: bool) -> None:
    assert ("unknown_number" in evidence_in(_sent(created_at=ago(hours=hours)))) is is_over


@pytest.mark.parametrize("company", ["PostNord SE", "Our own van"])
def test_carrier_that_does_not_report_scans_nothing(company: str) -> None:
    tracking = (Tracking(company=company, number="UL364589237SE", url=None),)
    assert not evidence_in(_sent(created_at=ago(days=8), tracking=tracking))


def test_number_that_the_carrier_could_not_track() -> None:
    assert evidence_in(_sent(display_status="FAILURE")) == {
        "unknown_number": f"The carrier reports a failure for {TRACKED.number}, and has never scanned it."
    }


def test_failure_of_a_parcel_that_was_scanned_is_not_of_its_number() -> None:
    assert not evidence_in(_sent(event("IN_TRANSIT", ago(hours=2)), event("FAILURE", ago(hours=1))))
    assert not evidence_in(_sent(display_status="FAILURE", in_transit_at=ago(hours=2)))


def test_label_without_a_number_has_none_that_is_unknown() -> None:
    assert "unknown_number" not in evidence_in(
        _sent(display_status="LABEL_PRINTED", created_at=ago(days=8), tracking=())
    )


@pytest.mark.parametrize("slug", ["tracking-failed", "label-never-scanned"])
def test_demo_parcel_whose_number_is_unknown(slug: str) -> None:
    assert [*evidence_in(orders()[slug], DEMO_NOW)] == ["unknown_number"]


def test_demo_parcel_that_was_damaged_on_its_way() -> None:
    assert not evidence_in(orders()["damaged"], DEMO_NOW)


# --- delivered_but_moving -------------------------------------------------------------------------------------------


def test_demo_parcel_that_moves_after_its_delivery() -> None:
    assert evidence_in(orders()["delivered-then-moving"], DEMO_NOW) == {
        "delivered_but_moving": "Shopify says delivered on 2026-11-20. A scan of 2026-11-21 in Leeds says: On its way."
    }


@pytest.mark.parametrize("status", sorted(MOVING))
def test_scan_after_the_delivery(status: str) -> None:
    delivered, moving = event("DELIVERED", ago(days=2)), event(status, ago(days=1))
    assert "delivered_but_moving" in evidence_in(_sent(delivered, moving))
    before = _sent(event(status, ago(days=2)), event("DELIVERED", ago(days=1)), display_status="DELIVERED")
    assert not evidence_in(before)


def test_delivery_without_a_time_and_a_scan_without_a_place() -> None:
    moving = _sent(event("IN_TRANSIT", ago(days=1)), display_status="DELIVERED")
    assert evidence_in(moving) == {
        "delivered_but_moving": "Shopify says delivered. A scan of 2026-11-17 says: On its way."
    }


@pytest.mark.parametrize(("hours", "is_told"), [(0, True), (1, False)])
def test_scan_after_the_delivery_is_told_for_stalled_days(hours: int, *, is_told: bool) -> None:
    last = event("IN_TRANSIT", ago(days=7, hours=hours))
    assert ("delivered_but_moving" in evidence_in(_sent(event("DELIVERED", ago(days=9)), last))) is is_told


@pytest.mark.parametrize(
    "its_order",
    [
        _sent(event("DELIVERED", ago(days=2)), event("RETURNING_TO_SENDER", ago(days=1))),
        _sent(event("DELIVERED", ago(days=2)), event("READY_FOR_PICKUP", ago(days=1))),
        _sent(event("READY_FOR_PICKUP", ago(days=1)), display_status="PICKED_UP"),
        _sent(
            event("DELIVERED", ago(days=2)),
            event("IN_TRANSIT", ago(days=1)),
            tracking=(numbered("one"), numbered("two")),
        ),
        _sent(display_status="DELIVERED", delivered_at=ago(days=1)),
    ],
    ids=["coming back", "delivered to a pickup point", "picked up", "two boxes", "no scans"],
)
def test_parcel_does_not_move_after_its_delivery(its_order: Order) -> None:
    assert "delivered_but_moving" not in evidence_in(its_order)


def test_every_moving_status_has_its_words() -> None:
    assert EVENTS.keys() & SHIPMENTS.keys() >= MOVING
