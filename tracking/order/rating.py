"""Decides whether the customer is asked for a rating: only for goods that arrived and were kept."""

from collections.abc import Iterable

from tracking.order.allocation import is_active
from tracking.order.boxes import box_count
from tracking.order.model import Order
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.partly_delivered import have_all_arrived
from tracking.order.payment import is_cancelled
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import Condition, Reason


def may_be_rated(order: Order, parcels: Iterable[Parcel | ParcelDraft]) -> bool:
    """Not where goods come or came back, a return was declined, the money went back, or a parcel may be missing."""
    if is_cancelled(order) or order.financial_status in ("REFUNDED", "VOIDED"):
        return False
    if any(return_.status != "CANCELED" for return_ in order.returns) or _came_back(order):
        return False
    if any(
        is_active(parcel) and box_count(parcel) > 1 and not have_all_arrived(parcel) for parcel in order.fulfillments
    ):
        return False
    return all(parcel.condition is not Condition.PROBLEM and parcel.reason not in _NOT_KEPT for parcel in parcels)


# Parcels that the customer may not have, also those of an archived order, which are no problem any more.
_NOT_KEPT = frozenset(
    {Reason.SHOULD_HAVE_ARRIVED, Reason.NOT_DELIVERED, Reason.TRACKING_FAILED, Reason.RETURNING, Reason.PICKUP_OVER}
)


def _came_back(order: Order) -> bool:
    """Whether a refund took units back, as where the shop records returns without a return."""
    return any(units.restock == "RETURN" and units.quantity for refund in order.refunds for units in refund.units)
