"""Finds the order with a number and a contact, always by searching Shopify.

The speed of a cached result would reveal which orders exist. So nothing is cached, and as much is read and compared
for an order that does not exist as for one with another contact.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Self, TypeAlias
from weakref import WeakValueDictionary

from tracking.i18n.text import Phrase, text
from tracking.orders import contact, order_number
from tracking.orders.errors import BadInput
from tracking.orders.executor import CallExecutor
from tracking.shopify.orders import SearchHit, SearchPage, ShopifyOrders
from tracking.shopify.resilience import Deadline

# Many simultaneous requests arrive over a longer time than Shopify needs for the first of them. Later than this a new
# search is begun, even while the shared one is still read.
_SHARED_FOR = 2.0  # seconds

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


@dataclass(eq=False)
class _SharedPages:
    """The pages that simultaneous searches for one number have read."""

    shared_until: float
    read: dict[Hashable, SearchPage] = field(default_factory=dict)


class OrderFinder:
    """Simultaneous searches for one number share their pages, whatever their contacts."""

    def __init__(self, orders: ShopifyOrders, calls: CallExecutor) -> None:
        self._orders = orders
        self._calls = calls
        self._lock = Lock()
        # Only a search that reads them holds the pages: with the last one they are gone.
        self._pages: WeakValueDictionary[_Names, _SharedPages] = WeakValueDictionary()

    def find(self, query: LookupQuery, deadline: Deadline) -> str | None:
        """The order's id, or None. Raises ShopifyError, Busy, or TimeoutError."""
        profile = self._orders.profile.current(deadline)
        names = order_number.candidates(query.number, profile.prefix, profile.suffix)
        return _verified_id(self._search(names, deadline), names, query.contact)

    def _search(self, names: _Names, deadline: Deadline) -> Iterator[SearchHit]:
        pages = self._join(names, deadline.monotonic())
        for name in names:
            yield from self._orders.search(name, deadline, partial(self._read_page, pages))

    def _join(self, names: _Names, now: float) -> _SharedPages:
        with self._lock:
            pages = self._pages.get(names)
            if pages is None or now >= pages.shared_until:
                pages = self._pages[names] = _SharedPages(now + _SHARED_FOR)
            return pages

    def _read_page(
        self, pages: _SharedPages, key: Hashable, query: Callable[[Deadline], SearchPage], deadline: Deadline
    ) -> SearchPage:
        def read(deadline: Deadline) -> SearchPage:
            # Another call may have ended since this one was requested.
            return pages.read.get(key) or pages.read.setdefault(key, query(deadline))

        return pages.read.get(key) or self._calls.run(("search", key), read, deadline)


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
