"""Keyed hashes under which a value is stored and found again, without the value itself standing anywhere."""

import hmac
from collections.abc import Sequence

_BYTES = 16


class KeyedHashes:
    """Hashes for one ``purpose``: those of another one differ.

    ``keys`` are ordered oldest first, as for links: the last one hashes, and with all of them a value is looked up that
    was stored under an older one.
    """

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        self._keys = [hmac.digest(key.encode(), f"keyed hash: {purpose}".encode(), "sha256") for key in reversed(keys)]

    def hash(self, value: str) -> str:
        """The hash to store, in hex."""
        return _hash(self._keys[0], value)

    def candidates(self, value: str) -> tuple[str, ...]:
        """The hashes to look up, the newest key's first."""
        return tuple(_hash(key, value) for key in self._keys)


def _hash(key: bytes, value: str) -> str:
    return hmac.digest(key, value.encode(errors="replace"), "sha256")[:_BYTES].hex()
