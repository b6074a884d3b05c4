"""Signs what the question "erase it?" hands to its button: nothing is erased by a form that was not shown before."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from itsdangerous import BadSignature

from tracking.security.signing import serializer

LIFETIME = timedelta(minutes=30)

_SALT = "erase"


class EraseConfirmations:
    """``keys`` are ordered oldest first, as for links: the last one signs, all of them verify."""

    def __init__(self, keys: Sequence[str], *, clock: Callable[[], datetime]) -> None:
        self._tokens = serializer(keys, _SALT)
        self._clock = clock

    def issue(self, order_id: str) -> str:
        """The token that the button of the question about this order (its numeric id) sends."""
        expiry = self._clock() + LIFETIME
        return str(self._tokens.dumps([int(order_id), int(expiry.timestamp())]))

    def holds(self, token: str, order_id: str) -> bool:
        """Whether the question about this order was asked a short while ago."""
        try:
            signed_id, expiry = map(int, self._tokens.loads(token))
        except (BadSignature, UnicodeError, ValueError, TypeError, OverflowError):  # as in links.py
            return False
        return str(signed_id) == order_id and expiry > self._clock().timestamp()
