from tests.order.builders import ago, line, order, refund, refunded_units, repaid, sent, shipment
from tracking.order.allocation import allocate
from tracking.order.model import Order
from tracking.order.refunded_parcels import refunded_shipments

LOST = shipment(id="lost", display_status="NOT_DELIVERED")
ONE = refund(units=(refunded_units(1, "NO_RESTOCK"),))


def refunded(its_order: Order) -> set[str]:
    return set(refunded_shipments(its_order, allocate(its_order)))


def test_shipment_is_refunded_with_all_its_units() -> None:
    assert refunded(sent(fulfillments=(LOST,), refunds=(ONE,))) == {"lost"}
    assert refunded(sent(fulfillments=(LOST,))) == set()


def test_shipment_that_was_refunded_in_part_is_not() -> None:
    two = line(quantity=2, current_quantity=2, unfulfilled_quantity=0)
    whole = shipment(id="lost", display_status="NOT_DELIVERED", units=())
    assert refunded(sent(lines=(two,), fulfillments=(whole,), refunds=(ONE,))) == set()


def test_shipment_that_arrived_is_not_meant() -> None:
    arrived = shipment(display_status="DELIVERED")
    assert refunded(sent(fulfillments=(arrived,), refunds=(ONE,), financial_status="REFUNDED")) == set()


def test_refund_that_has_not_moved_counts_for_nothing() -> None:
    pending = refund(units=(refunded_units(1, "NO_RESTOCK"),), transactions=(repaid("PENDING"),))
    assert refunded(sent(fulfillments=(LOST,), refunds=(pending,))) == set()


def test_unit_that_was_never_sent_counts_for_nothing() -> None:
    cancelled = refund(units=(refunded_units(1, "CANCEL"),))
    assert refunded(order(lines=(line(quantity=2),), fulfillments=(LOST,), refunds=(cancelled,))) == set()


def test_full_refund_is_of_every_shipment_on_its_way() -> None:
    both = (LOST, shipment(id="moving", display_status="IN_TRANSIT"))
    assert refunded(sent(fulfillments=both, financial_status="REFUNDED")) == {"lost", "moving"}


def test_shipment_made_after_the_refund_is_not_meant_and_hides_none_that_is() -> None:
    three = line(quantity=3, current_quantity=2, unfulfilled_quantity=0)
    early = shipment(id="early", display_status="IN_TRANSIT", created_at=ago(days=9))
    later = shipment(id="later", display_status="IN_TRANSIT", created_at=ago(days=1))
    back = refund(units=(refunded_units(1, "NO_RESTOCK"),), processed_at=ago(days=5))
    assert refunded(sent(lines=(three,), fulfillments=(early,), refunds=(back,))) == {"early"}
    assert refunded(sent(lines=(three,), fulfillments=(early, later), refunds=(back,))) == {"early"}
    assert refunded(sent(lines=(three,), fulfillments=(later,), refunds=(back,))) == set()
