"""Tells the product type of an order: the shop's own word for what kind of product it is, such as "Furniture".

An order of several kinds has none: it is packed once the last of them is ready, and no figure of one kind tells when.
"""

from tracking.order.model import Order


def product_type(order: Order) -> str | None:
    """What all that is shipped in the order has in common; None where a product has no type."""
    types = {line.product_type for line in order.lines if line.requires_shipping}
    return types.pop() if len(types) == 1 else None
