"""Reads the title of a variant."""

from tracking.shopify.parsing.node import Node, visible

# The titles that Shopify gives the only variant of a product: they tell a customer nothing.
# https://shopify.dev/docs/api/admin-graphql/latest/objects/ProductVariant
_OF_THE_ONLY_VARIANT = frozenset({"default title", "default"})


def read_variant(row: Node) -> str | None:
    """The ``variantTitle`` of a line item; None where the product has no variants."""
    title = visible(row.text("variantTitle"))
    return None if title is None or title.casefold() in _OF_THE_ONLY_VARIANT else title
