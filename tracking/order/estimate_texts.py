"""The day of arrival in words: as of today for a page, and with the day alone for what is read later."""

from datetime import date

from tracking.i18n.text import Days, Phrase, text
from tracking.order.status_types import Estimate
from tracking.order.vocabulary import Route

# It does not arrive at the customer's.
_AWAY = frozenset({Route.PICKUP, Route.PICKUP_POINT})


def estimate_text(estimate: Estimate, route: str | None, today: date) -> Phrase:
    """Returns "Arrives tomorrow, Sunday 29 November", or what is said on another day."""
    if estimate.first == estimate.last:
        days = Days(estimate.first, estimate.last)
        distance = (estimate.first - today).days
        if distance == 0:
            return text("Expected today") if route in _AWAY else text("Arrives today")
        if distance == 1:
            away, here = text("Expected tomorrow, %(days)s", days=days), text("Arrives tomorrow, %(days)s", days=days)
            return away if route in _AWAY else here
    return dated_estimate_text(estimate, route, today)


def dated_estimate_text(estimate: Estimate, route: str | None, today: date) -> Phrase:
    """Returns "Arrives Sunday 29 November": what stays true on the day after it was written."""
    days = Days(estimate.first, estimate.last)
    if estimate.last < today:
        return text("It was expected %(days)s", days=days)
    return text("Expected %(days)s", days=days) if route in _AWAY else text("Arrives %(days)s", days=days)
