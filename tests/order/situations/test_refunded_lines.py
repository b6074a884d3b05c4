"""Everything refunded and a unit never sent: removed, never late."""

import pytest

from tests.order.builders import (
    NOW,
    ago,
    ahead,
    exchange_item,
    group,
    line,
    money,
    order,
    order_return,
    policy,
    refund,
    refunded_units,
    sent,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.freshness import is_moving
from tracking.order.model import FulfillmentOrder, Order, Refund
from tracking.order.vocabulary import Condition, Reason, RemovedReason, Stage

LAMP = line(id="lamp", title="Lamp")
SENT = line(unfulfilled_quantity=0)

REFUNDS = {
    "by amount": (refund(),),
    "of both": (refund(units=(refunded_units(1, "RETURN"), refunded_units(1, "CANCEL", "lamp"))),),
    "of both without restocking": (
        refund(units=(refunded_units(1, "NO_RESTOCK"), refunded_units(1, "NO_RESTOCK", "lamp"))),
    ),
    "of the sent one and by amount": (refund(units=(refunded_units(1, "RETURN"),)), refund()),
    "not listed": (),
}

WAITING = {
    "no fulfillment order": (),
    "open": (group(units=(units(line_id="lamp"),)),),
    "on hold": (group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",), units=(units(line_id="lamp"),)),),
    "scheduled": (group(status="SCHEDULED", fulfill_at=ahead(days=3), units=(units(line_id="lamp"),)),),
    "past its deadline": (group(fulfill_by=ago(days=3), units=(units(line_id="lamp"),)),),
}


def half_sent(**changes: object) -> Order:
    """A mug that was sent, and a lamp that was not, both refunded."""
    whole: Order = order(
        placed_at=ago(days=20),
        lines=(SENT, LAMP),
        fulfillments=(shipment(),),
        financial_status="REFUNDED",
        refunded=money("98.00"),
        **changes,
    )
    return whole


@each_row("refunds", REFUNDS.values(), ids=REFUNDS)
@each_row("fulfillment_orders", WAITING.values(), ids=WAITING)
def test_unit_that_was_never_sent_is_removed_and_never_late(
    refunds: tuple[Refund, ...], fulfillment_orders: tuple[FulfillmentOrder, ...]
) -> None:
    status = status_of(half_sent(refunds=refunds, fulfillment_orders=fulfillment_orders))
    assert [(item.title, item.reason) for item in status.removed] == [("Lamp", RemovedReason.REFUNDED)]
    assert [[item.title for item in parcel.items] for parcel in status.parcels] == [["Mug"]]
    assert status.headline.reason is not Reason.OLDER_THAN_USUAL


@pytest.mark.parametrize("refunds", REFUNDS.values(), ids=REFUNDS)
def test_with_nothing_sent_the_order_is_over(refunds: tuple[Refund, ...]) -> None:
    status = status_of(
        order(
            placed_at=ago(days=20),
            lines=(line(), LAMP),
            financial_status="REFUNDED",
            refunded=money("98.00"),
            refunds=refunds,
        )
    )
    assert {item.reason for item in status.removed} == {RemovedReason.REFUNDED}
    assert sum(item.quantity for item in status.removed) == 2
    assert status.headline.condition is Condition.DONE


def test_part_refunded_before_sending_is_removed_and_the_rest_waits() -> None:
    lines = (line(quantity=3, current_quantity=2, unfulfilled_quantity=2),)
    its_refund = refund(units=(refunded_units(1, "CANCEL"),))
    status = status_of(order(lines=lines, financial_status="PARTIALLY_REFUNDED", refunds=(its_refund,)))
    assert [item.quantity for item in status.removed] == [1]
    assert [item.quantity for parcel in status.parcels for item in parcel.items] == [2]


@each_row("amount", ["0.00", "5.00"])
def test_refund_by_amount_before_sending_removes_nothing(amount: str) -> None:
    status = status_of(order(financial_status="PARTIALLY_REFUNDED", refunds=(refund(total=money(amount)),)))
    assert not status.removed
    assert [item.title for parcel in status.parcels for item in parcel.items] == ["Mug"]


@each_row("changes", [{"is_edited": True}, {"returns": (order_return(exchanges=(exchange_item(),)),)}])
def test_unit_that_was_added_after_the_refund_waits(changes: dict[str, object]) -> None:
    added = group(created_at=ago(hours=2), units=(units(line_id="lamp"),))
    refunds = (refund(processed_at=ago(days=1)),)
    status = status_of(half_sent(refunds=refunds, fulfillment_orders=(added,), **changes))
    assert not status.removed
    assert [[item.title for item in parcel.items] for parcel in status.parcels] == [["Lamp"], ["Mug"]]


def test_unit_in_a_group_that_was_only_moved_after_the_refund_is_removed() -> None:
    moved = group(created_at=ago(hours=2), units=(units(line_id="lamp"),))
    status = status_of(half_sent(refunds=(refund(processed_at=ago(days=1)),), fulfillment_orders=(moved,)))
    assert [item.title for item in status.removed] == ["Lamp"]


def test_order_to_which_something_was_added_after_its_refund_is_not_over() -> None:
    added = group(created_at=ago(hours=2), units=(units(line_id="lamp"),))
    refunds = (refund(processed_at=ago(days=1)),)
    status = status_of(half_sent(refunds=refunds, fulfillment_orders=(added,), is_edited=True))
    assert (status.headline.stage, status.headline.condition) == (Stage.PREPARING, Condition.FINE)


def test_order_whose_only_parcel_was_refunded_is_done() -> None:
    lost = sent(
        fulfillments=(shipment(display_status="NOT_DELIVERED"),),
        financial_status="REFUNDED",
        refunded=money("49.00"),
        refunds=(refund(units=(refunded_units(1, "NO_RESTOCK"),)),),
    )
    assert not status_of(lost).is_moving
    assert not is_moving(lost, NOW, policy())
