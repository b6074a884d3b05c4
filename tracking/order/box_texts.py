"""The title and text of a shipment in several boxes: a report is about at least one of them."""

from tracking.i18n.text import Phrase, counted, text
from tracking.order.boxes import box_count
from tracking.order.model import Fulfillment
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.partly_delivered import have_all_arrived
from tracking.order.reasons import reason_text
from tracking.order.vocabulary import ARRIVED, Reason, Route, Stage

_ROUTES = frozenset({Route.SHIP, Route.PICKUP_POINT})

# Problems that the carrier reports about one of the boxes.
_OF_ONE_BOX = (Reason.NOT_DELIVERED, Reason.TRACKING_FAILED, Reason.RETURNING)


def box_text(draft: ParcelDraft, parcel: Fulfillment) -> tuple[Phrase, Phrase] | None:
    """Title and text of a shipment in several boxes, None where those of its reason or stage are true of each box."""
    boxes = box_count(parcel)
    if boxes == 1 or draft.route is Route.PICKUP:
        return None
    if draft.reason is Reason.PARTLY_DELIVERED:
        return text("At least one parcel has arrived"), _at_least_one_arrived(draft, boxes)
    if draft.reason is Reason.AT_PICKUP_POINT:
        return text("Ready for pickup"), _at_least_one_waits(draft, boxes)
    if draft.reason in _OF_ONE_BOX:
        return text("There’s a problem with one of your parcels"), reason_text(draft.reason).text
    return _by_stage(draft, parcel, boxes)


def _by_stage(draft: ParcelDraft, parcel: Fulfillment, boxes: int) -> tuple[Phrase, Phrase] | None:
    if draft.reason not in (None, Reason.SEE_CARRIER) or draft.route not in _ROUTES:
        return None
    if draft.stage in ARRIVED:
        return _arrived(parcel, boxes)
    return _on_the_way(draft, boxes)


def _has_links(draft: ParcelDraft) -> bool:
    """Whether some number leads to a page that shows where its parcel is."""
    return any(link.url for link in draft.links)


def _on_the_way(draft: ParcelDraft, boxes: int) -> tuple[Phrase, Phrase] | None:
    stage = draft.reported_stage or draft.stage
    if stage is Stage.SHIPPED and not _has_links(draft):
        return text("Your parcels are on their way"), counted(
            "You’re getting %(count)s parcel with its own tracking number.",
            "You’re getting %(count)s parcels, each with its own tracking number.",
            boxes,
        )
    if stage is Stage.SHIPPED:
        return text("Your parcels are on their way"), counted(
            "You’re getting %(count)s parcel with its own tracking number, which shows where it is.",
            "You’re getting %(count)s parcels. Each has its own tracking number, which shows where it is.",
            boxes,
        )
    if stage is Stage.OUT_FOR_DELIVERY:
        return text("Out for delivery"), counted(
            "At least one of %(count)s parcel is out for delivery.",
            "At least one of %(count)s parcels is out for delivery.",
            boxes,
        )
    return None


def _at_least_one_arrived(draft: ParcelDraft, boxes: int) -> Phrase:
    if not _has_links(draft):
        return counted(
            "At least one of %(count)s parcel has arrived. Each has its own tracking number.",
            "At least one of %(count)s parcels has arrived. Each has its own tracking number.",
            boxes,
        )
    return counted(
        "At least one of %(count)s parcel has arrived. Each tracking number shows where the others are.",
        "At least one of %(count)s parcels has arrived. Each tracking number shows where the others are.",
        boxes,
    )


def _at_least_one_waits(draft: ParcelDraft, boxes: int) -> Phrase:
    place = draft.place
    if not _has_links(draft):
        return _at_least_one_waits_unlinked(boxes, place)
    if place is None:
        return counted(
            "At least one of %(count)s parcel is waiting for you. The tracking numbers show where the others are.",
            "At least one of %(count)s parcels is waiting for you. The tracking numbers show where the others are.",
            boxes,
        )
    return counted(
        "At least one of %(count)s parcel is waiting for you at %(place)s. The tracking numbers show where the others are.",
        "At least one of %(count)s parcels is waiting for you at %(place)s. The tracking numbers show where the others are.",
        boxes,
        place=place,
    )


def _at_least_one_waits_unlinked(boxes: int, place: str | None) -> Phrase:
    if place is None:
        return counted(
            "At least one of %(count)s parcel is waiting for you.",
            "At least one of %(count)s parcels is waiting for you.",
            boxes,
        )
    return counted(
        "At least one of %(count)s parcel is waiting for you at %(place)s.",
        "At least one of %(count)s parcels is waiting for you at %(place)s.",
        boxes,
        place=place,
    )


def _arrived(parcel: Fulfillment, boxes: int) -> tuple[Phrase, Phrase]:
    if have_all_arrived(parcel):
        return text("Your parcels have arrived"), counted(
            "The carrier delivered %(count)s parcel.", "The carrier delivered all %(count)s parcels.", boxes
        )
    return text("Delivered"), counted(
        "The carrier delivered %(count)s parcel. If one is missing, please contact us.",
        "The carrier delivered %(count)s parcels. If one is missing, please contact us.",
        boxes,
    )
