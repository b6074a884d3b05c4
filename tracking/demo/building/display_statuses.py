"""The order's own status words, as Shopify sums them up from its parts."""

from tracking.demo.building.quantities import Ledger
from tracking.demo.building.specs import Sale

ALL_ALIKE = {
    "ON_HOLD": "ON_HOLD",
    "SCHEDULED": "SCHEDULED",
    "IN_PROGRESS": "IN_PROGRESS",
}
RETURNING = {"REQUESTED": "RETURN_REQUESTED", "OPEN": "IN_PROGRESS", "CLOSED": "RETURNED"}


def fulfillment_status(sale: Sale, ledger: Ledger) -> str:
    """The aggregate over everything sent and unsent."""
    if sale.fulfillment_status:
        return sale.fulfillment_status
    is_left = any(ledger.unsent(line) for line in sale.lines)
    if ledger.sent:
        return "PARTIALLY_FULFILLED" if is_left else "FULFILLED"
    return _unsent_status(sale) if is_left else "FULFILLMENT_NOT_REQUIRED"


def _unsent_status(sale: Sale) -> str:
    requests = {group.request for group in sale.waiting}
    if "REJECTED" in requests:
        return "REQUEST_DECLINED"
    if requests and requests <= {"ACCEPTED", "SUBMITTED"}:
        return "IN_PROGRESS"
    words = {group.status for group in sale.waiting}
    return ALL_ALIKE.get(words.pop(), "UNFULFILLED") if len(words) == 1 else "UNFULFILLED"


def return_status(sale: Sale) -> str:
    """The aggregate over the returns: the newest one that came to something."""
    if sale.return_status:
        return sale.return_status
    words = [RETURNING[back.status] for back in sale.returns if back.status in RETURNING]
    return words[-1] if words else "NO_RETURN"
