"""What stands for an order, a number or an address where it must not be written itself: in logs, caches and limits."""

import hmac


class Pseudonyms:
    """Names under one key: the same for the same thing, and meaningless to whoever does not hold the key."""

    def __init__(self, key: str) -> None:
        self._key = hmac.digest(key.encode(), b"pseudonyms", "sha256")

    def pseudonymize(self, *words: str) -> str:
        """Sixteen hex digits."""
        # A byte that UTF-8 never uses keeps ("ab", "c") and ("a", "bc") apart.
        message = b"\xff".join(word.encode(errors="replace") for word in words)
        return hmac.digest(self._key, message, "sha256")[:8].hex()
