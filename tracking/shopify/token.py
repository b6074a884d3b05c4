"""The access token: the merchant's static one, or one that Shopify grants for a day.

https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant
"""

import math
import time
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlencode

import requests

from tracking.shopify import json_decoder, transport
from tracking.shopify.cached import Cached
from tracking.shopify.credentials import Credentials
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import Refused, ShopifyError, Unavailable
from tracking.shopify.json_access import JsonObject
from tracking.shopify.response import check_status

RENEW_AT = 0.8  # of a token's life, so that a failed renewal has time to be repeated
_DAY = 86_400.0
_A_MOMENT = 1.0  # seconds
_TRY_AGAIN = 60.0
NOT_ACCEPTED = (
    "Shopify does not accept SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET: compare both with the app's "
    "settings in the Dev Dashboard, and see that the app is installed in the shop"
)
_CLIENT_ERRORS = frozenset({400, 401, 403})


class Token(Protocol):
    """What proves our right to ask."""

    def current(self, deadline: Deadline) -> str:
        """The token to send; may ask Shopify for one."""

    def reject(self, token: str) -> bool:
        """Note that Shopify answered 401 to this token. True when another one can be had."""


class StaticToken:
    """A token that never changes."""

    def __init__(self, value: str) -> None:
        self._value = value

    def current(self, deadline: Deadline) -> str:  # noqa: ARG002 (part of the protocol)
        """The token as the merchant set it."""
        return self._value

    def reject(self, token: str) -> bool:  # noqa: ARG002 (part of the protocol)
        """There is no other."""
        return False


class GrantedToken:
    """A token that is asked for when it is first needed, and anew when it grows old or is rejected."""

    def __init__(self, credentials: Credentials, session: requests.Session, monotonic: Callable[[], float]) -> None:
        self._credentials = credentials
        self._session = session
        self._monotonic = monotonic
        self._kept: Cached[str] = Cached(monotonic)
        self._dies_at = -math.inf

    def current(self, deadline: Deadline) -> str:
        """The token, renewed by one caller; the others have the old one while it lives, or wait for the new one."""
        old = self._alive
        # Who has an old one does not spend a visitor's time on a new one.
        patience = deadline if old is None else deadline.at_most(_A_MOMENT)
        try:
            return self._kept.current(lambda: self._renew(patience), meanwhile=old, patience=patience.left())
        except TimeoutError:
            raise Unavailable("the renewal of the access token took too long") from None

    def reject(self, token: str) -> bool:
        """Drop the token, unless somebody has renewed it already."""
        if token == self._kept.last:
            self._dies_at = -math.inf
            self._kept.expire()
        return True

    @property
    def _alive(self) -> str | None:
        """The last token, until Shopify takes it no more."""
        return self._kept.last if self._monotonic() < self._dies_at else None

    def _renew(self, deadline: Deadline) -> str:
        try:
            token, life = _read_grant(self._ask(deadline))
        except ShopifyError:
            if (old := self._alive) is None:
                raise
            return self._kept.set(old, min(_TRY_AGAIN, self._dies_at - self._monotonic()))
        self._dies_at = self._monotonic() + life
        return self._kept.set(token, RENEW_AT * life)

    def _ask(self, deadline: Deadline) -> JsonObject:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._credentials.client_id or "",
            "client_secret": self._credentials.client_secret or "",
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        body = urlencode(form).encode()
        granted = transport.post(self._session, self._credentials.token_url, body, headers, deadline)
        if granted.status in _CLIENT_ERRORS:
            raise Refused(NOT_ACCEPTED, status=granted.status)
        check_status(granted)
        return json_decoder.decode_object(granted.body)


def _read_grant(grant: JsonObject) -> tuple[str, float]:
    token, life = grant.get("access_token"), grant.get("expires_in")
    if not isinstance(token, str) or not token:
        raise Unavailable("Shopify granted no access token")
    return token, float(life) if isinstance(life, (int, float)) and life > 0 else _DAY


def open_token(
    credentials: Credentials, session: requests.Session, monotonic: Callable[[], float] = time.monotonic
) -> Token:
    """The kind of token that the credentials call for."""
    if credentials.access_token:
        return StaticToken(credentials.access_token)
    return GrantedToken(credentials, session, monotonic)
