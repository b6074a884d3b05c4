"""The keyed hashes under which the directory knows what it does not keep: erased orders, customers' contacts, tags."""

from collections.abc import Iterable, Sequence

from tracking.database.erased_orders import ALL_ORDERS
from tracking.orders.contact import canonical_contact
from tracking.security.keyed_hashes import KeyedHashes


class OrderHashes:
    """``keys`` are SECRET_KEY and its fallbacks, oldest first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._ids = KeyedHashes(keys, "erased order")
        self._contacts = KeyedHashes(keys, "order contact")
        self._tags = KeyedHashes(keys, "order tag")

    def erased(self, order_id: str) -> str:
        """The hash under which an erased order is remembered."""
        return self._ids.hash(order_id)

    def erased_candidates(self, order_id: str) -> tuple[str, ...]:
        """The hashes under which an order may be remembered as erased, by an older key or with the whole shop, too."""
        return (*self._ids.candidates(order_id), ALL_ORDERS)

    def contact(self, *, email: str | None, phone: str | None) -> str | None:
        """The hash of an order's contact; None where it has none, or the shop's plan hides it."""
        contact = canonical_contact(email=email, phone=phone)
        return self._contacts.hash(contact) if contact else None

    def contact_candidates(self, *, email: str | None, phone: str | None) -> tuple[str, ...]:
        """The hashes by which orders with this contact are found."""
        contact = canonical_contact(email=email, phone=phone)
        return self._contacts.candidates(contact) if contact else ()

    def tags(self, tags: Iterable[str]) -> frozenset[str]:
        """The hashes of an order's tags, which are the shop's own words: a customer's name may be among them."""
        return frozenset(self._tags.hash(_canonical(tag)) for tag in tags)

    def tag_candidates(self, tag: str) -> tuple[str, ...]:
        """The hashes by which orders with this tag are found."""
        return self._tags.candidates(_canonical(tag))


def _canonical(tag: str) -> str:
    """Shopify takes tags that differ in case alone for one."""
    return tag.strip().casefold()
