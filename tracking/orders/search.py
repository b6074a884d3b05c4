"""Finds the order with a number and a contact, always by searching Shopify.

The speed of a cached result would reveal which orders exist. So nothing is cached, and as much is read and compared
for an order that does not exist as for one with another contact.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from tracking.orders import contact
from tracking.orders.concurrency import ConcurrencyLimit
from tracking.orders.lookup_query import LookupQuery
from tracking.orders.order_number import candidates, same_form
from tracking.orders.single_flight import SharedIterators
from tracking.shopify.deadline import Deadline
from tracking.shopify.orders import SearchHit, ShopifyOrders

_Names: TypeAlias = tuple[str, ...]


class OrderFinder:
    """Simultaneous searches for one number share their hits, whatever their contacts."""

    def __init__(self, orders: ShopifyOrders) -> None:
        self._orders = orders
        self._searches: SharedIterators[SearchHit] = SharedIterators()

    def find(self, query: LookupQuery, deadline: Deadline, limit: ConcurrencyLimit) -> str | None:
        """The order's id, or None. Only calls to Shopify count towards ``limit``, not the sharing of their hits.

        Raises ShopifyError, Busy, or TimeoutError.
        """
        profile = self._orders.profile(deadline)
        names = candidates(query.number, profile.prefix, profile.suffix)
        return self._searches.share(
            names,
            lambda: self._search(names, deadline, limit),
            lambda hits: _verified_id(hits, names, query.contact),
            deadline,
        )

    def _search(self, names: _Names, deadline: Deadline, limit: ConcurrencyLimit) -> Iterator[SearchHit]:
        for name in names:
            yield from self._orders.find(name, deadline, turn=lambda: limit.take(deadline.left()))


def _verified_id(hits: Iterable[SearchHit], names: _Names, typed: str) -> str | None:
    """The id of the first hit with exactly one of the names, and this contact: the search returns similar names."""
    forms = {same_form(name) for name in names}
    has_compared = False
    for hit in hits:
        if same_form(hit.name) in forms:
            has_compared = True
            if contact.verify_contact(typed, email=hit.email, phone=hit.phone):
                return hit.id
    if not has_compared:  # the same work, so that its time does not reveal that there is no such order
        contact.verify_contact(typed, email=None, phone=None)
    return None
