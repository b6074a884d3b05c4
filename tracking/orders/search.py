"""Finds the order that a number and a contact name, always by asking Shopify.

A remembered answer would tell by its speed which orders exist. So nothing is kept, and as much is read and compared
for an order that is not there as for one that is somebody else's.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from tracking.orders import contact
from tracking.orders.concurrency import ConcurrencyLimit
from tracking.orders.lookup_query import LookupQuery
from tracking.orders.order_number import candidates, same_form
from tracking.orders.single_flight import SharedIterators
from tracking.shopify.orders import SearchHit, ShopifyOrders
from tracking.shopify.resilience import Deadline

_Names: TypeAlias = tuple[str, ...]


class OrderFinder:
    """Simultaneous questions for one number share what is read for it, whatever their contacts."""

    def __init__(self, orders: ShopifyOrders) -> None:
        self._orders = orders
        self._readings: SharedIterators[SearchHit] = SharedIterators()

    def find(self, question: LookupQuery, deadline: Deadline, slots: ConcurrencyLimit) -> str | None:
        """The order's id, or None. Who asks Shopify needs one of the ``slots``; who shares the answer does not.

        Raises ShopifyError, Busy, or TimeoutError.
        """
        profile = self._orders.profile(deadline)
        names = candidates(question.number, profile.prefix, profile.suffix)
        return self._readings.share(
            names,
            lambda: self._read(names, deadline, slots),
            lambda hits: _proven(hits, names, question.contact),
            deadline,
        )

    def _read(self, names: _Names, deadline: Deadline, slots: ConcurrencyLimit) -> Iterator[SearchHit]:
        for name in names:
            yield from self._orders.find(name, deadline, slot=lambda: slots.take(deadline.left()))


def _proven(hits: Iterable[SearchHit], names: _Names, typed: str) -> str | None:
    """The id of the first hit with one of the names, exactly, and this contact: the search returns look-alikes."""
    forms = {same_form(name) for name in names}
    has_compared = False
    for hit in hits:
        if same_form(hit.name) in forms:
            has_compared = True
            if contact.verify_contact(typed, email=hit.email, phone=hit.phone):
                return hit.id
    if not has_compared:  # the same work, so that its time does not tell that there is no such order
        contact.verify_contact(typed, email=None, phone=None)
    return None
