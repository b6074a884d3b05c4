"""Orders as Shopify has them: found by their name, fetched whole by their id."""

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TypeAlias

from tracking.shopify import sizes
from tracking.shopify.admin_diagnostics import AdminDiagnostics
from tracking.shopify.client import Client
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import AccessDenied, Refused, malformed
from tracking.shopify.health_probe import HealthProbe
from tracking.shopify.json_access import Json, JsonObject
from tracking.shopify.optional_fields import OptionalFields, flags
from tracking.shopify.owner import owner_of
from tracking.shopify.pagination import OrderPagination
from tracking.shopify.profile import CachedShopProfile, ShopProfile
from tracking.shopify.response import GraphQLResponse
from tracking.shopify.search import OrderSearch, SearchHit, Turn
from tracking.shopify.subscriptions import Subscriptions

__all__ = ["Document", "SearchHit", "ShopProfile", "ShopifyOrders"]

Document: TypeAlias = JsonObject
"""What a cache keeps: ``order`` as Shopify tells it with all its pages merged, the shop's ``zone``, and ``partial``:
whether something is missing that asking again may bring."""

_MOST_DIGITS = 20


class ShopifyOrders:
    """The door to one shop's orders. Safe to share between threads."""

    def __init__(self, client: Client, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._profile = CachedShopProfile(client, monotonic)
        self._search = OrderSearch(client, monotonic)
        self._parts = OptionalFields(monotonic)
        self._pulse = HealthProbe(client, monotonic)
        self.subscriptions = Subscriptions(client, self._profile)
        self.checkup = AdminDiagnostics(client)

    @property
    def known_profile(self) -> ShopProfile | None:
        """The shop's profile as it was last heard, without asking; None before the first time."""
        return self._profile.known

    @property
    def is_failing(self) -> bool:
        """Whether Shopify has failed repeatedly, and nobody has got an answer since."""
        return self._client.is_failing

    @property
    def has_room(self) -> bool:
        """Whether half of Shopify's budget is there, by estimate: what nobody waits for leaves the rest to visitors."""
        return self._client.has_room

    def check(self, deadline: Deadline) -> None:
        """See whether Shopify answers, by asking unless it has within the last minute. Raises ShopifyError."""
        self._pulse.check(deadline)

    def profile(self, deadline: Deadline) -> ShopProfile:
        """The shop's profile, at most an hour old while Shopify answers. Raises ShopifyError."""
        return self._profile.current(deadline)

    def forget_profile(self) -> None:
        """Ask anew what the shop is called and what it lets us read, now that one of them has changed."""
        self._profile.forget()
        self._parts.forget()

    def owner_of(self, part: str, deadline: Deadline) -> str | None:
        """The numeric id of the order behind a return or a group of items, by its global id. Raises ShopifyError."""
        return owner_of(self._client, part, deadline)

    def find(self, name: str, deadline: Deadline, turn: Turn = nullcontext) -> Iterator[SearchHit]:
        """Up to 50 orders with names like ``name``, newest first, asked for page by page as they are read.

        ``name`` is allow-listed by the caller; ``turn`` is entered around each call. Raises ShopifyError;
        ContactHidden concerns every name.
        """
        return self._search.find(name, deadline, turn)

    def fetch(self, order_id: str, deadline: Deadline) -> Document | None:
        """The order with this numeric id, whole if time allows; None when Shopify has no such order.

        Raises ShopifyError. https://shopify.dev/docs/api/admin-graphql/latest/queries/order
        """
        if not (order_id.isascii() and order_id.isdecimal() and len(order_id) <= _MOST_DIGITS):
            return None
        profile = self.profile(deadline)
        opening = self._open(order_id, self._parts.allowed(profile.scopes), deadline)
        said = opening.reply.data
        order = said.get("order")
        if "order" in said and order is None and not opening.reply.errors:
            return None
        if not isinstance(order, dict):
            raise malformed("holds no order")
        whole = OrderPagination(self._client, order, flags(opening.parts), deadline)
        whole.complete()
        is_partial = opening.reply.is_partial or whole.is_partial
        return {"order": order, "zone": profile.zone, "partial": is_partial}

    def _open(self, order_id: str, parts: frozenset[str], deadline: Deadline) -> "_Opening":
        """Ask for the order; when a part takes it down, ask again without that part."""
        denied: frozenset[str] = frozenset()
        while True:
            asked = parts - denied
            variables = {"id": f"gid://shopify/Order/{order_id}", **sizes.FIRST, **flags(asked)}
            reply, names = self._ask(variables, deadline)
            if reply:
                self._parts.note_denied(denied)
                return _Opening(reply=reply, parts=asked)
            if not asked:
                raise Refused("Shopify denies this app all orders: grant it read_orders")
            denied |= (names & asked) or asked

    def _ask(self, variables: dict[str, Json], deadline: Deadline) -> tuple[GraphQLResponse | None, frozenset[str]]:
        """A reply, or the names of the fields whose denial took the order down."""
        try:
            reply = self._client.execute("order", variables, deadline)
        except AccessDenied as denial:
            return None, denial.paths
        denied = [fault for fault in reply.errors if fault.is_denied]
        if reply.data.get("order") is not None or not denied:
            return reply, frozenset()
        return None, frozenset(name for fault in denied for name in fault.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    """The first answer, and the optional parts that it holds."""

    reply: GraphQLResponse
    parts: frozenset[str]
