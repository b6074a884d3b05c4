from dataclasses import replace

from tests.order.builders import english, parcel_of, sent, shipment
from tests.sampling import each_row
from tracking.order.counts import are_for_pickup, includes_pickup, items_sent, parcel_counts
from tracking.order.status_types import Item, Parcel
from tracking.order.vocabulary import Reason, Route, Stage

MOVING = parcel_of(sent(fulfillments=(shipment(display_status="IN_TRANSIT"),)))
ARRIVED = replace(MOVING, stage=Stage.DELIVERED)
WAITING = replace(MOVING, stage=Stage.PREPARING, sent=False)
TWO_BOXES = replace(MOVING, tracking=(*MOVING.tracking, replace(MOVING.tracking[0], number="2")))
PARTLY = replace(TWO_BOXES, reason=Reason.PARTLY_DELIVERED)
READY = replace(MOVING, route=Route.PICKUP, stage=Stage.READY_FOR_PICKUP)
FETCHED = replace(READY, stage=Stage.PICKED_UP)


@each_row(
    ("parcels", "sentence"),
    [
        ([ARRIVED, MOVING, WAITING], "1 of 3 parcels delivered, 1 on its way, 1 being prepared"),
        ([MOVING, WAITING], "2 parcels: 1 on its way, 1 being prepared"),
        ([TWO_BOXES, ARRIVED], "1 of 3 parcels delivered, 2 on their way"),
        ([PARTLY, WAITING], "At least 1 of 3 parcels delivered, 1 being prepared"),
        ([PARTLY, ARRIVED, PARTLY], "At least 3 of 5 parcels delivered"),
        ([READY, WAITING], "2 parts: 1 ready for pickup, 1 being prepared"),
        ([FETCHED, READY], "1 of 2 parts picked up, 1 ready for pickup"),
        ([FETCHED, TWO_BOXES], "1 of 3 parts with you, 2 on their way"),
    ],
)
def test_counts_in_a_sentence(parcels: list[Parcel], sentence: str) -> None:
    assert english(parcel_counts(parcels)) == sentence


@each_row(
    ("parcels", "sentence"),
    [
        ([MOVING, WAITING], "1 of 2 items sent so far."),
        ([READY, WAITING], "1 of 2 items sent or ready for pickup."),
        ([READY, replace(WAITING, route=Route.PICKUP)], "1 of 2 items ready or picked up."),
    ],
)
def test_items_that_left_or_are_ready(parcels: list[Parcel], sentence: str) -> None:
    assert english(items_sent(parcels)) == sentence


def test_quantities_are_counted() -> None:
    three = replace(MOVING, items=(Item(title="Mug", variant=None, quantity=3, image=None),))
    assert english(items_sent([three, WAITING])) == "3 of 4 items sent so far."


def test_pickup_among_parcels() -> None:
    assert (are_for_pickup([READY]), are_for_pickup([READY, MOVING])) == (True, False)
    assert (includes_pickup([READY, MOVING]), includes_pickup([MOVING])) == (True, False)
