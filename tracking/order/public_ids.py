"""Public ids of an order's parcels and returns: unique within the order, the same after every fetch."""

import re
from collections.abc import Iterable, Iterator
from itertools import count

from tracking.order.model import Fulfillment, FulfillmentOrder, Line, Return
from tracking.order.selling_plans import is_preorder, is_subscription
from tracking.order.vocabulary import Reason

# Parcels without a fulfillment or fulfillment order: at most one of each in an order.
UNLISTED = "unlisted"
NOTHING_TO_SEND = "nothing-to-send"
NOTHING_LEFT = "nothing-left"
DONE_WITHOUT_SENDING = "done-without-sending"
CANCELLED = "cancelled"
WITHOUT_LINES = "without-lines"

_PENDING = "pending"
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def shipment_id(fulfillment: Fulfillment) -> str:
    """shipment-123, by the fulfillment's numeric id."""
    return _public("shipment", fulfillment.id)


def return_id(return_: Return) -> str:
    """return-123, by the return's numeric id."""
    return _public("return", return_.id)


def pending_id(fulfillment_order: FulfillmentOrder | None, line: Line, called_off: Reason | None) -> str:
    """pending-123, by the fulfillment order's numeric id, and the properties by which its lines may wait apart.

    ``called_off`` is the reason of a called-off shipment of the line. The reason why the units wait is not part of the
    id: it changes while the parcel stays the same.
    """
    kinds = (
        "" if line.requires_shipping else "digital",
        "preorder" if is_preorder(line) else "",
        "subscription" if is_subscription(line) else "",
        called_off or "",
    )
    return "-".join([waiting_id(fulfillment_order), *(_safe(kind) for kind in kinds if kind)])


def waiting_id(fulfillment_order: FulfillmentOrder | None) -> str:
    """pending-123: the id of units that wait, without what tells their lines apart."""
    return _public(_PENDING, fulfillment_order.id if fulfillment_order else "order")


def is_waiting(public_id: str) -> bool:
    """Whether it is one of units that wait."""
    return public_id.startswith(f"{_PENDING}-")


def is_or_extends(public_id: str, plain_id: str) -> bool:
    """Whether the id of units that wait is this one, or this one with what tells their lines apart."""
    return public_id == plain_id or public_id.startswith(f"{plain_id}-")


def first_id(ids: Iterable[str]) -> str:
    """The id of units that wait together under several: the plainest, then the oldest."""
    return min(ids, key=lambda public_id: (len(public_id), public_id))


def unique(ids: Iterable[str]) -> Iterator[str]:
    """Each id; one that was there before gets a number."""
    seen: set[str] = set()
    for public_id in ids:
        free, numbers = public_id, count(2)
        while free in seen:
            free = f"{public_id}-{next(numbers)}"
        seen.add(free)
        yield free


def _public(kind: str, shopify_id: str) -> str:
    """The kind and the last part of a global id ("gid://shopify/Fulfillment/123")."""
    return f"{kind}-{_safe(shopify_id.rpartition('/')[2])}"


def _safe(text: str) -> str:
    return _UNSAFE.sub("-", text)
