"""What only whoever runs the site wants to know of Shopify: the doctor's questions."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto

from tracking.shopify.client import Client
from tracking.shopify.cost import Cost
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import Unavailable
from tracking.shopify.node import Node
from tracking.shopify.profile import granted_scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopIdentity:
    """The shop that answered: ``host`` is its name under myshopify.com, ``scopes`` are those it granted."""

    name: str
    host: str
    scopes: frozenset[str]


class ContactAccess(Enum):
    """Whether Shopify tells what customers are recognized by."""

    VISIBLE = auto()
    HIDDEN = auto()
    ABSENT = auto()  # none of the newest orders has an address
    NO_ORDER = auto()


class AdminDiagnostics:
    """Asks one shop. ``bucket`` and what follows are of the latest answer, whatever it was."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def shop(self, deadline: Deadline) -> ShopIdentity:
        """Which shop answers. Raises ShopifyError."""
        answer = Node(self._client.execute("checkup", {}, deadline).data)
        shop = answer.node("shop")
        if not shop:
            raise Unavailable("Shopify does not say which shop it is")
        return ShopIdentity(
            name=shop.text("name") or "",
            host=shop.text("myshopifyDomain") or "",
            scopes=granted_scopes(answer),
        )

    def contact(self, deadline: Deadline) -> ContactAccess:
        """Whether the newest orders' e-mail addresses can be read. Raises ShopifyError.

        https://shopify.dev/docs/apps/launch/protected-customer-data
        """
        reply = self._client.execute("newest_orders", {}, deadline)
        orders = Node(reply.data).node("orders")
        if not orders:
            raise Unavailable("Shopify shows no orders")
        if any(fault.is_denied and "email" in fault.path for fault in reply.errors):
            return ContactAccess.HIDDEN
        if not orders.rows("nodes"):
            return ContactAccess.NO_ORDER
        return (
            ContactAccess.VISIBLE
            if any(order.text("email") for order in orders.rows("nodes"))
            else ContactAccess.ABSENT
        )

    @property
    def bucket(self) -> Cost | None:
        """The budget for questions; None while it is unknown."""
        return self._client.bucket

    @property
    def version(self) -> str | None:
        """The version of the API that answered: https://shopify.dev/docs/api/usage/versioning."""
        return self._client.heard.get("X-Shopify-API-Version")

    @property
    def moment(self) -> datetime | None:
        """Shopify's clock, in whole seconds."""
        try:
            return parsedate_to_datetime(self._client.heard.get("Date", "")).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
