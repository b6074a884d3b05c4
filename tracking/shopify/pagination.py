"""Completes a large order with the pages that did not fit into the first query."""

import logging
from collections.abc import Mapping

from tracking.shopify import rate_limit
from tracking.shopify.client import Client
from tracking.shopify.errors import ShopifyError
from tracking.shopify.json_decoder import Json, JsonObject, as_list, as_rows, dig
from tracking.shopify.resilience import Deadline

MAX_PAGES = 20  # of one list: far more than an order may have, and an end if the cursors run in a circle

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
        steps = (self._lines, self._fulfillments, self._fulfillment_orders, self._returns, self._refunds)
        for step in steps:
            try:
                step()
            except ShopifyError as error:
                log.warning("an order stays incomplete: %s", error)
                self.is_partial = True

    def _lines(self) -> None:
        self._append_pages(self._order, "order", "lineItems", "order_lines", withContracts=self._flags["withContracts"])

    def _fulfillments(self) -> None:
        self._complete_list()
        for fulfillment in as_rows(self._order.get("fulfillments")):
            self._append_pages(fulfillment, "fulfillment", "fulfillmentLineItems", "fulfillment_lines")
            self._complete_tracking(fulfillment)

    def _complete_list(self) -> None:
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

    def _complete_tracking(self, fulfillment: JsonObject) -> None:
        if len(as_list(fulfillment.get("trackingInfo"))) < rate_limit.FIRST["tracking"]:
            return
        data = self._query("fulfillment_tracking", {"id": fulfillment.get("id")})
        tracking = dig(data, "fulfillment").get("trackingInfo")
        fulfillment["trackingInfo"] = tracking or fulfillment["trackingInfo"]

    def _fulfillment_orders(self) -> None:
        self._append_pages(self._order, "order", "fulfillmentOrders", "order_fulfillment_orders")
        for row in as_rows(self._order.get("fulfillmentOrders")):
            self._append_pages(row, "fulfillmentOrder", "lineItems", "fulfillment_order_lines")
            self._append_pages(row, "fulfillmentOrder", "fulfillments", "fulfillment_order_fulfillments")

    def _returns(self) -> None:
        self._append_pages(self._order, "order", "returns", "order_returns")
        for row in as_rows(self._order.get("returns")):
            self._append_pages(row, "return", "returnLineItems", "return_lines")

    def _refunds(self) -> None:
        if len(as_rows(self._order.get("refunds"))) >= rate_limit.FIRST_REFUNDS:
            variables = {"withReturns": self._flags["withReturns"]}
            refunds = as_rows(self._query_order("order_refunds", variables).get("refunds"))
            self._order["refunds"] = list[Json](refunds)
            self.is_partial |= len(refunds) >= rate_limit.MAX_REFUNDS
        for refund in as_rows(self._order.get("refunds")):
            self._append_pages(refund, "refund", "refundLineItems", "refund_lines")

    def _append_pages(self, owner: JsonObject, kind: str, field: str, query: str, **more: Json) -> None:
        """Appends every further page of ``owner``'s connection. A field that was not queried has none."""
        connection = dig(owner, field)
        for _ in range(MAX_PAGES):
            info = dig(connection, "pageInfo")
            if info.get("hasNextPage") is not True:
                return
            variables = {"id": owner.get("id"), "after": info.get("endCursor"), **more}
            page = dig(self._query(query, variables), kind, field)
            self.is_partial |= not page
            connection["nodes"] = [*as_rows(connection), *as_rows(page)]
            connection["pageInfo"] = page.get("pageInfo")
        self.is_partial = True

    def _query_order(self, query: str, variables: Mapping[str, Json]) -> JsonObject:
        return dig(self._query(query, {"id": self._order.get("id"), **variables}), "order")

    def _query(self, query: str, variables: Mapping[str, Json]) -> JsonObject:
        response = self._client.execute(query, variables, self._deadline)
        self.is_partial |= response.is_partial
        return response.data
