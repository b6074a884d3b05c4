"""Orders whose name is like the one typed: https://shopify.dev/docs/api/usage/search-syntax."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TypeAlias

from tracking.shopify.cached import Cached
from tracking.shopify.client import Client
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import ContactHidden, malformed
from tracking.shopify.json_access import Json, dig
from tracking.shopify.node import Node, need, read_rows
from tracking.shopify.response import GraphQLResponse

PAGES = (10, 20, 20)  # hits: look-alikes may stand before the order asked for, but not without end
HIDDEN_SECONDS = 300.0
_HIDDEN = (
    "Shopify hides customers' e-mail addresses from this app, so no lookup can be answered: the shop's plan "
    "or the app's access to protected customer data does not include them"
)

log = logging.getLogger(__name__)

Turn: TypeAlias = Callable[[], AbstractContextManager[object]]
"""Entered around each call to Shopify."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A hit of the search, to be compared exactly. ``id`` is numeric."""

    id: str
    name: str
    email: str | None
    phone: str | None


class OrderSearch:
    """Finds candidates, and remembers when Shopify hides what they are recognized by."""

    def __init__(self, client: Client, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._hidden: Cached[bool] = Cached(monotonic)

    def find(self, name: str, deadline: Deadline, turn: Turn = nullcontext) -> Iterator[SearchHit]:
        """Hits page by page, newest first. ContactHidden comes whatever the name, so nobody learns from it."""
        if self._hidden.fresh:
            raise ContactHidden(_HIDDEN, retry_after=HIDDEN_SECONDS)
        after: str | None = None
        for first in PAGES:
            with turn():
                reply = self._ask({"query": _quoted(name), "first": first, "after": after}, deadline)
            orders = Node(reply.data).node("orders")
            yield from read_rows(orders.rows("nodes"), _candidate)
            page = orders.node("pageInfo")
            after = page.text("endCursor")
            if not page.flag("hasNextPage") or not after:
                return

    def _ask(self, variables: dict[str, Json], deadline: Deadline) -> GraphQLResponse:
        reply = self._client.execute("search", variables, deadline)
        was_hidden = bool(self._hidden.last)
        if _hides_contacts(reply) or (was_hidden and not _shows_contacts(reply)):
            self._hidden.set(value=True, seconds=HIDDEN_SECONDS)
            log.error(_HIDDEN)
            raise ContactHidden(_HIDDEN, retry_after=HIDDEN_SECONDS)
        if any("phone" not in fault.path for fault in reply.errors):
            raise malformed("leaves hits out of the search")
        if not isinstance(dig(reply.data, "orders").get("nodes"), list):
            raise malformed("holds no hits")
        self._hidden.last = None
        return reply


def _hides_contacts(reply: GraphQLResponse) -> bool:
    return any("email" in fault.path for fault in reply.errors)


def _shows_contacts(reply: GraphQLResponse) -> bool:
    orders = Node(reply.data).node("orders").rows("nodes")
    return any(order.text("email") for order in orders)


def _quoted(name: str) -> str:
    # The name is allow-listed before it comes here; this only keeps the quotes ours if it ever is not.
    return f'name:"{name.replace(chr(92), "").replace(chr(34), "")}"'


def _candidate(row: Node) -> SearchHit:
    return SearchHit(
        id=need(row.numeric_id()),
        name=need(row.text("name")),
        email=row.text("email"),
        phone=row.text("phone"),
    )
