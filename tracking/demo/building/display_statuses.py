"""Derives the order's aggregate statuses from its parts, as Shopify does."""

from tracking.demo.building.quantities import Quantities
from tracking.demo.building.specs import DemoOrder

ALL_ALIKE = {
    "ON_HOLD": "ON_HOLD",
    "SCHEDULED": "SCHEDULED",
    "IN_PROGRESS": "IN_PROGRESS",
}
RETURNING = {"REQUESTED": "RETURN_REQUESTED", "OPEN": "IN_PROGRESS", "CLOSED": "RETURNED"}


def fulfillment_status(order: DemoOrder, quantities: Quantities) -> str:
    """The aggregate over everything sent and unsent."""
    if order.fulfillment_status:
        return order.fulfillment_status
    has_unsent = any(quantities.unsent(line) for line in order.lines)
    if quantities.sent:
        return "PARTIALLY_FULFILLED" if has_unsent else "FULFILLED"
    return _unsent_status(order) if has_unsent else "FULFILLMENT_NOT_REQUIRED"


def _unsent_status(order: DemoOrder) -> str:
    requests = {group.request_status for group in order.unsent}
    if "REJECTED" in requests:
        return "REQUEST_DECLINED"
    if requests and requests <= {"ACCEPTED", "SUBMITTED"}:
        return "IN_PROGRESS"
    statuses = {group.status for group in order.unsent}
    return ALL_ALIKE.get(statuses.pop(), "UNFULFILLED") if len(statuses) == 1 else "UNFULFILLED"


def return_status(order: DemoOrder) -> str:
    """The status of the newest return that is neither declined nor canceled."""
    if order.return_status:
        return order.return_status
    statuses = [RETURNING[demo_return.status] for demo_return in order.returns if demo_return.status in RETURNING]
    return statuses[-1] if statuses else "NO_RETURN"
