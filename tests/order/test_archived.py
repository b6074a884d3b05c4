from dataclasses import replace

import pytest

from tests.order.builders import NOW, ZONE, ago, event, group, method, order_return, sent, shipment
from tracking.order.ages import Clock
from tracking.order.archived import is_archived
from tracking.order.model import Order

CLOCK = Clock(now=NOW, zone=ZONE, stalled_days=7)
OLD = sent(
    placed_at=ago(days=90),
    closed_at=ago(days=60),
    fulfillments=(shipment(created_at=ago(days=80), events=(event("IN_TRANSIT", ago(days=79)),)),),
)


def with_shipment(**changes: object) -> Order:
    return replace(OLD, fulfillments=(replace(OLD.fulfillments[0], **changes),))  # type: ignore[arg-type]


def test_an_archived_order_is_over_thirty_days_after_the_newest_of_its_dates() -> None:
    assert is_archived(OLD, CLOCK)
    assert is_archived(replace(OLD, closed_at=ago(days=31)), CLOCK)
    assert not is_archived(replace(OLD, closed_at=ago(days=30)), CLOCK)
    assert not is_archived(replace(OLD, closed_at=None), CLOCK)


@pytest.mark.parametrize(
    "recent",
    [
        with_shipment(created_at=ago(days=3)),
        with_shipment(events=(event("IN_TRANSIT", ago(days=3)),)),
        with_shipment(estimated_at=ago(days=3)),
        with_shipment(events=(event("IN_TRANSIT", ago(days=79), estimated_at=ago(days=3)),)),
        replace(OLD, fulfillment_orders=(group(delivery=method(latest_at=ago(days=3))),)),
        replace(OLD, fulfillment_orders=(group(fulfill_at=ago(days=3), delivery=None),)),
        replace(OLD, returns=(order_return(created_at=ago(days=3), approved_at=None),)),
    ],
    ids=["sent", "scanned", "estimated", "estimated by a scan", "promised", "planned", "returned"],
)
def test_an_archived_order_with_a_recent_date_is_not_over(recent: Order) -> None:
    assert not is_archived(recent, CLOCK)
