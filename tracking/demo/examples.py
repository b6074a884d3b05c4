"""The orders that a visitor of the demo may look up."""

from dataclasses import dataclass
from functools import cache

from tracking.demo.building.ids import order_number_id
from tracking.demo.orders import GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleOrder:
    """An order to look up: its number and the email on it (the phone if it has none).

    ``slug`` names the situation for machines, ``situation`` describes it in a sentence, ``group`` is its kind.
    ``featured`` is its rank among the few that the form shows, 0 if it is not among them.
    """

    order: str
    order_id: str
    email: str | None
    phone: str | None
    slug: str
    situation: str
    group: str
    featured: int


@cache
def examples() -> tuple[ExampleOrder, ...]:
    """Every order of the demo, by group."""
    return tuple(
        ExampleOrder(
            order=order.name,
            order_id=str(order_number_id(order.name)),
            email=order.email,
            phone=order.phone,
            slug=order.slug,
            situation=order.situation,
            group=group,
            featured=order.featured,
        )
        for group, orders in GROUPS.items()
        for order in orders
    )
