"""Tells the product types of an order: the shop's own word for what kind of product it is, such as "Furniture".

An order of several kinds has no type: it is packed once the last of them is ready, and is measured for none of them.
"""

from tracking.order.model import Order


def product_type(order: Order) -> str | None:
    """The one type of all that is shipped in the order; None where there are several, or a product has none."""
    types = product_types(order)
    return types[0] if len(types) == 1 else None


def product_types(order: Order) -> tuple[str | None, ...]:
    """The types of all that is shipped in the order, each once; None among them is a product without one."""
    return tuple(dict.fromkeys(line.product_type for line in order.lines if line.requires_shipping))
