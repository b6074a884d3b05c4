"""Fetches the orders of one shop."""

import copy
import time
from collections.abc import Callable, Iterable, Iterator

from tracking.shopify import rate_limit
from tracking.shopify.cached import Cached
from tracking.shopify.client import Client
from tracking.shopify.errors import AccessDenied, Refused, Unavailable, malformed
from tracking.shopify.json_decoder import Json, dig
from tracking.shopify.order_calls.customer_pages import CustomerPage, customer_page_url
from tracking.shopify.order_calls.marketing_consent import MarketingConsent, marketing_consent
from tracking.shopify.order_calls.order_contact import OrderContact, order_contact
from tracking.shopify.order_calls.order_pages import ListedPage, order_page
from tracking.shopify.order_calls.replacement import find_replacement
from tracking.shopify.pagination import OrderPagination
from tracking.shopify.parsing.node import Node, global_id
from tracking.shopify.parsing.order import Document
from tracking.shopify.resilience import Deadline
from tracking.shopify.response import GraphQLResponse
from tracking.shopify.search import OrderSearch, ReadPage, SearchHit, SearchPage, read_page
from tracking.shopify.shop import CachedShopProfile, HealthProbe, ShopProfile, readable

__all__ = ["Document", "SearchHit", "SearchPage", "ShopProfile", "ShopifyOrders"]

_MAX_DIGITS = 20
_DENIED_TTL = 3600.0

# The optional field, its flag in order.graphql, and the scopes of which one suffices.
_FLAGS = {
    "fulfillmentOrders": "withFulfillmentOrders",
    "returns": "withReturns",
    "contract": "withContracts",
    "product": "withProducts",
    "agreements": "withAgreements",
}
_WITH_CONTACT = "withContact"
_CONTACT = frozenset({"email", "phone"})  # the plan may hide them
_SCOPES = {
    "fulfillmentOrders": {
        "merchant_managed_fulfillment_orders",
        "third_party_fulfillment_orders",
        "assigned_fulfillment_orders",
        "marketplace_fulfillment_orders",
    },
    "returns": {"returns", "marketplace_returns"},
    "contract": {"own_subscription_contracts"},
    "product": {"products"},
    "agreements": {"orders", "marketplace_orders"},
}


