from tests.order.builders import NOW, ago, english, event, numbered, parcel_reported, shipment
from tests.sampling import each_row
from tracking.order.box_texts import box_text
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.vocabulary import Condition, Reason, Route, Stage

TWO = (numbered("one"), numbered("two"))


@each_row(
    ("status", "title", "text"),
    [
        ("IN_TRANSIT", "Your parcels are on their way", "You’re getting 2 parcels. Each has its own tracking number"),
        ("OUT_FOR_DELIVERY", "Out for delivery", "At least one of 2 parcels is out for delivery."),
        ("READY_FOR_PICKUP", "Ready for pickup", "At least one of 2 parcels is waiting for you."),
        ("DELIVERED", "At least one parcel has arrived", "At least one of 2 parcels has arrived."),
        ("LABEL_PRINTED", "Packed and waiting for the carrier", ""),
    ],
)
def test_text_of_two_boxes(status: str, title: str, text: str) -> None:
    parcel = parcel_reported(status, event(status, ago(hours=1)), tracking=TWO)
    assert english(parcel.title) == title
    assert english(parcel.text).startswith(text)


@each_row("route", [Route.PICKUP, Route.SHIP])
def test_one_box_and_a_pickup_have_the_usual_texts(route: Route) -> None:
    draft = ParcelDraft(
        route=route, stage=Stage.SHIPPED, condition=Condition.FINE, reason=None, reached={Stage.ORDERED: NOW}, items=()
    )
    assert box_text(draft, shipment()) is None
    assert (box_text(draft, shipment(tracking=TWO)) is None) == (route is Route.PICKUP)


def test_stage_without_a_text_of_its_own() -> None:
    draft = ParcelDraft(
        route=Route.SHIP, stage=Stage.PREPARING, condition=Condition.LATE, reason=None, reached={}, items=()
    )
    assert box_text(draft, shipment(tracking=TWO)) is None


def test_trouble_is_told_as_of_any_parcel() -> None:
    assert parcel_reported("DELAYED", tracking=TWO).reason is Reason.DELAYED
