"""Signs the short links of text messages: twenty characters that open one order until a day.

A text has no room for the token of a page. The order's number, the day and half of a hash are packed into fifteen
bytes; who would guess one has 2^56 codes to try for each order, against the limit for bad links.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from tracking.security.links import InvalidLink, LinkExpired, OpenedLink

_ID, _DAY, _MAC = 6, 2, 7  # bytes
_FIRST_DAY = date(2026, 1, 1)
_LENGTH = (_ID + _DAY + _MAC) * 4 // 3


class ShortLinks:
    """``keys`` are ordered oldest first: the last one signs, all of them verify."""

    def __init__(self, keys: Sequence[str], *, lifetime: timedelta, clock: Callable[[], datetime]) -> None:
        self._keys = [hmac.digest(key.encode(), b"short links", hashlib.sha256) for key in keys]
        self._lifetime = lifetime
        self._clock = clock

    def sign(self, order_id: str) -> str:
        """The code of an order (its numeric id). Raises OverflowError for an id beyond 48 bits."""
        last_day = ((self._clock() + self._lifetime).date() - _FIRST_DAY).days
        content = int(order_id).to_bytes(_ID, "big") + last_day.to_bytes(_DAY, "big")
        return urlsafe_b64encode(content + _mac(self._keys[-1], content)).decode()

    def open(self, code: str) -> OpenedLink:
        """Verify a code and return its content. Raises InvalidLink or LinkExpired."""
        content, mac = _parts(code)
        matches = [hmac.compare_digest(_mac(key, content), mac) for key in self._keys]
        if not any(matches):
            raise InvalidLink
        last_day = _FIRST_DAY + timedelta(days=int.from_bytes(content[_ID:], "big"))
        expires_at = datetime.combine(last_day + timedelta(days=1), datetime.min.time(), UTC)
        if expires_at <= self._clock():
            raise LinkExpired
        return OpenedLink(str(int.from_bytes(content[:_ID], "big")), expires_at)


def _parts(code: str) -> tuple[bytes, bytes]:
    if len(code) != _LENGTH or not code.isascii():
        raise InvalidLink
    try:
        found = urlsafe_b64decode(code)
    except (Error, ValueError):
        raise InvalidLink from None
    if urlsafe_b64encode(found).decode() != code:  # another spelling of the same bytes
        raise InvalidLink
    return found[: _ID + _DAY], found[_ID + _DAY :]


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, hashlib.sha256)[:_MAC]
