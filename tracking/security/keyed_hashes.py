"""Hashes what is to be recognized in the database and not read from it: an order's id, a customer's contact."""

import hmac
from collections.abc import Sequence


class KeyedHashes:
    """Of one purpose: hashes for another one are others. ``keys`` are those of the settings, the newest last."""

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        self._keys = [hmac.digest(key.encode(), f"database {purpose}".encode(), "sha256") for key in keys]

    def newest(self, value: str) -> str:
        """The hash that is written."""
        return _hash(self._keys[-1], value)

    def all(self, value: str) -> tuple[str, ...]:
        """The hashes that may have been written, of the newest key first."""
        return tuple(_hash(key, value) for key in reversed(self._keys))


def _hash(key: bytes, value: str) -> str:
    return hmac.digest(key, value.encode(errors="replace"), "sha256")[:16].hex()
