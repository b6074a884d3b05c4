"""Checks the ID tokens with which Shopify's admin opens the overview.

https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import jwt
from jwt.types import Options

LEEWAY = timedelta(seconds=10)
_ALGORITHM = "HS256"
_OPTIONS: Options = {
    "require": ["aud", "dest", "exp", "nbf"],
    "strict_aud": True,  # PyJWT takes a list of audiences, too; Shopify names the one app
    # By our own clock, which is handed in.
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}


class InvalidIdToken(Exception):
    """Raised for a token that was not signed for this app and this shop, or is not valid now."""


class IdTokens:
    """``client_id`` and ``secrets`` are those of the app, ``shop`` is example.myshopify.com."""

    def __init__(
        self, *, client_id: str | None, secrets: Sequence[str], shop: str | None, clock: Callable[[], datetime]
    ) -> None:
        self._client_id = client_id
        self._secrets = secrets
        self._shop = shop
        self._clock = clock

    def verify(self, token: str) -> str:
        """Returns a name of the person's visit, equal in all tokens of it. Raises InvalidIdToken."""
        claims = self._signed(token)
        if _host(claims["dest"]) != self._shop or self._shop is None:
            raise InvalidIdToken("for another shop")
        now, leeway = self._clock().timestamp(), LEEWAY.total_seconds()
        if not _moment(claims["nbf"]) - leeway <= now < _moment(claims["exp"]) + leeway:
            raise InvalidIdToken("not for now")
        words = f"{claims['dest']}\0{claims.get('sub')}\0{claims.get('sid')}"
        return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:32]

    def _signed(self, token: str) -> Mapping[str, Any]:
        """The claims of a token that one of the secrets has signed for this app."""
        if not self._client_id:
            raise InvalidIdToken("the app has no client id")
        for secret in self._secrets:
            try:
                return _decoded(token, secret, self._client_id)
            except jwt.InvalidSignatureError:
                continue
            except (jwt.PyJWTError, UnicodeError, ValueError, TypeError, RecursionError) as error:
                raise InvalidIdToken(type(error).__name__) from error
        raise InvalidIdToken("signed with another secret")


def _decoded(token: str, secret: str, client_id: str) -> Mapping[str, Any]:
    claims: Mapping[str, Any] = jwt.decode(
        token,
        secret,
        algorithms=[_ALGORITHM],
        audience=client_id,
        options=_OPTIONS,
    )
    return claims


def _host(address: object) -> str | None:
    """The host of ``https://example.myshopify.com``, and of nothing else."""
    scheme, separator, host = address.partition("://") if isinstance(address, str) else ("", "", "")
    return host if separator and scheme == "https" else None


def _moment(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidIdToken("no moment")
    return value
