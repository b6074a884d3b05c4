from datetime import timedelta

from tests.order.builders import NOW, ago, group, order, order_return, sent, shipment, status_of
from tests.sampling import each_row
from tracking.directory.refetch_times import REFETCH_RULES, is_finished, refetch_at
from tracking.order.model import Order
from tracking.order.vocabulary import Reason, Stage


def moving(display_status: str, **changes: object) -> Order:
    return sent(updated_at=NOW, fulfillments=(shipment(display_status=display_status, **changes),))


@each_row(
    ("its_order", "hours"),
    [
        (moving("OUT_FOR_DELIVERY"), 0.25),
        (moving("IN_TRANSIT", in_transit_at=ago(hours=1)), 2),
        (moving("READY_FOR_PICKUP"), 1),
        (order(), 3),
        (order(fulfillment_orders=(group(holds=("INVENTORY_OUT_OF_STOCK",), status="ON_HOLD"),)), 12),
        (order(is_partial=True), 0.25),
        (order(updated_at=ago(days=15)), 12),
        (sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(order_return(),)), 12),
    ],
)
def test_interval_depends_on_the_state_of_the_order(its_order: Order, hours: float) -> None:
    assert refetch_at(its_order, status_of(its_order), NOW) == NOW + timedelta(hours=hours)


def test_of_several_parts_the_one_that_moves_counts() -> None:
    both = sent(fulfillments=(shipment(id="a", display_status="DELIVERED"), *moving("OUT_FOR_DELIVERY").fulfillments))
    assert refetch_at(both, status_of(both), NOW) == NOW + timedelta(minutes=15)


LONG_AGO = ago(days=90)


@each_row(
    ("its_order", "finished"),
    [
        (order(cancelled_at=ago(days=1)), True),
        (sent(fulfillments=(shipment(display_status="DELIVERED"),)), True),
        (sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(order_return(),)), False),
        (sent(fulfillments=(shipment(display_status="DELIVERED"),), is_partial=True), False),
        (order(), False),
        (order(placed_at=LONG_AGO), False),
        (order(placed_at=LONG_AGO, closed_at=LONG_AGO), True),
        (order(placed_at=LONG_AGO, closed_at=ago(days=1)), False),
        (order(financial_status="PENDING"), False),
    ],
)
def test_order_is_finished_when_nothing_more_is_expected(its_order: Order, finished: bool) -> None:  # noqa: FBT001 - a case
    assert is_finished(its_order, status_of(its_order), NOW) is finished


def test_every_row_has_a_reason_and_the_last_matches_all() -> None:
    assert all(rule.why.endswith(".") for rule in REFETCH_RULES)
    assert (REFETCH_RULES[-1].stages, REFETCH_RULES[-1].reasons) == ((), ())
    assert all(rule.stages or rule.reasons for rule in REFETCH_RULES[:-1])
    assert {stage for rule in REFETCH_RULES for stage in rule.stages} <= set(Stage)
    assert {reason for rule in REFETCH_RULES for reason in rule.reasons} <= set(Reason)
