from datetime import timedelta

from tests.order.builders import NOW, ago, event, numbered, shipment
from tracking.order.partly_delivered import SETTLES_AFTER, have_all_arrived, state_of_boxes
from tracking.order.shipment_state import ShipmentState, shipment_state
from tracking.order.vocabulary import Condition, Reason, Stage

TWO = (numbered("one"), numbered("two"))


def of_boxes(*reported: tuple[str, float], later: timedelta = timedelta()) -> ShipmentState:
    events = tuple(event(status, ago(hours=hours)) for status, hours in reported)
    parcel = shipment(tracking=TWO, events=events, created_at=ago(days=3), display_status=reported[-1][0])
    return state_of_boxes(parcel, shipment_state(parcel), NOW + later)


def test_one_box_keeps_its_state() -> None:
    parcel = shipment(display_status="DELIVERED")
    state = shipment_state(parcel)
    assert state_of_boxes(parcel, state, NOW) is state


def test_boxes_on_their_way_keep_their_state() -> None:
    assert of_boxes(("IN_TRANSIT", 1)).stage is Stage.SHIPPED
    assert of_boxes(("OUT_FOR_DELIVERY", 1)).stage is Stage.OUT_FOR_DELIVERY


def test_partly_delivered_until_it_settles() -> None:
    before = of_boxes(("DELIVERED", 0), later=SETTLES_AFTER - timedelta(microseconds=1))
    assert (before.stage, before.condition, before.reason) == (Stage.SHIPPED, Condition.FINE, Reason.PARTLY_DELIVERED)
    after = of_boxes(("DELIVERED", 0), later=SETTLES_AFTER)
    assert (after.stage, after.condition, after.reason) == (Stage.DELIVERED, Condition.DONE, None)


def test_progress_is_that_of_the_boxes_on_their_way() -> None:
    state = of_boxes(("IN_TRANSIT", 9), ("OUT_FOR_DELIVERY", 5), ("DELIVERED", 1))
    assert state.reached == {Stage.PREPARING: ago(days=3), Stage.SHIPPED: ago(hours=9)}


def test_all_have_arrived_where_there_are_as_many_arrivals() -> None:
    one, other = event("DELIVERED", ago(hours=3)), event("DELIVERED", ago(hours=2))
    assert have_all_arrived(shipment(tracking=TWO, events=(one, other)))
    assert not have_all_arrived(shipment(tracking=TWO, events=(one, one)))
