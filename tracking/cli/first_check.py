"""Calls Shopify once after the start, so that a wrong secret is logged before the first customer's request."""

from contextlib import suppress

from tracking.services import Services
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import ShopifyError

_TIMEOUT = 10.0  # seconds; no request waits for it


def check_in_background(parts: Services) -> None:
    """Submit the check. A refusal is logged as an error, an unreachable Shopify as a warning."""
    if not parts.settings.is_demo:
        parts.background.submit("first check of Shopify", lambda: _check(parts))


def _check(parts: Services) -> None:
    with suppress(ShopifyError):  # the client has logged it
        parts.orders.check(Deadline.after(_TIMEOUT))
