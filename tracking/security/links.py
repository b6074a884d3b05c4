"""Signs links to an order: a token is the only public name of an order.

The expiry is part of the payload: a timed signature is refused as soon as another machine's clock is a second ahead.
"""

import hashlib
import hmac
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature

from tracking.security.signing import serializer

MIN_KEY_LENGTH = 32  # characters of a key: a shorter one may be guessed

_ORDER_SALT = "order"

log = logging.getLogger(__name__)


class InvalidLink(Exception):
    """The token or signature was not made with one of the keys."""


class LinkExpired(Exception):
    """The signature is valid, but the token has expired."""


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """The numeric id of the order that a token names, and the token's expiry."""

    order_id: str
    expires_at: datetime


class Links:
    """Signs and opens links.

    ``keys`` are ordered oldest first: the last one signs, all of them verify. ``notification_keys``, in any order,
    verify the links of the shop's notification emails.
    """

    def __init__(
        self,
        keys: Sequence[str],
        *,
        lifetime: timedelta,
        clock: Callable[[], datetime],
        notification_keys: Sequence[str] = (),
    ) -> None:
        self._tokens = serializer(keys, _ORDER_SALT)
        self._lifetime = lifetime
        self._clock = clock
        self._notification_keys = tuple(key.encode() for key in notification_keys)
        self._has_warned = False

    def sign(self, order_id: str) -> str:
        """The token of an order (its numeric id), for the path of a URL: some eighty characters."""
        expiry = self._clock() + self._lifetime
        return str(self._tokens.dumps([int(order_id), int(expiry.timestamp())]))

    def open(self, token: str) -> OpenedLink:
        """Verify a token and return its content. Raises InvalidLink or LinkExpired."""
        try:
            order_id, expiry = map(int, self._tokens.loads(token))
            expires_at = datetime.fromtimestamp(expiry, UTC)
        except (BadSignature, UnicodeError, ValueError, TypeError, OverflowError) as error:
            # A lone surrogate, or a payload of another shape, raises outside BadSignature.
            raise InvalidLink from error
        if expires_at <= self._clock():
            raise LinkExpired
        return OpenedLink(str(order_id), expires_at)

    def check_notification(self, order_id: str, signature: str) -> None:
        """Raise InvalidLink unless the hex ``signature`` is that of ``track:<order id>`` under one of the keys.

        The Liquid filter that makes it: https://shopify.dev/docs/api/liquid/filters/hmac_sha256
        """
        if not self._notification_keys:
            self._warn_once()
        signature_bytes = signature.encode(errors="replace")
        message = f"track:{order_id}".encode(errors="replace")
        matches = [
            hmac.compare_digest(hmac.new(key, message, hashlib.sha256).hexdigest().encode(), signature_bytes)
            for key in self._notification_keys
        ]
        if not any(matches) or not (order_id.isascii() and order_id.isdigit()):
            raise InvalidLink

    def _warn_once(self) -> None:
        """Log once per process: every email that was sent contains such a link."""
        if not self._has_warned:
            self._has_warned = True
            log.warning(
                "A link from a notification email (/o/...) was opened, but LINK_KEY is not set, so none of them works:"
                " set LINK_KEY to the key in the emails' template, and start the site again"
            )
