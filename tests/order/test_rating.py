from tests.order.builders import ago, order, order_return, sent, shipment, status_of
from tracking.order.rating import may_be_rated


def test_order_that_arrived_and_was_kept_may_be_rated() -> None:
    arrived = sent(fulfillments=(shipment(display_status="DELIVERED"),))
    assert may_be_rated(arrived, status_of(arrived).parcels)


def test_cancelled_and_returned_orders_may_not_be_rated() -> None:
    for its_order in (order(cancelled_at=ago(days=1)), sent(returns=(order_return(),))):
        assert not may_be_rated(its_order, status_of(its_order).parcels)


def test_order_with_a_problem_may_not_be_rated() -> None:
    lost = sent(fulfillments=(shipment(display_status="NOT_DELIVERED"),))
    assert not may_be_rated(lost, status_of(lost).parcels)
