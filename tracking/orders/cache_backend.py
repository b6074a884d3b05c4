"""The cache's back ends: Redis, shared by several processes, or the memory of this one."""

import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol, cast

from cachelib.serializers import JSONSerializer
from cachetools import TLRUCache
from flask import Flask
from flask_caching import Cache
from flask_caching.backends import RedisCache
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import TimeoutError as RedisTimeout
from redis.retry import Retry

from tracking.running.limits import THREADS

ORDER_PREFIX = "order:"  # of the keys of cached orders and their change marks
_HEALTH_CHECK_SECONDS = 5  # of an idle connection
_TIMEOUT = 0.3  # seconds; a page without its cache is slower, a page that waits for the cache is slower still
_PAUSE = 0.5  # seconds without calls after a timeout
_MAX_ENTRIES = 3000  # in this process
_SCAN_COUNT = 1000
# Until November 2026 orders were cached under a keyed hash of their ids. Without its key, which may have been changed
# since, their ids cannot be found: when any order is to be erased, all of them are. The last of them expires within
# the RETENTION_HOURS of the release that wrote it.
_SUPERSEDED = "whereabouts:order:"
_SUPERSEDED_KEY = re.compile(rb"whereabouts:order:[0-9a-f]{16}(:partial|:changed)?")
_CONNECTIONS = THREADS + 32  # redis-py's own 100 would look like a dead server to the threads beyond


class Store(Protocol):
    """A back end, as Flask-Caching has several. Any call may raise any error while its server is down."""

    def get_many(self, *keys: str) -> list[object]: ...  # noqa: D102 - as Flask-Caching documents it
    def set(self, key: str, value: object, timeout: int) -> object: ...  # noqa: D102 - likewise; seconds
    def delete(self, key: str) -> object: ...  # noqa: D102 - likewise
    def clear(self) -> object: ...  # noqa: D102 - likewise; at least the keys that begin with ORDER_PREFIX
    def drop_superseded(self) -> object: ...  # noqa: D102 - deletes the keys of earlier releases


class OrderSerializer(JSONSerializer):
    """JSON, because unpickling a forged value would run code; a missing value is not logged."""

    def loads(self, bvalue: str | bytes | bytearray | None, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - cachelib's own signature
        """The value, or None where it is missing or invalid."""
        try:
            return None if bvalue is None else super().loads(bvalue, *args, **kwargs)
        except RecursionError:  # cachelib handles every other kind of invalid JSON
            return None


class ShopRedis(Redis):
    """A client of one shop's part of a Redis.

    It calls no server for a moment after a timeout: a request that makes several calls waits once.
    """

    shop: str
    monotonic: Callable[[], float] = staticmethod(time.monotonic)
    _paused_until = -math.inf

    def name(self, *words: str) -> str:
        """The name of a key or a channel of this shop, the only one that other shops on the server do not share."""
        return ":".join(("whereabouts", self.shop, *words))

    def execute_command(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - redis-py's own signature
        """As redis-py does. Raises TimeoutError at once after another timeout."""
        if self.monotonic() < self._paused_until:
            raise RedisTimeout("it timed out a moment ago")
        try:
            return super().execute_command(*args, **options)  # type: ignore[no-untyped-call] # redis-py's own
        except RedisTimeout:
            self._paused_until = self.monotonic() + _PAUSE
            raise


def open_redis(
    url: str | None, *, shop: str = "shop", monotonic: Callable[[], float] = time.monotonic
) -> ShopRedis | None:
    """A client for this ``shop`` with a short timeout, which connects when it is first used."""
    if url is None:
        return None
    no_retry = Retry(NoBackoff(), 0)
    redis = cast(
        "ShopRedis",
        ShopRedis.from_url(
            url,
            socket_timeout=_TIMEOUT,
            socket_connect_timeout=_TIMEOUT,
            health_check_interval=_HEALTH_CHECK_SECONDS,
            max_connections=_CONNECTIONS,
            retry=no_retry,
        ),
    )
    redis.shop = shop
    redis.monotonic = monotonic
    return redis


class _RedisStore(RedisCache):
    def clear(self) -> bool:
        """Deletes all orders in batches, so that a large Redis does not block; the mark that they were erased stays."""
        for keys in self._scan(f"{self.key_prefix}{ORDER_PREFIX}*"):
            self._write_client.unlink(*keys)
        return True

    def drop_superseded(self) -> None:
        """Once a process: this release writes no such keys."""
        if self._has_dropped:
            return
        for keys in self._scan(f"{_SUPERSEDED}*"):
            if superseded := [key for key in keys if _SUPERSEDED_KEY.fullmatch(key)]:
                self._write_client.unlink(*superseded)
        self._has_dropped = True

    _has_dropped = False

    def _scan(self, pattern: str) -> Iterator[list[bytes]]:
        cursor = None
        while cursor != 0:
            cursor, keys = self._write_client.scan(cursor or 0, pattern, _SCAN_COUNT)
            if keys:
                yield keys


@dataclass(frozen=True, slots=True)
class _Stored:
    json: bytes
    seconds: int


class MemoryStore:
    """JSON in this process, which expires by a monotonic clock.

    Not cachelib's SimpleCache, which expires by the time of day, and only when it is full.
    """

    def __init__(self, max_entries: int = _MAX_ENTRIES, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._serializer = OrderSerializer()
        self._lock = Lock()
        self._stored: TLRUCache[str, _Stored] = TLRUCache(
            max_entries, lambda _, stored, now: now + stored.seconds, timer=monotonic
        )

    def get_many(self, *keys: str) -> list[object]:
        """As Flask-Caching's back ends do; None for a missing key."""
        with self._lock:
            found = [self._stored.get(key) for key in keys]
        return [self._serializer.loads(each.json) if each else None for each in found]

    def set(self, key: str, value: object, timeout: int) -> None:
        """Stores ``value`` for ``timeout`` seconds."""
        stored = _Stored(self._serializer.dumps(value) or b"null", timeout)
        with self._lock:
            self._stored[key] = stored

    def delete(self, key: str) -> None:
        """Deletes ``key`` if it exists."""
        with self._lock:
            self._stored.pop(key, None)

    def clear(self) -> None:
        """Deletes all orders; the mark that they were erased stays."""
        with self._lock:
            for key in [key for key in self._stored if key.startswith(ORDER_PREFIX)]:
                self._stored.pop(key, None)

    def drop_superseded(self) -> None:
        """Does nothing: no other release writes here."""


def open_store(app: Flask, redis: ShopRedis | None, *, monotonic: Callable[[], float] = time.monotonic) -> Store:
    """Flask-Caching's back end where there is a Redis, which reads nothing but JSON; else this process's memory."""
    if redis is None:
        return MemoryStore(monotonic=monotonic)
    cache = Cache(with_jinja2_ext=False)
    cache.init_app(
        app,
        {
            "CACHE_TYPE": f"{__name__}.{_RedisStore.__name__}",
            "CACHE_REDIS_HOST": redis,
            "CACHE_KEY_PREFIX": redis.name(""),
            "CACHE_SERIALIZER": OrderSerializer,
        },
    )
    # The back end itself: Flask-Caching's own methods need an app context, which background threads lack.
    return cast("Store", app.extensions["cache"][cache])
