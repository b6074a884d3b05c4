from dataclasses import replace

import pytest

from tests.order.builders import NOW, ago, event, group, method, order_return, parcel_of, return_of, sent, shipment
from tracking.order.archived import are_parcels_archived, is_archived
from tracking.order.model import Order
from tracking.order.vocabulary import Condition

OLD = sent(
    placed_at=ago(days=90),
    closed_at=ago(days=60),
    fulfillments=(shipment(created_at=ago(days=80), events=(event("IN_TRANSIT", ago(days=79)),)),),
)


def with_shipment(**changes: object) -> Order:
    return replace(OLD, fulfillments=(replace(OLD.fulfillments[0], **changes),))  # type: ignore[arg-type]


def test_an_archived_order_is_over_thirty_days_after_the_newest_of_its_dates() -> None:
    assert is_archived(OLD, NOW)
    assert is_archived(replace(OLD, closed_at=ago(days=31)), NOW)
    assert not is_archived(replace(OLD, closed_at=ago(days=30)), NOW)
    assert not is_archived(replace(OLD, closed_at=None), NOW)


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
    assert not is_archived(recent, NOW)


def test_a_return_after_the_archiving_makes_no_parcel_late_again() -> None:
    returned = replace(OLD, returns=(order_return(created_at=ago(days=3), approved_at=None),))
    assert are_parcels_archived(returned, NOW)
    assert parcel_of(returned).condition is parcel_of(OLD).condition is Condition.DONE
    assert return_of(returned).condition is Condition.ACTION_NEEDED
    assert not are_parcels_archived(with_shipment(created_at=ago(days=3)), NOW)
