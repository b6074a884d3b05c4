"""Searches orders by name and confirmation number: https://shopify.dev/docs/api/usage/search-syntax."""

import logging
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from tracking.shopify.cached import Cached
from tracking.shopify.client import Client
from tracking.shopify.errors import ContactHidden, malformed
from tracking.shopify.json_decoder import Json, dig
from tracking.shopify.parsing.node import Node, need, read_rows
from tracking.shopify.resilience import Deadline
from tracking.shopify.response import GraphQLResponse

# Shopify's special characters, and the quote around a value. No others: before these a backslash may stay.
_SPECIAL = re.compile(r'[:\\()"]')
PAGE_SIZES = (10, 20, 20)  # similar names may stand before the order searched for, but not without end
HIDDEN_SECONDS = 300.0
_HIDDEN = (
    "Shopify hides customers' email addresses from this app, so no lookup can be answered: the shop's plan "
    "or the app's access to protected customer data does not include them"
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A hit, for the caller to compare exactly. ``id`` is numeric."""

    id: str
    name: str
    confirmation: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """``after`` is the cursor of the next page, None on the last."""

    hits: tuple[SearchHit, ...]
    after: str | None


ReadPage: TypeAlias = Callable[[Hashable, Callable[[Deadline], SearchPage], Deadline], SearchPage]
"""Returns a page by its key: of a query, or of one that another search has made."""


def read_page(_: Hashable, query: Callable[[Deadline], SearchPage], deadline: Deadline) -> SearchPage:
    """Queries each page."""
    return query(deadline)


class OrderSearch:
    """Finds candidates. Stops for HIDDEN_SECONDS once Shopify hides their email addresses."""

    def __init__(self, client: Client, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._hidden: Cached[bool] = Cached(monotonic)

    def find(self, query: str, deadline: Deadline, read: ReadPage = read_page) -> Iterator[SearchHit]:
        """Yields hits page by page, newest first. ContactHidden comes whatever the query, so it reveals nothing."""
        if self._hidden.fresh:
            raise ContactHidden(_HIDDEN, retry_after=HIDDEN_SECONDS)
        after: str | None = None
        for first in PAGE_SIZES:
            page = read((query, after), partial(self._page, query, first, after), deadline)
            yield from page.hits
            after = page.after
            if after is None:
                return

    def _page(self, query: str, first: int, after: str | None, deadline: Deadline) -> SearchPage:
        response = self._query({"query": query, "first": first, "after": after}, deadline)
        orders = Node(response.data).node("orders")
        info = orders.node("pageInfo")
        next_page = info.text("endCursor") if info.flag("hasNextPage") else None
        return SearchPage(hits=tuple(read_rows(orders.rows("nodes"), _candidate)), after=next_page or None)

    def _query(self, variables: dict[str, Json], deadline: Deadline) -> GraphQLResponse:
        response = self._client.execute("search", variables, deadline)
        was_hidden = bool(self._hidden.last)
        if _hides_contacts(response) or (was_hidden and not _shows_contacts(response)):
            self._hidden.set(value=True, ttl=HIDDEN_SECONDS)
            log.error(_HIDDEN)
            raise ContactHidden(_HIDDEN, retry_after=HIDDEN_SECONDS)
        if any("phone" not in error.path for error in response.errors):
            raise malformed("leaves hits out of the search")
        if not isinstance(dig(response.data, "orders").get("nodes"), list):
            raise malformed("holds no hits")
        self._hidden.last = None
        return response


def _hides_contacts(response: GraphQLResponse) -> bool:
    return any("email" in error.path for error in response.errors)


def _shows_contacts(response: GraphQLResponse) -> bool:
    orders = Node(response.data).node("orders").rows("nodes")
    return any(order.text("email") for order in orders)


def search_query(names: Iterable[str], confirmations: Iterable[str] = (), ids: Iterable[str] = ()) -> str:
    """The search for orders with names like these, or with these confirmation numbers or (numeric) ids.

    A name holds what the shop has put into its format: it is quoted, and its special characters are escaped.
    """
    terms = [f"name:{_quoted(name)}" for name in names]
    terms += [f"confirmation_number:{_quoted(number)}" for number in confirmations]
    return " OR ".join([*terms, *(f"id:{order_id}" for order_id in ids)])


def _quoted(value: str) -> str:
    return '"' + _SPECIAL.sub(r"\\\g<0>", value) + '"'


def _candidate(row: Node) -> SearchHit:
    return SearchHit(
        id=need(row.numeric_id()),
        name=need(row.text("name")),
        confirmation=row.text("confirmationNumber"),
        email=row.text("email"),
        phone=row.text("phone"),
    )
