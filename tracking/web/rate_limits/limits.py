"""How often somebody may try: for each address, and for each order number, existing or not.

Redis shares the counts between processes; while it is down they go on in memory.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from ipaddress import IPv6Address, ip_address
from math import ceil
from operator import methodcaller
from typing import cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse_many

from tracking.orders import NotFound, order_number
from tracking.orders.cache_backend import ShopRedis
from tracking.security.links import InvalidLink
from tracking.services import services
from tracking.web.rate_limits.memory_windows import MemoryWindows
from tracking.web.rate_limits.redis_windows import RedisWindows
from tracking.web.rate_limits.windows import LimitKey, Windows

BY_ADDRESS = parse_many("10 per minute; 60 per hour")
FAILURES_BY_NUMBER = parse_many("20 per hour")

# A large shop's customers share their carrier's network, and only while there is a flood: generous enough for them.
_ADDRESSES_OF_NETWORK = 50
_KEY = "whereabouts.limits"

log = logging.getLogger(__name__)


class RateLimitExceeded(Exception):
    """``retry_after`` is in whole seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.retry_after = max(1, ceil(wait))


class _RateLimits:
    """Counts in the ``shared`` windows, and in its ``own`` while those do not answer."""

    def __init__(self, shared: Windows | None, own: Windows) -> None:
        self._shared = shared
        self._own = own

    def count(self, key: LimitKey, limits: Sequence[RateLimitItem]) -> None:
        """Raises RateLimitExceeded at the first limit that is reached; what is refused counts no further."""
        for limit in limits:
            if wait := self._ask(methodcaller("hit", key, limit)):
                raise RateLimitExceeded(wait)

    def check(self, key: LimitKey, limits: Sequence[RateLimitItem]) -> None:
        """The same without counting."""
        for limit in limits:
            if wait := self._ask(methodcaller("wait", key, limit)):
                raise RateLimitExceeded(wait)

    def _ask(self, question: Callable[[Windows], float]) -> float:
        if self._shared:
            try:
                return question(self._shared)
            except Exception as error:  # noqa: BLE001 - whatever the server's trouble is, a limit holds
                log.warning("tries are counted in this process: %s", type(error).__name__)
        return question(self._own)


def add_limits(
    app: Flask, redis: ShopRedis | None, *, clock: Callable[[], datetime], monotonic: Callable[[], float]
) -> None:
    """Count in Redis where there is one, else in this process."""
    shared = RedisWindows(redis, clock=clock) if redis else None
    app.extensions[_KEY] = _RateLimits(shared, MemoryWindows(monotonic=monotonic))


@contextmanager
def limited_lookup() -> Iterator[None]:
    """Let a try through, and count it by address; by number only when nothing is found.

    Many tries at once for one number all find the limit unmet: so even the right one is checked again.
    """
    _limits().count(_visitor_key("lookups"), BY_ADDRESS)
    _check_number()
    try:
        yield
    except NotFound:
        _count_number()
        raise
    _check_number()


@contextmanager
def limited_link() -> Iterator[None]:
    """A good link always works; those who try bad ones are slowed down."""
    try:
        yield
    except InvalidLink:
        _limits().count(_visitor_key("links"), BY_ADDRESS)
        raise


def visitor() -> str:
    """Who asks: an IPv4 address, or the /64 that one customer of an IPv6 provider has."""
    try:
        address = ip_address(_without_port(request.remote_addr or ""))
    except ValueError:
        return "nobody"
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped.compressed if address.ipv4_mapped else address.exploded[:19]
    return str(address)


def _without_port(address: str) -> str:
    """Some proxies add the port: ``1.2.3.4:5678``, ``[2001:db8::1]:4711``."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def network(visitor: str) -> str:
    """Where a visitor comes from, as far as a flood is concerned: an IPv4 /16, or the IPv6 /32 of a provider."""
    return visitor[:9] if ":" in visitor else ".".join(visitor.split(".")[:2])


def _visitor_key(scope: str) -> LimitKey:
    address = visitor()
    of = services().pseudonyms.pseudonymize
    return LimitKey(
        scope=scope,
        id=of("visitor", address),
        group=of("network", network(address)),
        share=_ADDRESSES_OF_NETWORK,
    )


def _check_number() -> None:
    for key in _number_keys():
        _limits().check(key, FAILURES_BY_NUMBER)


def _count_number() -> None:
    """For each name that may have been meant, whether another has reached its limit or not."""
    exceeded: RateLimitExceeded | None = None
    for key in _number_keys():
        try:
            _limits().count(key, FAILURES_BY_NUMBER)
        except RateLimitExceeded as error:
            exceeded = error
    if exceeded:
        raise exceeded


def _number_keys() -> Sequence[LimitKey]:
    """One for each name that an order found by this number may have: so all ways to type an order share its count."""
    profile = services().orders.known_profile
    prefix, suffix = (profile.prefix, profile.suffix) if profile else ("", "")
    names = order_number.forms(request.form.get("order", ""), prefix, suffix)
    ids = [services().pseudonyms.pseudonymize("number", name) for name in names]
    return [LimitKey(scope="numbers", id=each, group=each) for each in ids]


def _limits() -> _RateLimits:
    return cast("_RateLimits", current_app.extensions[_KEY])
