import pytest

from tests.order.builders import ago, event, group, money, order, place, shipment, transaction
from tracking.order.step_moments import first_scan_at, paid_at, report_times, sent_from


def test_an_order_is_paid_by_its_last_payment_and_not_before_it_was_placed() -> None:
    payments = (transaction(status="SUCCESS", at=ago(days=4)), transaction(status="SUCCESS", at=ago(days=2)))
    assert paid_at(order(placed_at=ago(days=5), transactions=payments)) == ago(days=2)
    assert paid_at(order(placed_at=ago(days=1), transactions=payments)) == ago(days=1)
    assert paid_at(order(placed_at=ago(days=5), transactions=payments[:1], outstanding=money("9.00"))) is None
    assert paid_at(order(transactions=(transaction(status="PENDING", at=ago(days=2)),))) is None
    assert paid_at(order(placed_at=ago(days=3), transactions=())) == ago(days=3)


@pytest.mark.parametrize(
    ("kinds", "days"),
    [
        (["AUTHORIZATION"], 9),
        (["AUTHORIZATION", "CAPTURE"], 9),
        (["AUTHORIZATION", "VOID"], None),
        (["AUTHORIZATION", "VOID", "SALE"], 7),
        (["AUTHORIZATION", "AUTHORIZATION", "VOID", "CAPTURE"], 8),
        (["AUTHORIZATION", "CAPTURE", "VOID"], 9),  # of the rest
        (["CAPTURE", "CAPTURE"], 9),
    ],
    ids=["reserved", "captured later", "voided", "voided and paid", "another card", "rest voided", "captured in parts"],
)
def test_a_reserved_amount_is_paid_unless_it_was_voided(kinds: list[str], days: int | None) -> None:
    made = tuple(transaction(kind, "SUCCESS", at=ago(days=9 - place)) for place, kind in enumerate(kinds))
    at = paid_at(order(placed_at=ago(days=10), transactions=made))
    assert at == (None if days is None else ago(days=days))


def test_a_label_is_no_scan() -> None:
    events = (event("LABEL_PRINTED", ago(days=3)), event("CARRIER_PICKED_UP", ago(days=2)))
    assert first_scan_at(shipment(events=events)) == ago(days=2)
    assert first_scan_at(shipment(events=events[:1])) is None
    assert first_scan_at(shipment(events=events, in_transit_at=ago(days=2.5))) == ago(days=2.5)
    assert report_times(shipment(events=events), {"LABEL_PRINTED"}) == [ago(days=3)]


def test_a_shipment_leaves_from_its_location_or_the_order_s_only_one() -> None:
    groups = (group(location=place(name="Whitby")),)
    assert sent_from(order(fulfillment_orders=groups), shipment(location="Leeds")) == "Leeds"
    assert sent_from(order(fulfillment_orders=groups), shipment()) == "Whitby"
    assert sent_from(order(fulfillment_orders=groups * 2), shipment()) is None
