"""Finds the order that a number and a contact name, always by asking Shopify.

A remembered answer would tell by its speed which orders exist. So nothing is kept, and as much is read for an
order that is not there as for one that is somebody else's.
"""

from collections.abc import Iterator
from typing import TypeAlias

from tracking.lookup import contact
from tracking.lookup.number import candidates, same_form
from tracking.lookup.question import Question
from tracking.lookup.sharing import Readings
from tracking.shopify.deadline import Deadline
from tracking.shopify.orders import Candidate, Orders

_Names: TypeAlias = tuple[str, ...]


class Search:
    """Simultaneous questions for one number share what is read for it, whatever their contacts."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._readings: Readings[Candidate] = Readings()

    def find(self, question: Question, deadline: Deadline) -> str | None:
        """The order's id, or None. Raises ShopifyError."""
        profile = self._orders.profile(deadline)
        names = candidates(question.number, profile.prefix, profile.suffix)
        with self._readings.share(names, lambda: self._read(names, deadline)) as reading:
            hits = (hit.id for hit in reading if _is_meant(hit, names, question.contact))
            return next(hits, None)

    def _read(self, names: _Names, deadline: Deadline) -> Iterator[Candidate]:
        for name in names:
            yield from self._orders.find(name, deadline)


def _is_meant(hit: Candidate, names: _Names, typed: str) -> bool:
    """Shopify's search returns look-alikes: the name must be exact, and the contact the order's own."""
    is_named = same_form(hit.name) in {same_form(name) for name in names}
    return is_named and contact.proves(typed, email=hit.email, phone=hit.phone)
