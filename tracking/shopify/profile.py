"""What is asked of the shop once an hour: its clock, how it writes its numbers, what it lets us read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tracking.shopify.cached import Cached
from tracking.shopify.client import Client
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import ShopifyError, Unavailable
from tracking.shopify.json_access import JsonObject
from tracking.shopify.node import Node, valid_zone

_HOUR = 3600.0
_TRY_AGAIN = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopProfile:
    """``prefix`` and ``suffix`` stand around the digits of new orders; ``scopes`` are the granted ones.

    ``contact_email`` is the address that the shop shows to everybody.
    """

    name: str
    contact_email: str | None
    zone: str
    prefix: str
    suffix: str
    scopes: frozenset[str]


class CachedShopProfile:
    """The shop's profile, shared by all threads; the old one serves on while a new one cannot be had."""

    def __init__(self, client: Client, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._kept: Cached[ShopProfile] = Cached(monotonic)

    @property
    def known(self) -> ShopProfile | None:
        """The last one that was heard, without asking; None before the first."""
        return self._kept.last

    def current(self, deadline: Deadline) -> ShopProfile:
        """The profile, asked for by one caller; the others have the old one meanwhile, or wait for the first."""
        try:
            return self._kept.current(lambda: self._ask(deadline), meanwhile=self._kept.last, patience=deadline.left())
        except TimeoutError:
            raise Unavailable("the shop's profile took too long") from None

    def forget(self) -> None:
        """Ask anew the next time; until that succeeds, the old one serves on."""
        self._kept.expire()

    def _ask(self, deadline: Deadline) -> ShopProfile:
        try:
            reply = self._client.execute("shop", {}, deadline)
        except ShopifyError:
            if self._kept.last:
                return self._kept.set(self._kept.last, _TRY_AGAIN)
            raise
        profile = _read(reply.data)
        is_whole = profile.scopes and not reply.is_partial
        return self._kept.set(profile, _HOUR if is_whole else _TRY_AGAIN)


def _read(data: JsonObject) -> ShopProfile:
    answer = Node(data)
    shop = answer.node("shop")
    return ShopProfile(
        name=shop.text("name") or "",
        contact_email=shop.text("contactEmail"),
        zone=valid_zone(shop.text("ianaTimezone")) or "UTC",
        prefix=shop.text("orderNumberFormatPrefix") or "",
        suffix=shop.text("orderNumberFormatSuffix") or "",
        scopes=granted_scopes(answer),
    )


def readable(scopes: Iterable[str]) -> frozenset[str]:
    """What granted scopes let an app read, without their verb: a scope that lets it write lets it read, too."""
    return frozenset(scope.partition("_")[2] for scope in scopes)


def granted_scopes(answer: Node) -> frozenset[str]:
    """What the shop lets us read, of an answer that tells of our installation."""
    handles = (row.text("handle") for row in answer.node("currentAppInstallation").rows("accessScopes"))
    return frozenset(handle for handle in handles if handle)
