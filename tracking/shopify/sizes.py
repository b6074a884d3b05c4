"""How many rows each question asks for, so that none costs more than Shopify's 1000 points.

By plain multiplication: https://shopify.dev/docs/api/usage/limits#calculating-query-cost
"""

from collections.abc import Mapping

LARGEST_QUERY = 1000

# What nearly every order fits into. Shopify sets a question's highest price aside until it has answered: the less
# is asked for at first, the more customers are answered at once (with every part 444 points, of a small shop's 2000).
FIRST: Mapping[str, int] = {
    "lines": 15,
    "fulfillments": 3,
    "tracking": 2,
    "events": 25,
    "fulfillmentLines": 8,
}

# Lists without a cursor: one that is full may go on. As in order.graphql and order_refunds.graphql.
FIRST_REFUNDS, MOST_REFUNDS = 3, 40

# So many parcels at most, and what is asked of each: 1 point for itself, 1 for each number and event.
_PARCELS = (
    (20, {"tracking": 4, "events": 40}),
    (66, {"tracking": 4, "events": 10}),
    (120, {"tracking": 4, "events": 3}),
)
MOST_PARCELS = 120


def parcel_sizes(count: int) -> dict[str, int]:
    """The variables for all ``count`` parcels of an order, or for as many as one question can hold."""
    asked = min(count, MOST_PARCELS)
    return {"fulfillments": asked, **next(sizes for most, sizes in _PARCELS if asked <= most)}


def content_sizes(count: int) -> dict[str, int]:
    """The variables for what is in them: a parcel costs 2 points and each of its lines 2, the order 1."""
    asked = min(count, MOST_PARCELS)
    return {"fulfillments": asked, "fulfillmentLines": ((LARGEST_QUERY - 1) // asked - 2) // 2}
