"""Shopify's returns and refunds, read: what comes back, and the money for it."""

from tracking.order.model import Disposition, ExchangeItem, Refund, RefundUnits, Return, ReturnUnits
from tracking.shopify.node import Node, need, read_rows
from tracking.shopify.shipments import read_tracking


def read_return(row: Node) -> Return:
    """https://shopify.dev/docs/api/admin-graphql/latest/objects/Return."""
    ways = row.rows("reverseFulfillmentOrders")
    parcels = [delivery.node("deliverable") for way in ways for delivery in way.rows("reverseDeliveries")]
    handled = [item for way in ways for line in way.rows("lineItems") for item in line.rows("dispositions")]
    labels = (parcel.node("label").url("publicFileUrl") for parcel in parcels)
    return Return(
        id=need(row.text("id")),
        status=need(row.text("status")),
        created_at=need(row.moment("createdAt")),
        approved_at=row.moment("requestApprovedAt"),
        closed_at=row.moment("closedAt"),
        decline_reason=row.node("decline").text("reason"),
        units=read_rows(row.rows("returnLineItems"), _returned),
        exchanges=read_rows(row.rows("exchangeLineItems"), _exchanged),
        tracking=read_rows([parcel.node("tracking") for parcel in parcels], read_tracking),
        label_url=next((label for label in labels if label and label.startswith("https://")), None),
        dispositions=read_rows(handled, _disposition),
        reverse_statuses=read_rows(ways, lambda way: need(way.text("status"))),
    )


def _returned(row: Node) -> ReturnUnits:
    return ReturnUnits(
        line_id=row.node("fulfillmentLineItem", "lineItem").text("id"),
        quantity=need(row.number("quantity")),
        refunded_quantity=row.number("refundedQuantity") or 0,
    )


def _exchanged(row: Node) -> ExchangeItem:
    line = next(iter(row.rows("lineItems")), Node(None))
    return ExchangeItem(
        title=line.text("title"),
        variant=line.text("variantTitle"),
        quantity=need(row.number("quantity")),
    )


def _disposition(row: Node) -> Disposition:
    return Disposition(
        type=need(row.text("type")),
        quantity=need(row.number("quantity")),
        at=row.moment("createdAt"),
    )


def read_refund(row: Node) -> Refund:
    """https://shopify.dev/docs/api/admin-graphql/latest/objects/Refund."""
    return Refund(
        processed_at=need(row.moment("processedAt")),
        total=row.money("totalRefundedSet"),
        return_id=row.node("return").text("id"),
        units=read_rows(row.rows("refundLineItems"), _refunded),
    )


def _refunded(row: Node) -> RefundUnits:
    return RefundUnits(
        line_id=need(row.node("lineItem").text("id")),
        quantity=need(row.number("quantity")),
        restock=row.text("restockType") or "NO_RESTOCK",
    )
