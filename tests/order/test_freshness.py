import pytest

from tests.order.building import NOW, ago, going_back, order, policy, sent, shipment
from tracking.order.freshness import DONE, MOVING, fresh_for
from tracking.order.model import Order


@pytest.mark.parametrize(
    "moving",
    [
        order(),
        order(financial_status="PENDING"),
        sent(),
        sent(fulfillments=(shipment(display_status="NOT_DELIVERED"),)),
        sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(going_back(),)),
    ],
    ids=["paid", "unpaid", "sent", "not delivered", "going back"],
)
def test_an_order_that_moves_is_fresh_for_half_a_minute(moving: Order) -> None:
    assert fresh_for(moving, NOW, policy()) == MOVING
    assert MOVING.total_seconds() == 30


@pytest.mark.parametrize(
    "done",
    [
        sent(fulfillments=(shipment(display_status="DELIVERED"),)),
        order(cancelled_at=ago(days=1)),
        order(financial_status="REFUNDED"),
        sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(going_back(status="DECLINED"),)),
    ],
    ids=["delivered", "cancelled", "refunded", "return declined"],
)
def test_an_order_that_is_done_is_fresh_for_an_hour(done: Order) -> None:
    assert fresh_for(done, NOW, policy()) == DONE
    assert DONE.total_seconds() == 3600
