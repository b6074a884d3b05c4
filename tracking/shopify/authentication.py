"""Authenticates this app to one shop.

https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

import requests

from tracking.settings import Settings
from tracking.shopify import json_decoder, transport
from tracking.shopify.cached import Cached
from tracking.shopify.errors import Refused, ShopifyError, Unavailable
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.resilience import Deadline
from tracking.shopify.response import check_status

DEMO_SHOP = "demo.myshopify.com"
RENEW_AT = 0.8  # of a token's lifetime, so that a failed renewal has time to be repeated
_DAY = 86_400.0
_RENEWAL_SECONDS = 1.0
_RETRY_SECONDS = 60.0
NOT_ACCEPTED = (
    "Shopify does not accept SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET: compare both with the app's "
    "settings in the Dev Dashboard, and see that the app is installed in the shop"
)
_CLIENT_ERRORS = frozenset({400, 401, 403})


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The shop, its API and the app's secrets: ``access_token``, or both ``client_id`` and ``client_secret``.

    Apps made in the admin before 2026 have the former, those of the Dev Dashboard the latter.
    ``shop`` is the name under myshopify.com; ``api_url`` has no path and no slash at its end.
    """

    shop: str
    api_url: str
    api_version: str = "2026-10"
    access_token: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)

    @property
    def graphql_url(self) -> str:
        """The endpoint for queries: https://shopify.dev/docs/api/admin-graphql."""
        return f"{self.api_url}/admin/api/{self.api_version}/graphql.json"

    @property
    def token_url(self) -> str:
        """The endpoint that grants access tokens."""
        return f"{self.api_url}/admin/oauth/access_token"


def credentials_of(settings: Settings) -> Credentials:
    """The credentials of the configured shop; without one, those of the demo store, which checks none."""
    host = settings.shopify_shop or DEMO_SHOP
    if settings.is_demo:
        version, token = settings.shopify_api_version, "demo"
        return Credentials(shop=host, api_url=f"https://{host}", api_version=version, access_token=token)
    return Credentials(
        shop=host,
        api_url=settings.shopify_api_url or f"https://{host}",
        api_version=settings.shopify_api_version,
        access_token=settings.shopify_access_token,
        client_id=settings.shopify_client_id,
        client_secret=settings.shopify_client_secret,
    )


class Token(Protocol):
    """The access token of each request."""

    def current(self, deadline: Deadline) -> str:
        """Returns the token to send; may request one from Shopify."""

    def reject(self, token: str) -> bool:
        """Drops a token that Shopify answered with 401. Returns whether another one can be had."""


class StaticToken:
    """A token that never changes."""

    def __init__(self, value: str) -> None:
        self._value = value

    def current(self, deadline: Deadline) -> str:  # noqa: ARG002 (part of the protocol)
        """Returns the configured token."""
        return self._value

    def reject(self, token: str) -> bool:  # noqa: ARG002 (part of the protocol)
        """Returns False: there is no other token."""
        return False


class GrantedToken:
    """A token that is requested when it is first needed, and renewed when it expires or is rejected."""

    def __init__(self, credentials: Credentials, session: requests.Session, monotonic: Callable[[], float]) -> None:
        self._credentials = credentials
        self._session = session
        self._monotonic = monotonic
        self._cached: Cached[str] = Cached(monotonic)
        self._expires_at = -math.inf

    def current(self, deadline: Deadline) -> str:
        """Returns the token, renewed by one thread; the others get the old one while it is valid, or wait."""
        old = self._valid
        # While the old token is valid, a renewal may take only a part of the visitor's time.
        deadline = deadline if old is None else deadline.capped(_RENEWAL_SECONDS)
        try:
            return self._cached.current(lambda: self._renew(deadline), stale=old, timeout=deadline.remaining())
        except TimeoutError:
            raise Unavailable("the renewal of the access token took too long") from None

    def reject(self, token: str) -> bool:
        """Drops the token, unless another thread has renewed it already."""
        if token == self._cached.last:
            self._expires_at = -math.inf
            self._cached.expire()
        return True

    @property
    def _valid(self) -> str | None:
        """The last token, until it expires."""
        return self._cached.last if self._monotonic() < self._expires_at else None

    def _renew(self, deadline: Deadline) -> str:
        try:
            token, lifetime = _read_grant(self._request(deadline))
        except ShopifyError:
            if (old := self._valid) is None:
                raise
            return self._cached.set(old, min(_RETRY_SECONDS, self._expires_at - self._monotonic()))
        self._expires_at = self._monotonic() + lifetime
        return self._cached.set(token, RENEW_AT * lifetime)

    def _request(self, deadline: Deadline) -> JsonObject:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._credentials.client_id or "",
            "client_secret": self._credentials.client_secret or "",
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        body = urlencode(form).encode()
        response = transport.post(self._session, self._credentials.token_url, body, headers, deadline)
        if response.status in _CLIENT_ERRORS:
            raise Refused(NOT_ACCEPTED, status=response.status)
        check_status(response)
        return json_decoder.decode_object(response.body)


def _read_grant(grant: JsonObject) -> tuple[str, float]:
    token, lifetime = grant.get("access_token"), grant.get("expires_in")
    if not isinstance(token, str) or not token:
        raise Unavailable("Shopify granted no access token")
    return token, float(lifetime) if isinstance(lifetime, (int, float)) and lifetime > 0 else _DAY


def open_token(
    credentials: Credentials, session: requests.Session, monotonic: Callable[[], float] = time.monotonic
) -> Token:
    """Creates the kind of token that the credentials call for."""
    if credentials.access_token:
        return StaticToken(credentials.access_token)
    return GrantedToken(credentials, session, monotonic)
