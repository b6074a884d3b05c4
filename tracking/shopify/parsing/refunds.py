"""Parses returns, refunds, and the transactions that move their money."""

from tracking.order.model import Disposition, ExchangeItem, Refund, RefundUnits, Return, ReturnUnits, Transaction
from tracking.shopify.parsing.node import Node, need, read_rows, visible
from tracking.shopify.parsing.shipments import read_tracking
from tracking.shopify.parsing.variants import read_variant


def read_return(row: Node) -> Return:
    """https://shopify.dev/docs/api/admin-graphql/latest/objects/Return."""
    reverse_orders = row.rows("reverseFulfillmentOrders")
    deliverables = [
        delivery.node("deliverable") for reverse in reverse_orders for delivery in reverse.rows("reverseDeliveries")
    ]
    lines = [line for reverse in reverse_orders for line in reverse.rows("lineItems")]
    label_nodes = [deliverable.node("label") for deliverable in deliverables]
    labels = (node.url("publicFileUrl") for node in label_nodes)
    label_url = next((label for label in labels if label and label.startswith("https://")), None)
    return Return(
        id=need(row.text("id")),
        status=need(row.text("status")),
        created_at=need(row.moment("createdAt")),
        approved_at=row.moment("requestApprovedAt"),
        closed_at=row.moment("closedAt"),
        decline_reason=row.node("decline").text("reason"),
        units=read_rows(row.rows("returnLineItems"), _return_units),
        exchanges=read_rows(row.rows("exchangeLineItems"), _exchange_item),
        tracking=read_rows([deliverable.node("tracking") for deliverable in deliverables], read_tracking),
        label_url=label_url,
        # Of what was kept, only that there is one is known.
        has_label=label_url is not None or any(node.flag("publicFileUrl") for node in label_nodes),
        dispositions=read_rows([each for line in lines for each in line.rows("dispositions")], _disposition),
        reverse_statuses=read_rows(reverse_orders, lambda reverse: need(reverse.text("status"))),
    )


def _return_units(row: Node) -> ReturnUnits:
    return ReturnUnits(
        line_id=row.node("fulfillmentLineItem", "lineItem").text("id"),
        quantity=need(row.number("quantity")),
        refunded_quantity=row.number("refundedQuantity") or 0,
    )


def _exchange_item(row: Node) -> ExchangeItem:
    line = next(iter(row.rows("lineItems")), Node(None))
    return ExchangeItem(
        line_id=line.text("id"),
        title=visible(line.text("title")),
        variant=read_variant(line),
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
        units=read_rows(row.rows("refundLineItems"), _refund_units),
        transactions=read_rows(row.rows("transactions"), read_transaction),
    )


def read_transaction(row: Node) -> Transaction:
    """https://shopify.dev/docs/api/admin-graphql/latest/objects/OrderTransaction."""
    return Transaction(
        kind=need(row.text("kind")),
        status=need(row.text("status")),
        gateway=row.text("gateway"),
        is_manual=row.flag("manualPaymentGateway"),
        processed_at=row.moment("processedAt"),
    )


def _refund_units(row: Node) -> RefundUnits:
    return RefundUnits(
        line_id=need(row.node("lineItem").text("id")),
        quantity=need(row.number("quantity")),
        restock=row.text("restockType") or "NO_RESTOCK",
    )
