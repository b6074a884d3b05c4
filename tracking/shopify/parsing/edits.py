"""Parses the edits of an order, with the units of items that they added and removed."""

from tracking.order.model import OrderEdit
from tracking.shopify.parsing.node import Node, need, read_rows

_ITEMS = frozenset({"PRODUCT", "GIFT_CARD"})  # no tips, fees or shipping


def read_edits(order: Node) -> tuple[OrderEdit, ...]:
    """https://shopify.dev/docs/api/admin-graphql/latest/interfaces/SalesAgreement."""
    edits = (row for row in order.rows("agreements") if row.text("reason") == "ORDER_EDIT")
    return read_rows(edits, _edit)


def _edit(row: Node) -> OrderEdit:
    happened_at = need(row.moment("happenedAt"))
    items = [sale for sale in row.rows("sales") if sale.text("lineType") in _ITEMS]
    is_cut = row.node("sales", "pageInfo").flag("hasNextPage")
    if is_cut or any(sale.units("quantity") is None for sale in items):
        return OrderEdit(happened_at=happened_at, added=0, removed=0)
    return OrderEdit(happened_at=happened_at, added=_units(items, "ORDER"), removed=_units(items, "RETURN"))


def _units(sales: list[Node], action: str) -> int:
    return sum(sale.units("quantity") or 0 for sale in sales if sale.text("actionType") == action)
