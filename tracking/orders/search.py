"""Finds the order with a number and a contact, always by searching Shopify.

The speed of a cached result would reveal which orders exist. So nothing is cached, and as much is read and compared
for an order that does not exist as for one with another contact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self, TypeAlias

from tracking.i18n.text import Phrase, text
from tracking.orders import contact, order_number
from tracking.orders.concurrency import ConcurrencyLimit
from tracking.orders.errors import BadInput
from tracking.orders.single_flight import SharedIterators
from tracking.shopify.orders import SearchHit, ShopifyOrders
from tracking.shopify.resilience import Deadline

_Names: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupQuery:
    """The two fields of the lookup form, normalized. Checked for their format only: the format is public."""

    number: str
    contact: str = field(repr=False)

    @classmethod
    def read(cls, typed_number: str, typed_contact: str) -> Self:
        """Raises BadInput with a message for each malformed field."""
        number, normalized = order_number.normalize(typed_number), contact.normalize(typed_contact)
        if number is None or normalized is None:
            messages = {"order": _number_message(typed_number), "email": _contact_message(typed_contact)}
            valid = {"order": number, "email": normalized}
            raise BadInput({name: message for name, message in messages.items() if valid[name] is None})
        return cls(number=number, contact=normalized)


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
        names = order_number.candidates(query.number, profile.prefix, profile.suffix)
        return self._searches.share(
            names,
            lambda: self._search(names, deadline, limit),
            lambda hits: _verified_id(hits, names, query.contact),
            deadline,
        )

    def _search(self, names: _Names, deadline: Deadline, limit: ConcurrencyLimit) -> Iterator[SearchHit]:
        for name in names:
            yield from self._orders.search(name, deadline, slot=lambda: limit.take(deadline.remaining()))


def _verified_id(hits: Iterable[SearchHit], names: _Names, typed: str) -> str | None:
    """The id of the first hit with exactly one of the names, and this contact: the search returns similar names."""
    forms = {order_number.same_form(name) for name in names}
    has_compared = False
    for hit in hits:
        if order_number.same_form(hit.name) in forms:
            has_compared = True
            if contact.verify_contact(typed, email=hit.email, phone=hit.phone):
                return hit.id
    if not has_compared:  # the same work, so that its time does not reveal that there is no such order
        contact.verify_contact(typed, email=None, phone=None)
    return None


def _number_message(typed: str) -> Phrase:
    if not typed.strip():
        return text("Enter your order number.")
    return text("Enter the order number as it stands in your confirmation e-mail, such as #1001.")


def _contact_message(typed: str) -> Phrase:
    if not typed.strip():
        return text("Enter the e-mail address you ordered with.")
    return text("Enter an e-mail address such as name@example.com, or the phone number you ordered with.")
