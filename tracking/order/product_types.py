"""Tells the product types of an order: the shop's own word for what kind of product it is, such as "Furniture".

An order of several kinds has no type: it is packed once the last of them is ready, and is measured for none of them.
"""

from tracking.order.model import Order


def product_type(order: Order) -> str | None:
    """What all that is shipped in the order has in common; None where a product has no type."""
    types = product_types(order)
    return types[0] if len(types) == 1 else None


def product_types(order: Order) -> tuple[str | None, ...]:
    """The types of all that is shipped in the order, each once; None among them is a product without one."""
    return tuple(dict.fromkeys(line.product_type for line in order.lines if line.requires_shipping))
