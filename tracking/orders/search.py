"""Finds the order with a number and a contact, always by searching Shopify.

The speed of a cached result would reveal which orders exist. So nothing is cached, and as much is read and compared
for an order that does not exist as for one with another contact. The number may be a parcel's: the orders that are
known to have it are searched for by their ids, and made-up ids stand in for those that there are not.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Self, TypeAlias
from weakref import WeakValueDictionary

from tracking.i18n.folding import fold_name
from tracking.i18n.text import Phrase, text
from tracking.orders import contact, order_number
from tracking.orders.errors import BadInput, LookupUnavailable
from tracking.orders.executor import CallExecutor
from tracking.orders.known_orders import KnownOrders
from tracking.orders.order_number import Spellings
from tracking.shopify.orders import SearchHit, SearchPage, ShopifyOrders, ShopProfile
from tracking.shopify.resilience import Deadline
from tracking.shopify.search import search_query

# Many simultaneous requests arrive over a longer time than Shopify needs for the first of them. Later than this a new
# search is begun, even while the shared one is still read.
_SHARED_FOR = 2.0  # seconds

# As long as Shopify's, and of no order: every search for a tracking number names as many ids.
_MADE_UP_IDS = ("1000000000001", "1000000000002", "1000000000003")

_Queries: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupQuery:
    """The two fields of the lookup form, normalized. Checked for their format only: the format is public."""

    number: str
    contact: str = field(repr=False)

    @classmethod
    def read(cls, typed_number: str, typed_contact: str, profile: Callable[[], ShopProfile]) -> Self:
        """Raises BadInput with a message for each malformed field.

        The shop's ``profile`` is needed only for a number with characters that its own format may have added.
        """
        number, normalized = order_number.normalize(typed_number), contact.normalize(typed_contact)
        if number is None and typed_number.strip():
            number = order_number.normalize(typed_number, profile().prefix, profile().suffix)
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

    def __init__(self, orders: ShopifyOrders, calls: CallExecutor, known: KnownOrders) -> None:
        self._orders = orders
        self._calls = calls
        self._known = known
        self._lock = Lock()
        # Only a search that reads them holds the pages: with the last one they are gone.
        self._pages: WeakValueDictionary[_Queries, _SharedPages] = WeakValueDictionary()

    def find(self, query: LookupQuery, deadline: Deadline) -> str | None:
        """The order's id, or None. Raises ShopifyError, LookupUnavailable, or TimeoutError."""
        profile = self._orders.profile.current(deadline)
        spellings = order_number.spellings(query.number, profile.prefix, profile.suffix)
        unread: LookupUnavailable | None = None
        try:
            ids = self._known.ids_by_number(query.number)
        except LookupUnavailable as error:
            ids, unread = (), error
        hits = self._search(_queries(spellings, ids), deadline)
        found = _verified_id(_matching(hits, spellings, ids or ()), query.contact)
        if found is None and unread:  # it may be the tracking number of an order all the same
            raise unread
        return found

    def _search(self, queries: _Queries, deadline: Deadline) -> Iterator[SearchHit]:
        pages = self._join(queries, deadline.monotonic())
        for query in queries:
            yield from self._orders.search(query, deadline, partial(self._read_page, pages))

    def _join(self, queries: _Queries, now: float) -> _SharedPages:
        with self._lock:
            pages = self._pages.get(queries)
            if pages is None or now >= pages.shared_until:
                pages = self._pages[queries] = _SharedPages(now + _SHARED_FOR)
            return pages

    def _read_page(
        self, pages: _SharedPages, key: Hashable, query: Callable[[Deadline], SearchPage], deadline: Deadline
    ) -> SearchPage:
        def read(deadline: Deadline) -> SearchPage:
            # Another call may have ended since this one was requested.
            return pages.read.get(key) or pages.read.setdefault(key, query(deadline))

        return pages.read.get(key) or self._calls.run(("search", key), read, deadline)


def _queries(spellings: Spellings, ids: tuple[str, ...] | None = None) -> _Queries:
    """The searches for an order, one or two: the first with the confirmation numbers, and the ids by tracking number.

    ``ids`` is None where no tracking number was typed.
    """
    first, *others = spellings.searches
    named = () if ids is None else (*ids, *_MADE_UP_IDS)[: len(_MADE_UP_IDS)]
    return search_query(first, spellings.confirmations, named), *map(search_query, others)


def matching_ids(orders: ShopifyOrders, typed_number: str, deadline: Deadline) -> Iterator[str]:
    """The ids of the orders that a lookup by this number compares the contact of. Raises ShopifyError."""
    profile = orders.profile.current(deadline)
    number = order_number.normalize(typed_number, profile.prefix, profile.suffix)
    if number is None:
        return
    spellings = order_number.spellings(number, profile.prefix, profile.suffix)
    for query in _queries(spellings):
        yield from (hit.id for hit in _matching(orders.search(query, deadline), spellings))


def _matching(hits: Iterable[SearchHit], spellings: Spellings, ids: Collection[str] = ()) -> Iterator[SearchHit]:
    """The hits with exactly one of the names, confirmation numbers or ids: the search returns similar ones, too."""
    names, confirmations = set(map(fold_name, spellings.names)), set(map(fold_name, spellings.confirmations))
    for hit in hits:
        if fold_name(hit.name) in names or fold_name(hit.confirmation or "") in confirmations or hit.id in ids:
            yield hit


def _verified_id(hits: Iterable[SearchHit], typed: str) -> str | None:
    """The id of the first hit with this contact."""
    has_compared = False
    for hit in hits:
        has_compared = True
        if contact.verify_contact(typed, email=hit.email, phone=hit.phone):
            return hit.id
    if not has_compared:  # the same work, so that its time does not reveal that there is no such order
        contact.verify_contact(typed, email=None, phone=None)
    return None


def _number_message(typed: str) -> Phrase:
    if not typed.strip():
        return text("Enter your order number.")
    return text("Enter the order number from your confirmation email, for example #1001.")


def _contact_message(typed: str) -> Phrase:
    if not typed.strip():
        return text("Enter the email address you ordered with.")
    return text("Enter an email address, for example name@example.com, or the phone number you ordered with.")
