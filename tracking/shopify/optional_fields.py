"""The optional parts of an order: asked for as the shop's scopes allow, left out once Shopify denies them.

They cannot be null: without its scope, such a part takes the whole order down with it.
https://shopify.dev/docs/api/usage/access-scopes
"""

from collections.abc import Callable, Iterable

from tracking.shopify.cached import Cached
from tracking.shopify.json_access import Json
from tracking.shopify.profile import readable

_HOUR = 3600.0

# The part by its field's name, the flag in order.graphql, and the scopes of which one is enough.
_FLAGS = {"fulfillmentOrders": "withFulfillmentOrders", "returns": "withReturns"}
_SCOPES = {
    "fulfillmentOrders": {
        "merchant_managed_fulfillment_orders",
        "third_party_fulfillment_orders",
        "assigned_fulfillment_orders",
        "marketplace_fulfillment_orders",
    },
    "returns": {"returns", "marketplace_returns"},
}


class OptionalFields:
    """Remembers for an hour what was denied, in case a scope is not enough for what we ask."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._denied: Cached[frozenset[str]] = Cached(monotonic)

    def allowed(self, scopes: Iterable[str]) -> frozenset[str]:
        """The parts that may be asked for."""
        granted = readable(scopes)
        parts = {part for part, enough in _SCOPES.items() if enough & granted}
        return frozenset(parts) - (self._denied.fresh or frozenset())

    def note_denied(self, parts: frozenset[str]) -> None:
        """Leave these parts out from now on; nothing denied prolongs nothing."""
        if not parts:
            return
        self._denied.set(parts | (self._denied.fresh or frozenset()), _HOUR)

    def forget(self) -> None:
        """Ask for every part again: the app was granted other scopes."""
        self._denied.expire()


def flags(parts: Iterable[str]) -> dict[str, Json]:
    """The variables of order.graphql that switch the parts on and off."""
    return {flag: part in parts for part, flag in _FLAGS.items()}
