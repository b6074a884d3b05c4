"""Completes a large order with the pages that did not fit into the first query."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from tracking.shopify import rate_limit
from tracking.shopify.client import Client
from tracking.shopify.errors import ShopifyError
from tracking.shopify.json_decoder import Json, JsonObject, as_list, as_rows, dig
from tracking.shopify.resilience import Deadline

MAX_PAGES = 20  # of one list: far more than an order may have, and an end if the cursors run in a circle


class _Connection(NamedTuple):
    """The field ``name`` of each row of the order's ``rows``, or of the order itself.

    ``query`` returns its next page below ``owner``, and takes the ``flags`` of optional fields.
    """

    rows: str | None
    owner: str
    name: str
    query: str
    flags: tuple[str, ...] = ()


_OF_ORDER = (
    _Connection(None, "order", "lineItems", "order_lines", ("withContracts", "withProducts")),
    _Connection(None, "order", "fulfillmentOrders", "order_fulfillment_orders"),
    _Connection(None, "order", "returns", "order_returns"),
)
_OF_ROWS = (
    _Connection("fulfillments", "fulfillment", "fulfillmentLineItems", "fulfillment_lines"),
    _Connection("fulfillmentOrders", "fulfillmentOrder", "lineItems", "fulfillment_order_lines"),
    _Connection("fulfillmentOrders", "fulfillmentOrder", "fulfillments", "fulfillment_order_fulfillments"),
    _Connection("returns", "return", "returnLineItems", "return_lines"),
    _Connection("refunds", "refund", "refundLineItems", "refund_lines"),
)

log = logging.getLogger(__name__)


class OrderPagination:
    """Completes an order in place. ``is_partial`` tells afterwards whether a page is missing."""

    def __init__(self, client: Client, order: JsonObject, flags: Mapping[str, Json], deadline: Deadline) -> None:
        self._client = client
        self._order = order
        self._flags = flags
        self._deadline = deadline
        self.is_partial = False

    def complete(self) -> None:
        """Queries all further pages; a list whose query fails, or comes too late, stays as it is."""
        steps: list[Callable[[], None]] = [
            *(partial(self._append_pages, connection) for connection in _OF_ORDER),
            self._complete_fulfillments,
            self._complete_refunds,
            *(partial(self._append_pages, connection) for connection in _OF_ROWS),
            self._complete_tracking,
        ]
        for step in steps:
            try:
                step()
            except ShopifyError as error:
                log.warning("an order stays incomplete: %s", error)
                self.is_partial = True

    def _append_pages(self, connection: _Connection) -> None:
        """Appends all further pages of a connection. A field that was not queried has none."""
        flags = {flag: self._flags[flag] for flag in connection.flags}
        owners = as_rows(self._order.get(connection.rows)) if connection.rows else [self._order]
        for owner in owners:
            content = dig(owner, connection.name)
            fetched = 0
            while dig(content, "pageInfo").get("hasNextPage") is True and fetched < MAX_PAGES:
                variables = {"id": owner.get("id"), "after": dig(content, "pageInfo").get("endCursor"), **flags}
                page = dig(self._query(connection.query, variables), connection.owner, connection.name)
                self.is_partial |= not page
                content["nodes"] = [*as_rows(content), *as_rows(page)]
                content["pageInfo"] = page.get("pageInfo")
                fetched += 1
            self.is_partial |= fetched == MAX_PAGES

    def _complete_fulfillments(self) -> None:
        fetched = len(as_rows(self._order.get("fulfillments")))
        total = dig(self._order, "fulfillmentsCount").get("count")
        # The count may be null; then a full list may go on.
        assumed = rate_limit.MAX_FULFILLMENTS if fetched >= rate_limit.FIRST["fulfillments"] else fetched
        count = total if isinstance(total, int) else assumed
        if count > fetched:
            self._fetch_fulfillments(count)
            self.is_partial |= count == total and len(as_rows(self._order.get("fulfillments"))) < count

    def _fetch_fulfillments(self, count: int) -> None:
        sizes = rate_limit.fulfillment_sizes(count)
        fulfillments = as_rows(self._query_order("order_fulfillments", sizes).get("fulfillments"))
        contents = self._query_order("order_contents", rate_limit.content_sizes(count))
        by_id = {row.get("id"): row for row in as_rows(contents.get("fulfillments"))}
        for fulfillment in fulfillments:
            lines = by_id.get(fulfillment.get("id"), {}).get("fulfillmentLineItems")
            fulfillment["fulfillmentLineItems"] = lines
            self.is_partial |= lines is None
        self._order["fulfillments"] = list[Json](fulfillments)

    def _complete_refunds(self) -> None:
        if len(as_rows(self._order.get("refunds"))) < rate_limit.FIRST_REFUNDS:
            return
        variables = {"withReturns": self._flags["withReturns"]}
        refunds = as_rows(self._query_order("order_refunds", variables).get("refunds"))
        self._order["refunds"] = list[Json](refunds)
        self.is_partial |= len(refunds) >= rate_limit.MAX_REFUNDS

    def _complete_tracking(self) -> None:
        for fulfillment in as_rows(self._order.get("fulfillments")):
            if len(as_list(fulfillment.get("trackingInfo"))) >= rate_limit.FIRST["tracking"]:
                data = self._query("fulfillment_tracking", {"id": fulfillment.get("id")})
                tracking = dig(data, "fulfillment").get("trackingInfo")
                fulfillment["trackingInfo"] = tracking or fulfillment["trackingInfo"]

    def _query_order(self, query: str, variables: Mapping[str, Json]) -> JsonObject:
        return dig(self._query(query, {"id": self._order.get("id"), **variables}), "order")

    def _query(self, query: str, variables: Mapping[str, Json]) -> JsonObject:
        response = self._client.execute(query, variables, self._deadline)
        self.is_partial |= response.is_partial
        return response.data
