"""Queries that only the operator's diagnosis needs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto

from tracking.shopify.client import Client
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.node import Node, need, read_rows
from tracking.shopify.rate_limit import Bucket
from tracking.shopify.resilience import Deadline
from tracking.shopify.shop import granted_scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopIdentity:
    """The shop that answers: ``host`` is its name under myshopify.com, ``scopes`` are the granted ones.

    ``storefront`` is the host at which its customers shop.
    """

    name: str
    host: str
    storefront: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestOrder:
    """The values that a customer may look an order up by. ``id`` is numeric."""

    id: str
    name: str
    confirmation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentServiceSetup:
    """A service that packs for the shop. ``tells_numbers``: Shopify asks it for tracking numbers.

    https://shopify.dev/docs/api/admin-graphql/latest/objects/FulfillmentService
    """

    name: str
    tells_numbers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationSetup:
    """From where the shop itself sends. ``sends_online_orders``: orders of the online shop, too."""

    name: str
    sends_online_orders: bool


class ContactAccess(Enum):
    """Whether the app can read the email addresses that verify customers."""

    VISIBLE = auto()
    HIDDEN = auto()
    ABSENT = auto()  # none of the newest orders has an address
    NO_ORDER = auto()


class AdminDiagnostics:
    """Diagnoses one shop. ``bucket``, ``version`` and ``moment`` are of the client's latest response."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def shop(self, deadline: Deadline) -> ShopIdentity:
        """Queries which shop answers. Raises ShopifyError."""
        response = Node(self._client.execute("checkup", {}, deadline).data)
        shop = response.node("shop")
        if not shop:
            raise Unavailable("Shopify does not say which shop it is")
        return ShopIdentity(
            name=shop.text("name") or "",
            host=shop.text("myshopifyDomain") or "",
            storefront=shop.node("primaryDomain").text("host") or "",
            scopes=granted_scopes(response),
        )

    def contact(self, deadline: Deadline) -> ContactAccess:
        """Queries whether the newest orders' email addresses can be read. Raises ShopifyError.

        https://shopify.dev/docs/apps/launch/protected-customer-data
        """
        response = self._client.execute("newest_orders", {}, deadline)
        orders = Node(response.data).node("orders")
        if not orders:
            raise Unavailable("Shopify shows no orders")
        if any(error.is_denied and "email" in error.path for error in response.errors):
            return ContactAccess.HIDDEN
        rows = orders.rows("nodes")
        if not rows:
            return ContactAccess.NO_ORDER
        return ContactAccess.VISIBLE if any(row.text("email") for row in rows) else ContactAccess.ABSENT

    def newest_orders(self, deadline: Deadline) -> tuple[NewestOrder, ...]:
        """Queries the newest orders. Raises ShopifyError."""
        orders = Node(self._client.execute("newest_orders", {}, deadline).data).node("orders")
        return tuple(read_rows(orders.rows("nodes"), _newest_order))

    def fulfillment_services(self, deadline: Deadline) -> tuple[FulfillmentServiceSetup, ...]:
        """Queries those that are not the shop itself. Raises ShopifyError."""
        shop = Node(self._client.execute("fulfillment_services", {}, deadline).data).node("shop")
        rows = [row for row in shop.rows("fulfillmentServices") if row.text("type") == "THIRD_PARTY"]
        return tuple(read_rows(rows, _service))

    def locations(self, deadline: Deadline) -> tuple[LocationSetup, ...]:
        """Queries the shop's own that are active. Raises ShopifyError."""
        found = Node(self._client.execute("locations", {}, deadline).data).node("locations")
        return tuple(read_rows([row for row in found.rows("nodes") if row.flag("isActive")], _location))

    @property
    def bucket(self) -> Bucket | None:
        """The rate limit's bucket; None while unknown."""
        return self._client.bucket

    @property
    def version(self) -> str | None:
        """The served API version: https://shopify.dev/docs/api/usage/versioning."""
        return self._client.last_headers.get("X-Shopify-API-Version")

    @property
    def moment(self) -> datetime | None:
        """Shopify's clock, in whole seconds."""
        try:
            return parsedate_to_datetime(self._client.last_headers.get("Date", "")).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


def _newest_order(row: Node) -> NewestOrder:
    return NewestOrder(
        id=need(row.numeric_id()), name=need(row.text("name")), confirmation=row.text("confirmationNumber")
    )


def _service(row: Node) -> FulfillmentServiceSetup:
    return FulfillmentServiceSetup(name=need(row.text("serviceName")), tells_numbers=row.flag("trackingSupport"))


def _location(row: Node) -> LocationSetup:
    return LocationSetup(name=need(row.text("name")), sends_online_orders=row.flag("fulfillsOnlineOrders"))
