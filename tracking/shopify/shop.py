"""Queries the shop itself: its profile, its health."""

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, fields, replace

from tracking.shopify.cached import Cached
from tracking.shopify.client import Client
from tracking.shopify.errors import BreakerOpen, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.json_decoder import JsonObject
from tracking.shopify.parsing.node import Node, valid_zone
from tracking.shopify.resilience import Deadline

_PROFILE_TTL = 3600.0
_RETRY_SECONDS = 60.0
_HEALTHY_SECONDS = 60.0
_FAILURE_TTL = 2.0
_MAX_LOCK_SECONDS = 0.5
_ALL_ORDERS = "all_orders"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopProfile:
    """``prefix`` and ``suffix`` stand around the digits of new orders; ``scopes`` are the granted ones.

    ``contact_email`` is the public address of the shop, ``region`` the ISO 3166 code of its country or of the part of
    it.
    """

    name: str
    contact_email: str | None
    zone: str
    region: str | None
    prefix: str
    suffix: str
    scopes: frozenset[str]

    @property
    def hides_old_orders(self) -> bool:
        """Whether Shopify returns the orders of the last 60 days only; False while the scopes are unknown.

        https://shopify.dev/docs/api/usage/access-scopes#orders-permissions
        """
        return bool(self.scopes) and _ALL_ORDERS not in readable(self.scopes)


class CachedShopProfile:
    """Caches the shop's profile for an hour, shared by all threads; serves a stale one while Shopify fails."""

    def __init__(self, client: Client, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._cached: Cached[ShopProfile] = Cached(monotonic)

    @property
    def last(self) -> ShopProfile | None:
        """The last profile, without a query; None before the first."""
        return self._cached.last

    @property
    def zone(self) -> str:
        """The shop's time zone in the last profile; UTC before the first."""
        return self._cached.last.zone if self._cached.last else "UTC"

    def current(self, deadline: Deadline) -> ShopProfile:
        """Returns the profile, queried by one thread; the others get the stale one, or wait for the first.

        Raises ShopifyError.
        """
        cached = self._cached
        try:
            return cached.current(lambda: self._fetch(deadline), stale=cached.last, timeout=deadline.remaining())
        except TimeoutError:
            raise Unavailable("the shop's profile took too long") from None

    def invalidate(self) -> None:
        """Makes the next call query the profile; until that succeeds, the stale one is served."""
        self._cached.expire()

    def _fetch(self, deadline: Deadline) -> ShopProfile:
        try:
            response = self._client.execute("shop", {}, deadline)
        except ShopifyError:
            if self._cached.last:
                return self._cached.set(self._cached.last, _RETRY_SECONDS)
            raise
        profile = _read(response.data)
        is_complete = profile.scopes and not response.is_partial
        if self._cached.last and not is_complete:
            profile = _complete(profile, self._cached.last)
        return self._cached.set(profile, _PROFILE_TTL if is_complete else _RETRY_SECONDS)


def _read(data: JsonObject) -> ShopProfile:
    response = Node(data)
    shop = response.node("shop")
    return ShopProfile(
        name=shop.text("name") or "",
        contact_email=shop.text("contactEmail"),
        zone=valid_zone(shop.text("ianaTimezone")) or "UTC",
        region=_region(shop.node("shopAddress")),
        prefix=shop.spaced_text("orderNumberFormatPrefix"),
        suffix=shop.spaced_text("orderNumberFormatSuffix"),
        scopes=granted_scopes(response),
    )


def _region(address: Node) -> str | None:
    country, part = address.country("countryCodeV2"), address.text("provinceCode")
    return f"{country}-{part}" if country and part else country


def _complete(profile: ShopProfile, last: ShopProfile) -> ShopProfile:
    """The profile with the last values of the fields that it lacks.

    Without the prefix customers' numbers are not found, without the scopes orders are fetched without their parts.
    """
    nothing = _read({})
    names = [each.name for each in fields(profile)]
    return replace(
        profile, **{name: getattr(last, name) for name in names if getattr(profile, name) == getattr(nothing, name)}
    )


def granted_scopes(response: Node) -> frozenset[str]:
    """The granted scopes in a response that has ``currentAppInstallation``."""
    handles = (row.text("handle") for row in response.node("currentAppInstallation").rows("accessScopes"))
    return frozenset(handle for handle in handles if handle)


def readable(scopes: Iterable[str]) -> frozenset[str]:
    """The resources that an app may read: the scopes without their verb, because a write scope includes reading."""
    return frozenset(scope.partition("_")[2] for scope in scopes)


class HealthProbe:
    """Checks whether Shopify answers, by one query at a time, and only after a minute without a response."""

    def __init__(self, client: Client, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._failure: Cached[ShopifyError] = Cached(monotonic)
        self._refusal: Refused | None = None

    def check(self, deadline: Deadline) -> None:
        """Returns if Shopify answers. Raises ShopifyError."""
        if self._is_healthy:
            return
        if not self._lock.acquire(timeout=min(_MAX_LOCK_SECONDS, deadline.remaining())):
            raise self._failure.last or Unavailable("Shopify has not answered yet")
        try:
            self._query(deadline)
        finally:
            self._lock.release()

    @property
    def _is_healthy(self) -> bool:
        return self._client.has_answered_within(_HEALTHY_SECONDS) and not self._client.is_failing

    def _query(self, deadline: Deadline) -> None:
        if self._is_healthy:  # the previous holder of the lock has queried
            return
        if failure := self._failure.fresh:
            raise failure
        try:
            with suppress(Throttled):  # Shopify has answered
                self._client.execute("shop", {}, deadline)
        except BreakerOpen as error:
            raise self._refusal or error from None  # the result of the last query still holds
        except ShopifyError as error:
            self._failure.set(error, _FAILURE_TTL)
            self._refusal = error if isinstance(error, Refused) else None
            raise
        self._refusal = None
