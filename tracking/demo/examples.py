"""The orders that a visitor of the demo may try."""

from dataclasses import dataclass

from tracking.demo.orders import SALES


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An order to look up: its number and the e-mail on it (the phone where it has none).

    ``slug`` names the situation for machines, ``situation`` says it in a sentence. ``featured`` ones are few, and
    stand first in ``examples()``.
    """

    order: str
    email: str | None
    phone: str | None
    slug: str
    situation: str
    featured: bool


def examples() -> tuple[Example, ...]:
    """Every order of the demo, the featured ones first, then by theme."""
    featured = sorted((sale for sale in SALES if sale.featured), key=lambda sale: sale.featured)
    others = [sale for sale in SALES if not sale.featured]
    return tuple(
        Example(
            order=sale.name,
            email=sale.email,
            phone=sale.phone,
            slug=sale.slug,
            situation=sale.situation,
            featured=bool(sale.featured),
        )
        for sale in (*featured, *others)
    )
