"""Parses an order, without the rows that are malformed."""

import re
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlsplit

from tracking.order.model import Destination, FulfillmentOrder, Image, Line, LineGroup, Order
from tracking.shopify.errors import malformed
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.parsing.edits import read_edits
from tracking.shopify.parsing.named_days import read_named_day
from tracking.shopify.parsing.node import MissingValue, Node, need, read_rows, valid_zone, visible
from tracking.shopify.parsing.refunds import read_refund, read_return, read_transaction
from tracking.shopify.parsing.shipments import read_fulfillment, read_fulfillment_order
from tracking.shopify.parsing.variants import read_variant

Document: TypeAlias = JsonObject
"""A fetched order as it is cached: ``order`` in Shopify's JSON with all its pages merged, the shop's ``zone`` and
``shop_region``, ``partial``: whether something is missing that another fetch may bring, and ``replaced_by``: the name
of the order that was made anew in its place. ``released`` says when holds were released (see ``released_holds``),
``named`` which days pages have named (see ``named_days``)."""

_CDN = "cdn.shopify.com"
_DEMO_IMAGES = "/static/img/"
_UNSAFE_IN_URL = re.compile(r"[\s\"'<>\\^`{|}]")


def read_order(document: Document) -> Order:
    """Parses the document that ``ShopifyOrders.fetch`` returns.

    Unknown enum values stay as they are. Raises Unavailable when the id, the name or the date is missing.
    https://shopify.dev/docs/api/admin-graphql/latest/objects/Order
    """
    root = Node(document)
    try:
        return _order(root.node("order"), root)
    except MissingValue as missing:
        raise malformed("holds an order without its id, name or date") from missing


def _fulfillment_orders(node: Node, root: Node) -> tuple[FulfillmentOrder, ...]:
    groups = read_rows(node.rows("fulfillmentOrders"), read_fulfillment_order)
    released = {row.text("id"): row.moment("at") for row in root.rows("released")}
    return tuple(replace(group, released_at=released.get(group.id)) for group in groups) if released else groups


def _order(node: Node, root: Node) -> Order:
    placed_at = need(node.moment("processedAt"))
    address = node.node("shippingAddress")
    terms = node.node("paymentTerms")
    return Order(
        id=need(node.numeric_id()),
        name=need(node.text("name")),
        placed_at=placed_at,
        updated_at=node.moment("updatedAt") or placed_at,
        cancelled_at=node.moment("cancelledAt"),
        cancel_reason=node.text("cancelReason"),
        closed_at=node.moment("closedAt"),
        is_test=node.flag("test"),
        is_edited=node.flag("edited"),
        source=node.text("sourceName"),
        requires_shipping=node.flag("requiresShipping", default=True),
        locale=node.text("customerLocale"),
        zone=valid_zone(address.text("timeZone")) or valid_zone(root.text("zone")) or "UTC",
        shop_region=root.text("shop_region"),
        financial_status=node.text("displayFinancialStatus"),
        fulfillment_status=node.text("displayFulfillmentStatus") or "UNFULFILLED",
        return_status=node.text("returnStatus") or "NO_RETURN",
        refunded=node.money("totalRefundedSet"),
        outstanding=node.money("totalOutstandingSet"),
        capturable=node.money("totalCapturableSet"),
        gateways=node.texts("paymentGatewayNames"),
        transactions=read_rows(node.rows("transactions"), read_transaction),
        has_payment_terms=bool(terms),
        payment_due_at=_next_due_at(terms),
        payment_overdue=terms.flag("overdue"),
        destination=_destination(address),
        shipping_title=node.node("shippingLine").text("title"),
        lines=read_rows(node.rows("lineItems"), _line),
        fulfillments=read_rows(node.rows("fulfillments"), read_fulfillment),
        fulfillment_orders=_fulfillment_orders(node, root),
        returns=read_rows(node.rows("returns"), read_return),
        refunds=read_rows(node.rows("refunds"), read_refund),
        edits=read_edits(node),
        replaced_by=root.text("replaced_by"),
        is_partial=root.flag("partial"),
        is_cut=_is_cut(node),
        named_days=read_rows(root.rows("named"), read_named_day),
    )


def _is_cut(order: Node) -> bool:
    """Whether a list still has a page that was not fetched, or fewer fulfillments than Shopify counts."""
    has_more_lines = order.node("lineItems", "pageInfo").flag("hasNextPage")
    return has_more_lines or len(order.rows("fulfillments")) < (order.node("fulfillmentsCount").number("count") or 0)


def _line(row: Node) -> Line:
    current = row.number("currentQuantity")
    quantity = row.number("quantity")
    quantity = need(current if quantity is None else quantity)
    return Line(
        id=need(row.text("id")),
        title=visible(row.text("title")),
        variant=read_variant(row),
        sku=row.text("sku"),
        quantity=quantity,
        current_quantity=quantity if current is None else current,
        unfulfilled_quantity=row.number("unfulfilledQuantity") or 0,
        requires_shipping=row.flag("requiresShipping", default=True),
        is_gift_card=row.flag("isGiftCard"),
        selling_plan=row.node("sellingPlan").text("name"),
        is_subscription=bool(row.node("contract")),
        product_type=row.node("product").text("productType"),
        group=_line_group(row.node("lineItemGroup")),
        image=_image(row.node("image")),
    )


def _line_group(node: Node) -> LineGroup | None:
    group_id, title = node.text("id"), node.text("title")
    return LineGroup(id=group_id, title=title, quantity=node.number("quantity") or 1) if group_id and title else None


def _image(node: Node) -> Image | None:
    url = node.url("url")
    return Image(url=url, alt=node.text("altText")) if url and _is_image_url(url) else None


def _is_image_url(url: str) -> bool:
    """Whether our content security policy lets a page load it: from Shopify's CDN, or the demo's static files."""
    if not url.isascii() or not url.isprintable() or ".." in url:
        return False
    if url.startswith(_DEMO_IMAGES):
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and parts.netloc == _CDN and not _UNSAFE_IN_URL.search(url)


def _next_due_at(terms: Node) -> datetime | None:
    open_schedules = (row for row in terms.rows("paymentSchedules") if row.moment("completedAt") is None)
    return min(filter(None, (row.planned("dueAt") for row in open_schedules)), default=None)


def _destination(address: Node) -> Destination | None:
    if not address:
        return None
    return Destination(
        city=address.text("city"),
        province=address.text("provinceCode"),
        country=address.country("countryCodeV2"),
        postcode=address.text("zip"),
    )
