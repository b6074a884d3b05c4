"""The order service's protocol for the orders that outlive its cache; the directory implements it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from tracking.shopify.orders import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOrder:
    """Shopify's answer about an order as it was kept, and when it was given."""

    document: Document
    fetched_at: datetime


class KnownOrders(Protocol):
    """Each call returns within a moment."""

    def get(self, order_id: str) -> KnownOrder | None:
        """The order, if it is known; None also where orders cannot be read."""

    def start(self, order_id: str) -> Callable[[], KnownOrder | None]:
        """Begins to read the order, and returns the function that waits for it as ``get`` does."""

    def ids_by_number(self, number: str) -> tuple[str, ...] | None:
        """The ids of the orders with this tracking number, as it was typed (and normalized as an order number).

        None where it cannot be a tracking number, which depends on what was typed alone. Raises LookupUnavailable where
        orders cannot be read: whether there is one is not known then.
        """

    def forget(self, order_id: str) -> None:
        """Shopify no longer has the order."""


class NoKnownOrders:
    """Of a shop whose orders are kept nowhere."""

    def get(self, order_id: str) -> KnownOrder | None:  # noqa: ARG002 - as the protocol has it
        """None is known."""
        return None

    def start(self, order_id: str) -> Callable[[], KnownOrder | None]:
        """None is known."""
        return partial(self.get, order_id)

    def ids_by_number(self, number: str) -> tuple[str, ...] | None:  # noqa: ARG002 - likewise
        """Nothing is found by a tracking number."""
        return None

    def forget(self, order_id: str) -> None:
        """There is nothing to forget."""
