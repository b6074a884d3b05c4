"""Signs the links that stop letters: they never expire, stop letters about one order, and open nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from itsdangerous import BadSignature

from tracking.security.links import InvalidLink
from tracking.security.signing import serializer

_SALT = "stop"


@dataclass(frozen=True, slots=True)
class StopLink:
    """The numeric id of the order, and the keyed hash of the address that the letter went to."""

    order_id: str
    address_hash: str | None = None


class StopLinks:
    """``keys`` are ordered oldest first: the last one signs, all of them verify."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._tokens = serializer(keys, _SALT)

    def sign(self, link: StopLink) -> str:
        """The token, for the path of a URL."""
        return str(self._tokens.dumps([int(link.order_id), link.address_hash or ""]))

    def open(self, token: str) -> StopLink:
        """Verify a token and return its content. Raises InvalidLink."""
        try:
            order_id, address_hash = self._tokens.loads(token)
            return StopLink(str(int(order_id)), str(address_hash) or None)
        except (BadSignature, UnicodeError, ValueError, TypeError, OverflowError) as error:
            raise InvalidLink from error
