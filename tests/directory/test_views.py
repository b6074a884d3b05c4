from tests.order.builders import ago, group, order, order_return, sent, shipment, status_of
from tests.sampling import each_row
from tracking.directory.views import VIEWS, OrderView, views_of
from tracking.order.model import Order


@each_row(
    ("its_order", "views"),
    [
        (order(), {"to_send"}),
        (
            order(fulfillment_orders=(group(holds=("INVENTORY_OUT_OF_STOCK",), status="ON_HOLD"),)),
            {"waiting_on_purpose"},
        ),
        (order(cancelled_at=ago(days=1)), {"done"}),
        (sent(fulfillments=(shipment(display_status="LABEL_PRINTED"),)), {"packed"}),
        (sent(fulfillments=(shipment(display_status="IN_TRANSIT", in_transit_at=ago(hours=1)),)), {"on_its_way"}),
        (sent(fulfillments=(shipment(display_status="NOT_DELIVERED"),)), {"on_its_way", "problem"}),
        (sent(fulfillments=(shipment(display_status="READY_FOR_PICKUP"),)), {"pickup"}),
        (sent(fulfillments=(shipment(display_status="DELIVERED"),)), {"done"}),
        (sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(order_return(),)), {"done", "returns"}),
    ],
)
def test_order_stands_in_every_view_that_fits(its_order: Order, views: set[str]) -> None:
    assert views_of(status_of(its_order)) == {*views, "all"}


def test_every_view_that_the_order_decides_has_a_row() -> None:
    assert VIEWS.keys() == set(OrderView) - {OrderView.NEEDS_YOU, OrderView.ANSWERS}
