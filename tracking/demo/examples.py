"""The orders that a visitor of the demo may look up."""

from dataclasses import dataclass

from tracking.demo.orders import ORDERS


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleOrder:
    """An order to look up: its number and the e-mail on it (the phone if it has none).

    ``slug`` names the situation for machines, ``situation`` describes it in a sentence. ``featured`` ones are few, and
    come first in ``examples()``.
    """

    order: str
    email: str | None
    phone: str | None
    slug: str
    situation: str
    featured: bool


def examples() -> tuple[ExampleOrder, ...]:
    """Every order of the demo, the featured ones first, then by theme."""
    featured = sorted((order for order in ORDERS if order.featured), key=lambda order: order.featured)
    others = [order for order in ORDERS if not order.featured]
    return tuple(
        ExampleOrder(
            order=order.name,
            email=order.email,
            phone=order.phone,
            slug=order.slug,
            situation=order.situation,
            featured=bool(order.featured),
        )
        for order in (*featured, *others)
    )
