"""The rest of a large order: what did not fit into the first question, merged into its answer."""

import logging
from collections.abc import Callable, Mapping

from tracking.shopify import sizes
from tracking.shopify.client import Client
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import ShopifyError
from tracking.shopify.json_access import Json, JsonObject, as_list, as_rows, dig
from tracking.shopify.response import GraphQLResponse

PAGES = 20  # of one list: far more than an order may have, and an end if the cursors run in a circle

log = logging.getLogger(__name__)


class OrderPagination:
    """Completes an order in place. ``is_partial`` says afterwards whether something could not be had."""

    def __init__(self, client: Client, order: JsonObject, flags: Mapping[str, Json], deadline: Deadline) -> None:
        self._client = client
        self._order = order
        self._flags = flags
        self._deadline = deadline
        self.is_partial = False

    def complete(self) -> None:
        """Ask for everything that is missing; what fails, or is too late, stays as it is."""
        steps = (self._lines, self._fulfillments, self._fulfillment_orders, self._returns, self._refunds)
        for step in steps:
            self._attempt(step)

    def _attempt(self, step: Callable[[], None]) -> None:
        try:
            step()
        except ShopifyError as error:
            log.warning("an order stays incomplete: %s", error)
            self.is_partial = True

    def _lines(self) -> None:
        self._page_through(self._order, "order", "lineItems", "order_lines")

    def _fulfillments(self) -> None:
        self._all_fulfillments()
        for fulfillment in as_rows(self._order.get("fulfillments")):
            self._page_through(fulfillment, "fulfillment", "fulfillmentLineItems", "fulfillment_lines")
            self._all_tracking(fulfillment)

    def _all_fulfillments(self) -> None:
        known = len(as_rows(self._order.get("fulfillments")))
        told = dig(self._order, "fulfillmentsCount").get("count")
        # It may be null; then a list that is full may go on.
        behind_a_full_list = sizes.MOST_PARCELS if known >= sizes.FIRST["fulfillments"] else known
        count = told if isinstance(told, int) else behind_a_full_list
        if count > known:
            self._fetch_fulfillments(count)
            self.is_partial |= count == told and len(as_rows(self._order.get("fulfillments"))) < count

    def _fetch_fulfillments(self, count: int) -> None:
        found = as_rows(self._ask_order("order_fulfillments", sizes.parcel_sizes(count)).get("fulfillments"))
        asked = self._ask_order("order_contents", sizes.content_sizes(count))
        contents = {row.get("id"): row for row in as_rows(asked.get("fulfillments"))}
        for fulfillment in found:
            lines = contents.get(fulfillment.get("id"), {}).get("fulfillmentLineItems")
            fulfillment["fulfillmentLineItems"] = lines
            self.is_partial |= lines is None
        self._order["fulfillments"] = list[Json](found)

    def _all_tracking(self, fulfillment: JsonObject) -> None:
        if len(as_list(fulfillment.get("trackingInfo"))) < sizes.FIRST["tracking"]:
            return
        variables = {"id": fulfillment.get("id")}
        found = dig(self._ask("fulfillment_tracking", variables).data, "fulfillment").get("trackingInfo")
        fulfillment["trackingInfo"] = found or fulfillment["trackingInfo"]

    def _fulfillment_orders(self) -> None:
        self._page_through(self._order, "order", "fulfillmentOrders", "order_fulfillment_orders")
        for group in as_rows(self._order.get("fulfillmentOrders")):
            self._page_through(group, "fulfillmentOrder", "lineItems", "fulfillment_order_lines")
            self._page_through(group, "fulfillmentOrder", "fulfillments", "fulfillment_order_fulfillments")

    def _returns(self) -> None:
        self._page_through(self._order, "order", "returns", "order_returns")
        for returned in as_rows(self._order.get("returns")):
            self._page_through(returned, "return", "returnLineItems", "return_lines")

    def _refunds(self) -> None:
        if len(as_rows(self._order.get("refunds"))) >= sizes.FIRST_REFUNDS:
            variables = {"withReturns": self._flags["withReturns"]}
            found = as_rows(self._ask_order("order_refunds", variables).get("refunds"))
            self._order["refunds"] = list[Json](found)
            self.is_partial |= len(found) >= sizes.MOST_REFUNDS
        for refund in as_rows(self._order.get("refunds")):
            self._page_through(refund, "refund", "refundLineItems", "refund_lines")

    def _page_through(self, owner: JsonObject, kind: str, field: str, query: str) -> None:
        """Append every further page of ``owner``'s connection. A part that was not asked for has none."""
        connection = dig(owner, field)
        for _ in range(PAGES):
            info = dig(connection, "pageInfo")
            if info.get("hasNextPage") is not True:
                return
            variables = {"id": owner.get("id"), "after": info.get("endCursor")}
            page = dig(self._ask(query, variables).data, kind, field)
            self.is_partial |= not page
            connection["nodes"] = [*as_rows(connection), *as_rows(page)]
            connection["pageInfo"] = page.get("pageInfo")
        self.is_partial = True

    def _ask_order(self, query: str, variables: Mapping[str, Json]) -> JsonObject:
        return dig(self._ask(query, {"id": self._order.get("id"), **variables}).data, "order")

    def _ask(self, query: str, variables: Mapping[str, Json]) -> GraphQLResponse:
        reply = self._client.execute(query, variables, self._deadline)
        self.is_partial |= reply.is_partial
        return reply
