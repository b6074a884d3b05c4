"""Asks Shopify once after the start, so that a wrong secret is in the log before the first customer comes."""

from contextlib import suppress

from tracking.services import Services
from tracking.shopify.errors import ShopifyError
from tracking.shopify.resilience import Deadline

_PATIENCE = 10.0  # seconds; nobody waits for it


def check_soon(parts: Services) -> None:
    """Have it done in the background. A refusal becomes an error in the log, an unreachable Shopify a warning."""
    if not parts.settings.is_demo:
        parts.commands.executor.submit("first check of Shopify", lambda: _check(parts))


def _check(parts: Services) -> None:
    with suppress(ShopifyError):  # the client has written it down
        parts.shopify.check(Deadline.after(_PATIENCE))
