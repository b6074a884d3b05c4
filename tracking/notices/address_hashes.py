"""The keyed hashes under which stops and blocks of email addresses are kept, each with the id of its key in front."""

from collections.abc import Sequence

from tracking.orders.contact import canonical_contact
from tracking.security.keyed_hashes import KeyedHashes

KEY_ID_LENGTH = 8


class AddressHashes:
    """``keys`` are SECRET_KEY and its fallbacks, oldest first: the last one hashes, all of them are looked up."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._hashes = [(key_id(key), KeyedHashes([key], "letter address")) for key in reversed(keys)]

    def hash(self, email: str) -> str | None:
        """The hash to store; None for what is no address."""
        return next(iter(self.candidates(email)), None)

    def candidates(self, email: str) -> tuple[str, ...]:
        """The hashes to look up, the newest key's first."""
        contact = canonical_contact(email=email, phone=None)
        return tuple(f"{name}:{hashes.hash(contact)}" for name, hashes in self._hashes) if contact else ()


def key_id(key: str) -> str:
    """The name of a key, from which the key cannot be found."""
    return KeyedHashes([key], "id of a key").hash("")[:KEY_ID_LENGTH]
