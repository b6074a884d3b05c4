"""How often somebody may try: for each address, and for each order number, existing or not.

Redis shares the counts between processes; while it is down they go on in memory.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import cast

from flask import Flask, current_app, request
from flask_limiter import Limiter, RateLimitExceeded
from redis import Redis

from tracking.links import BadLink
from tracking.lookup import NotFound, number
from tracking.services import services
from tracking.settings import Settings

__all__ = ["RateLimitExceeded", "add_limits", "limited_link", "limited_lookup", "retry_after", "visitor"]

BY_ADDRESS = "10 per minute; 60 per hour"
FAILURES_BY_NUMBER = "20 per hour"

_KEY = "whereabouts.limits"
_PATIENCE_UNKNOWN = 60  # seconds

log = logging.getLogger(__name__)


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


class _Limits:
    """Four checks, each a function that raises RateLimitExceeded; what they count by, they read from the request."""

    def __init__(self, limiter: Limiter) -> None:
        def limited(name: str, rate: str, key: Callable[[], str], *, counts: bool = True) -> Callable[[], None]:
            def check() -> None:
                """Flask-Limiter does the work before this is reached."""

            # It tells what it limits by their names.
            check.__qualname__ = f"{name} {counts}"
            limit = limiter.shared_limit(
                rate, scope=name, key_func=key, deduct_when=None if counts else lambda _: False
            )
            return limit(check)

        self.count_lookup = limited("lookups", BY_ADDRESS, visitor)
        self.check_number = limited("numbers", FAILURES_BY_NUMBER, _typed_number, counts=False)
        self.count_number = limited("numbers", FAILURES_BY_NUMBER, _typed_number)
        self.count_bad_link = limited("links", BY_ADDRESS, visitor)


def add_limits(app: Flask, settings: Settings, redis: Redis | None) -> None:
    """Count in Redis where there is one, else in this process."""
    limiter = Limiter(
        visitor,
        strategy="moving-window",
        storage_uri=settings.redis_url or "memory://",
        # Flask-Limiter knows of words and numbers only; the storage takes a pool as well.
        storage_options={"connection_pool": redis.connection_pool} if redis else {},  # type: ignore[dict-item]
        key_prefix="whereabouts",
        in_memory_fallback_enabled=True,
    )
    limiter.init_app(app)
    app.extensions[_KEY] = limiter, _Limits(limiter)


@contextmanager
def limited_lookup() -> Iterator[None]:
    """Let a try through, and count it by address; by number only when nothing is found.

    Many tries at once for one number all find the limit unmet: so even the right one is checked again.
    """
    checks = _checks()
    checks.count_lookup()
    checks.check_number()
    try:
        yield
    except NotFound:
        checks.count_number()
        raise
    checks.check_number()


@contextmanager
def limited_link() -> Iterator[None]:
    """A good link always works; those who try bad ones are slowed down."""
    try:
        yield
    except BadLink:
        _checks().count_bad_link()
        raise


def retry_after() -> int:
    """Whole seconds until the limit that was just met lets somebody through again."""
    limiter, _ = _extension()
    try:
        met = limiter.current_limit
        return max(1, ceil(met.window.reset_time - time.time())) if met else _PATIENCE_UNKNOWN
    except Exception as error:  # noqa: BLE001 - whatever Redis raises when it dies just now
        log.warning("limits cannot be read: %s", type(error).__name__)
        return _PATIENCE_UNKNOWN


def _typed_number() -> str:
    typed = request.form.get("order", "")
    return services().pseudonyms.of("number", number.essence(typed))


def _checks() -> _Limits:
    return _extension()[1]


def _extension() -> tuple[Limiter, _Limits]:
    return cast("tuple[Limiter, _Limits]", current_app.extensions[_KEY])