class ShopifyOrders:
    """Safe to share between threads. ``profile`` is the shop's own."""

    def __init__(self, client: Client, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.client = client
        self.profile = CachedShopProfile(client, monotonic)
        self._search = OrderSearch(client, monotonic)
        self._fields = OptionalFields(monotonic)
        self._health = HealthProbe(client, monotonic)

    def in_background(self) -> "ShopifyOrders":
        """The same orders, fetched with at most half of the cost budget: visitors have the rest."""
        orders = copy.copy(self)
        orders.client = self.client.in_background()
        return orders

    @property
    def is_failing(self) -> bool:
        """Whether Shopify has failed repeatedly, and no query has succeeded since."""
        return self.client.is_failing

    @property
    def has_spare_budget(self) -> bool:
        """Whether half of the cost budget is available, by estimate: background queries leave the rest to visitors."""
        return self.client.has_spare_budget

    @property
    def spare_fetches(self) -> int:
        """How many orders can be fetched at once in the background without waiting for points, by estimate."""
        return self.client.spare_queries("order")

    def check(self, deadline: Deadline) -> None:
        """Checks whether Shopify answers, by a query unless it has within the last minute. Raises ShopifyError."""
        self._health.check(deadline)

    def invalidate_profile(self) -> None:
        """Invalidates the profile and the denied fields: the shop or the granted scopes have changed."""
        self.profile.invalidate()
        self._fields.invalidate()

    def order_id_of(self, node_id: str, deadline: Deadline) -> str | None:
        """Returns the numeric id of the order that a return or a fulfillment order belongs to, None without one.

        Raises ShopifyError. https://shopify.dev/docs/api/admin-graphql/latest/queries/node
        """
        response = self.client.execute("owner", {"id": node_id}, deadline)
        node = Node(response.data).node("node")
        if not node and response.errors:
            raise malformed("does not say whose part it is")
        orders = (node.node("order"), node.node("returned"), node.node("reverseFulfillmentOrder", "returned"))
        return next((order.numeric_id() for order in orders if order), None)

    def customer_page_url(self, page: CustomerPage, order_id: str, deadline: Deadline) -> str | None:
        """Returns the address of a page of Shopify's for the customer; None without one. Raises ShopifyError."""
        return customer_page_url(self.client, page, order_id, deadline)

    def contact(self, order_id: str, deadline: Deadline) -> OrderContact:
        """Returns how the order's customer is reached, as far as the shop's plan shows it. Raises ShopifyError."""
        return order_contact(self.client, order_id, deadline)

    def marketing_consent(self, order_id: str, email: str, deadline: Deadline) -> MarketingConsent:
        """Returns whether the order's customer takes marketing mails at this address. Raises ShopifyError."""
        return marketing_consent(self.client, order_id, email, deadline)

    def page(self, query: str, after: str | None, deadline: Deadline, *, newest_first: bool) -> ListedPage:
        """Returns the page after this cursor of the orders that match, by their last change. Raises ShopifyError."""
        return order_page(self.client, query, after, deadline, newest_first=newest_first)

    def search(self, query: str, deadline: Deadline, read: ReadPage = read_page) -> Iterator[SearchHit]:
        """Yields up to 50 orders that match ``query``, newest first, queried page by page as they are read.

        ``query`` is of ``search_query``, with allow-listed input; ``read`` makes each query. Raises ShopifyError;
        ContactHidden concerns every query.
        """
        return self._search.find(query, deadline, read)

    def fetch(self, order_id: str, deadline: Deadline) -> Document | None:
        """Fetches the order with this numeric id, complete if time allows; None when Shopify has no such order.

        Raises ShopifyError. https://shopify.dev/docs/api/admin-graphql/latest/queries/order
        """
        return self._fetch(order_id, frozenset(), deadline)

    def fetch_with_contact(self, order_id: str, deadline: Deadline) -> tuple[Document | None, OrderContact]:
        """Fetches the order, and how its customer is reached, as far as the shop's plan shows it, by one query.

        The contact does not stand in the document. Raises ShopifyError.
        """
        document = self._fetch(order_id, _CONTACT - self._fields.denied, deadline)
        order = dig(document, "order")
        contact = OrderContact(email=Node(order).text("email"), phone=Node(order).text("phone"))
        for name in _CONTACT:
            order.pop(name, None)
        return document, contact

    def _fetch(self, order_id: str, contact: frozenset[str], deadline: Deadline) -> Document | None:
        if not (order_id.isascii() and order_id.isdecimal() and len(order_id) <= _MAX_DIGITS):
            return None
        profile = self.profile.current(deadline)
        response, fields = self._fetch_first(order_id, self._fields.allowed(profile.scopes) | contact, deadline)
        order = response.data.get("order")
        if "order" in response.data and order is None and not response.errors:
            return None
        if not isinstance(order, dict):
            raise malformed("holds no order")
        pagination = OrderPagination(self.client, order, flags(fields), deadline)
        pagination.complete()
        is_partial = response.is_partial or pagination.is_partial
        try:
            replaced_by = find_replacement(self.client, order, profile.suffix, deadline)
        except Unavailable:
            replaced_by, is_partial = None, True  # another fetch may find it
        return {
            "order": order,
            "zone": profile.zone,
            "shop_region": profile.region,
            "partial": is_partial,
            "replaced_by": replaced_by,
        }

    def _fetch_first(
        self, order_id: str, allowed: frozenset[str], deadline: Deadline
    ) -> tuple[GraphQLResponse, frozenset[str]]:
        """Fetches the order with its first pages, without the optional fields whose denial empties it."""
        denied: frozenset[str] = frozenset()
        while True:
            fields = allowed - denied
            variables = {"id": global_id("Order", order_id), **rate_limit.FIRST, **flags(fields)}
            try:
                response = self._execute(variables, deadline)
            except AccessDenied as denial:
                if not fields:
                    raise Refused("Shopify denies this app all orders: grant it read_orders") from denial
                denied |= (denial.paths & fields) or fields
            else:
                self._fields.deny(denied)
                return response, fields

    def _execute(self, variables: dict[str, Json], deadline: Deadline) -> GraphQLResponse:
        """Raises AccessDenied also where the denial of a field has emptied the order."""
        response = self.client.execute("order", variables, deadline)
        denied = [error for error in response.errors if error.is_denied]
        if denied and response.data.get("order") is None:
            paths = frozenset(name for error in denied for name in error.path)
            raise AccessDenied("a denied field empties the order", paths=paths)
        return response


class OptionalFields:
    """The optional fields of an order: queried as the granted scopes allow, left out for an hour once denied.

    They cannot be null: without its scope, such a field empties the whole order.
    https://shopify.dev/docs/api/usage/access-scopes
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._denied: Cached[frozenset[str]] = Cached(monotonic)

    def allowed(self, scopes: Iterable[str]) -> frozenset[str]:
        """Returns the fields to query."""
        granted = readable(scopes)
        fields = {field for field, sufficient in _SCOPES.items() if sufficient & granted}
        return frozenset(fields) - self.denied

    @property
    def denied(self) -> frozenset[str]:
        """The fields that Shopify has denied within the last hour."""
        return self._denied.fresh or frozenset()

    def deny(self, fields: frozenset[str]) -> None:
        """Leaves these fields out from now on; no fields extend nothing."""
        if fields:
            self._denied.set(fields | self.denied, _DENIED_TTL)

    def invalidate(self) -> None:
        """Allows every field again: the granted scopes have changed."""
        self._denied.expire()


def flags(fields: Iterable[str]) -> dict[str, Json]:
    """The variables of order.graphql that include or skip the optional fields."""
    queried = frozenset(fields)
    return {**{flag: field in queried for field, flag in _FLAGS.items()}, _WITH_CONTACT: queried >= _CONTACT}
