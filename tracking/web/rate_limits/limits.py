"""Rate limits by client address and by order number, existing or not.

Redis shares the counts between processes. Each process also counts in memory: Redis may be down, or full.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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

# Customers of a large shop may share the network of their provider; applies only during a flood of addresses.
_ADDRESSES_OF_NETWORK = 50
_KEY = "whereabouts.limits"

log = logging.getLogger(__name__)


class RateLimitExceeded(Exception):
    """``retry_after`` is in whole seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.retry_after = max(1, ceil(wait))


class RateLimits:
    """Counts in the ``shared`` windows, and also in its ``own``.

    Its own hold while the shared ones fail, and when they have lost keys: during a flood of addresses a full Redis
    evicts them, and it has no coarser limit. A process counts no more hits than all of them together, so that otherwise
    its own windows reject nothing that the shared ones admit.
    """

    def __init__(self, shared: Windows | None, own: Windows) -> None:
        self._shared = shared
        self._own = own

    def count(self, key: LimitKey, limits: Sequence[RateLimitItem]) -> None:
        """Counts a hit. Raises RateLimitExceeded at the first limit that is reached; further limits do not count it."""
        for limit in limits:
            self._check(key, limit, methodcaller("hit", key, limit))
            self._own.hit(key, limit)

    def check(self, key: LimitKey, limits: Sequence[RateLimitItem]) -> None:
        """Raises RateLimitExceeded where a limit is reached, and counts nothing."""
        for limit in limits:
            self._check(key, limit, methodcaller("wait", key, limit))

    def _check(self, key: LimitKey, limit: RateLimitItem, operation: Callable[[Windows], float]) -> None:
        """Performs the operation on the shared windows, unless the own ones reject already."""
        if wait := self._own.wait(key, limit) or self._call_shared(operation):
            raise RateLimitExceeded(wait)

    def _call_shared(self, operation: Callable[[Windows], float]) -> float:
        if self._shared is None:
            return 0.0
        try:
            return operation(self._shared)
        except Exception as error:  # noqa: BLE001 - a limit holds whatever the error
            log.warning("rate limits are counted in this process: %s", type(error).__name__)
            return 0.0


def add_limits(app: Flask, redis: ShopRedis | None, *, monotonic: Callable[[], float]) -> None:
    """Adds the rate limits, counted in this process, and in Redis where it is configured."""
    shared = RedisWindows(redis) if redis else None
    app.extensions[_KEY] = RateLimits(shared, MemoryWindows(monotonic=monotonic))


@contextmanager
def limited_lookup() -> Iterator[None]:
    """Counts a lookup by address, and by order number only when no order is found.

    Concurrent lookups of one number may all pass the first check, so a successful one is checked again.
    """
    _limits().count(_address_key("lookups"), BY_ADDRESS)
    _check_number()
    try:
        yield
    except NotFound:
        _count_number()
        raise
    _check_number()


@contextmanager
def limited_link() -> Iterator[None]:
    """Counts bad links by address; a good link is never limited."""
    try:
        yield
    except InvalidLink:
        _limits().count(_address_key("links"), BY_ADDRESS)
        raise


def count_redirect() -> None:
    """Counts a way out to one of Shopify's pages by address, as a lookup is: each costs a call."""
    _limits().count(_address_key("redirects"), BY_ADDRESS)


def count_choice() -> None:
    """Counts a choice of letters by address, as a lookup is: each has the order fetched again."""
    _limits().count(_address_key("choices"), BY_ADDRESS)


def count_answer() -> None:
    """Counts an answer by address, as a lookup is: each is mailed to the shop."""
    _limits().count(_address_key("answers"), BY_ADDRESS)


def count_login() -> None:
    """Counts a request for a login link by address, whatever was typed: each costs a row of the database."""
    _limits().count(_address_key("logins"), BY_ADDRESS)


def client_address() -> str:
    """Returns the client's IPv4 address, or its IPv6 /64, which one customer of a provider has."""
    try:
        address = ip_address(_without_port(request.remote_addr or ""))
    except ValueError:
        return "nobody"
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped.compressed if address.ipv4_mapped else address.exploded[:19]
    return str(address)


def _without_port(address: str) -> str:
    """Removes the port that some proxies add: ``1.2.3.4:5678``, ``[2001:db8::1]:4711``."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def network_of(address: str) -> str:
    """Returns the network that a flood is counted by: an IPv4 /16, or the IPv6 /32 of a provider."""
    return address[:9] if ":" in address else ".".join(address.split(".")[:2])


def _address_key(scope: str) -> LimitKey:
    address = client_address()
    pseudonymize = services().pseudonyms.pseudonymize
    return LimitKey(
        scope=scope,
        id=pseudonymize("visitor", address),
        group=pseudonymize("network", network_of(address)),
        share=_ADDRESSES_OF_NETWORK,
    )


def _check_number() -> None:
    for key in _number_keys():
        _limits().check(key, FAILURES_BY_NUMBER)


def _count_number() -> None:
    """Counts a failure for every possible name of the order, also when one of them has reached its limit."""
    exceeded: RateLimitExceeded | None = None
    for key in _number_keys():
        try:
            _limits().count(key, FAILURES_BY_NUMBER)
        except RateLimitExceeded as error:
            exceeded = error
    if exceeded:
        raise exceeded


def _number_keys() -> Sequence[LimitKey]:
    """Returns a key for every possible name of the order or parcel: all spellings of a number share a count."""
    profile = services().shopify.profile.last
    prefix, suffix = (profile.prefix, profile.suffix) if profile else ("", "")
    typed = request.form.get("order", "")
    names = order_number.forms(typed, prefix, suffix)
    parcels = order_number.tracking_keys(services().policy.carriers, typed, prefix, suffix)
    pseudonymize = services().pseudonyms.pseudonymize
    ids = [pseudonymize("number", name) for name in names] + [pseudonymize("parcel", key) for key in parcels]
    return [LimitKey(scope="numbers", id=each, group=each) for each in ids]


def _limits() -> RateLimits:
    return cast("RateLimits", current_app.extensions[_KEY])
