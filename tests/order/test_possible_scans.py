from datetime import timedelta

from tests.order.builders import NOW, PLACED, ago, ahead, event, sent, shipment
from tests.sampling import each_row
from tracking.order.model import Fulfillment
from tracking.order.possible_scans import LARGEST_OFFSET, scan_times, with_possible_scans

LONG_AGO = ago(days=30)


def possible(**changes: object) -> Fulfillment:
    order = sent(placed_at=PLACED, fulfillments=(shipment(**changes),))
    return with_possible_scans(order, NOW).fulfillments[0]


def test_an_order_whose_scans_are_possible_is_the_same() -> None:
    order = sent(placed_at=PLACED, fulfillments=(shipment(events=(event("IN_TRANSIT", ago(hours=1)),)),))
    assert with_possible_scans(order, NOW) is order


def test_scans_before_the_order_and_in_the_future_are_left_out() -> None:
    its = possible(events=(event("DELIVERED", LONG_AGO), event("IN_TRANSIT", NOW), event("DELIVERED", ahead(hours=1))))
    assert its.events == (event("IN_TRANSIT", NOW),)


@each_row("hours", [0.1, 1, 3, 8, 14])
def test_a_scan_in_the_wrong_zone_is_dated_at_the_order(hours: float) -> None:
    early = PLACED - timedelta(hours=hours)
    its = possible(events=(event("IN_TRANSIT", early),), in_transit_at=early)
    assert (its.events, its.in_transit_at) == ((event("IN_TRANSIT", PLACED),), PLACED)


def test_a_scan_that_no_zone_explains_is_left_out() -> None:
    early = PLACED - LARGEST_OFFSET - timedelta(seconds=1)
    its = possible(events=(event("IN_TRANSIT", early),), in_transit_at=early, delivered_at=early)
    assert (its.events, its.in_transit_at, its.delivered_at) == ((), None, None)


@each_row(
    ("changes", "aggregate"),
    [
        ({"display_status": "DELIVERED", "events": (event("DELIVERED", LONG_AGO),)}, "MARKED_AS_FULFILLED"),
        ({"display_status": "DELIVERED", "delivered_at": LONG_AGO}, "MARKED_AS_FULFILLED"),
        ({"display_status": "DELIVERED", "delivered_at": ahead(days=1)}, "MARKED_AS_FULFILLED"),
        ({"display_status": "DELIVERED", "delivered_at": ahead(days=1), "in_transit_at": ago(hours=1)}, "IN_TRANSIT"),
        ({"display_status": "PICKED_UP", "in_transit_at": LONG_AGO}, "MARKED_AS_FULFILLED"),
        ({"display_status": "NOT_DELIVERED", "events": (event("IN_TRANSIT", LONG_AGO),)}, "MARKED_AS_FULFILLED"),
        (
            {
                "display_status": "DELIVERED",
                "events": (event("DELIVERED", LONG_AGO), event("LABEL_PRINTED", ago(hours=1))),
            },
            "LABEL_PRINTED",
        ),
        (
            {
                "display_status": "OUT_FOR_DELIVERY",
                "events": (event("IN_TRANSIT", ago(hours=1)), event("OUT_FOR_DELIVERY", ahead(hours=9))),
            },
            "IN_TRANSIT",
        ),
    ],
)
def test_aggregate_of_an_impossible_scan_counts_as_little(changes: dict[str, object], aggregate: str) -> None:
    assert possible(**changes).display_status == aggregate


@each_row(
    "changes",
    [
        {"display_status": "DELIVERED", "events": (event("DELIVERED", LONG_AGO), event("DELIVERED", ago(hours=1)))},
        {"display_status": "DELIVERED", "events": (event("DELIVERED", LONG_AGO),), "delivered_at": ago(hours=1)},
        {"display_status": "DELIVERED", "events": (event("DELIVERED", PLACED - timedelta(hours=2)),)},
        {"display_status": "NOT_DELIVERED", "events": (event("IN_TRANSIT", LONG_AGO), event("IN_TRANSIT", ago()))},
        {"display_status": "NOT_DELIVERED", "events": (event("DELIVERED", ahead(days=1)),)},
        {"display_status": "CONFIRMED", "events": (event("DELIVERED", LONG_AGO),)},
        {"display_status": None, "events": (event("DELIVERED", LONG_AGO),)},
    ],
)
def test_aggregate_with_other_evidence_counts(changes: dict[str, object]) -> None:
    assert possible(**changes).display_status == changes["display_status"]


def test_a_shipment_is_not_made_before_its_order() -> None:
    assert possible(created_at=LONG_AGO).created_at == PLACED


def test_scan_times_are_those_that_were_sent() -> None:
    parcel = shipment(
        events=(event("DELIVERED", ahead(days=1)),), in_transit_at=LONG_AGO, delivered_at=ahead(days=1, hours=1)
    )
    assert list(scan_times(sent(fulfillments=(parcel,)))) == [ahead(days=1), LONG_AGO, ahead(days=1, hours=1)]


@each_row("status", ["LABEL_VOIDED", "CANCELED"])
def test_a_shipment_that_the_shop_called_off_stays_so_whatever_was_scanned_before_the_order(status: str) -> None:
    assert possible(display_status=status, events=(event("OUT_FOR_DELIVERY", LONG_AGO),)).display_status == status
