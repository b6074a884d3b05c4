"""Where rows stand: in Redis, shared by several processes, or in this one."""

import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any, cast

from cachetools import TLRUCache
from flask import Flask
from flask_caching import Cache
from flask_caching.backends import RedisCache
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import TimeoutError as RedisTimeout
from redis.retry import Retry

from tracking.orders.rows import ROWS, RowSerializer, Store
from tracking.running.limits import THREADS

_LOOK_AFTER = 5  # seconds of silence before a connection is asked whether it still stands
_PATIENCE = 0.3  # seconds; a page without its cache is slower, a page that waits for it is slower still
_REST = 0.5  # seconds
_ROWS_IN_PROCESS = 3000
_AT_A_TIME = 1000
# Until November 2026 rows stood under a keyed hash of the order's id. Without its key, which may have been changed
# since, nobody can tell whose they are: when anything is to be erased, all of them are. The last of them ends by
# itself within the RETENTION_HOURS of the release that wrote it.
_SUPERSEDED = "whereabouts:order:"
_SUPERSEDED_KEY = re.compile(rb"whereabouts:order:[0-9a-f]{16}(:partial|:changed)?")
_CONNECTIONS = THREADS + 32  # redis-py's own 100 would look like a dead server to the threads beyond


class ShopRedis(Redis):
    """A client of one shop's part of a Redis.

    It leaves a server alone for a moment after it has hung: what asks it several things waits once.
    """

    shop: str
    monotonic: Callable[[], float] = staticmethod(time.monotonic)
    _rests_until = -math.inf

    def name(self, *words: str) -> str:
        """What a key or a channel of this shop is called. Other shops may share the server; nothing else names one."""
        return ":".join(("whereabouts", self.shop, *words))

    def execute_command(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - redis-py's own signature
        """As redis-py does. Raises TimeoutError at once while it rests."""
        if self.monotonic() < self._rests_until:
            raise RedisTimeout("it hung a moment ago")
        try:
            return super().execute_command(*args, **options)  # type: ignore[no-untyped-call] # redis-py's own
        except RedisTimeout:
            self._rests_until = self.monotonic() + _REST
            raise


def open_redis(
    url: str | None, *, shop: str = "shop", monotonic: Callable[[], float] = time.monotonic
) -> ShopRedis | None:
    """A client for this ``shop`` that gives up quickly, and connects only when it is used."""
    if url is None:
        return None
    never = Retry(NoBackoff(), 0)
    redis = cast(
        "ShopRedis",
        ShopRedis.from_url(
            url,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            health_check_interval=_LOOK_AFTER,
            max_connections=_CONNECTIONS,
            retry=never,
        ),
    )
    redis.shop = shop
    redis.monotonic = monotonic
    return redis


class _InRedis(RedisCache):
    def clear(self) -> bool:
        """Drop all rows, some at a time: all at once, a large Redis would stand still, and pass for failed.

        The note that they were erased stays, so that what is written meanwhile is not forgotten.
        """
        for keys in self._scan(f"{self.key_prefix}{ROWS}*"):
            self._write_client.unlink(*keys)
        return True

    def drop_superseded(self) -> None:
        """Once a process: nothing of this release writes such rows."""
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
            cursor, keys = self._write_client.scan(cursor or 0, pattern, _AT_A_TIME)
            if keys:
                yield keys


@dataclass(frozen=True, slots=True)
class _Kept:
    json: bytes
    seconds: int


class InProcess:
    """Rows as JSON in this process, each until its time is over by a clock that nobody can set.

    Not cachelib's SimpleCache, which ends them by the time of day, and only when it is full.
    """

    def __init__(self, most: int = _ROWS_IN_PROCESS, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._serializer = RowSerializer()
        self._lock = Lock()
        self._kept: TLRUCache[str, _Kept] = TLRUCache(most, lambda _, kept, now: now + kept.seconds, timer=monotonic)

    def get_many(self, *keys: str) -> list[object]:
        """As Flask-Caching's back ends do; None for what is not there."""
        with self._lock:
            found = [self._kept.get(key) for key in keys]
        return [self._serializer.loads(each.json) if each else None for each in found]

    def set(self, key: str, value: object, timeout: int) -> None:
        """For so many seconds."""
        kept = _Kept(self._serializer.dumps(value) or b"null", timeout)
        with self._lock:
            self._kept[key] = kept

    def delete(self, key: str) -> None:
        """Whether it is there or not."""
        with self._lock:
            self._kept.pop(key, None)

    def clear(self) -> None:
        """Drop what is known of orders, and not the notice that it was erased."""
        with self._lock:
            for key in [key for key in self._kept if key.startswith(ROWS)]:
                self._kept.pop(key, None)

    def drop_superseded(self) -> None:
        """No other release has written here."""


def open_store(app: Flask, redis: ShopRedis | None, *, monotonic: Callable[[], float] = time.monotonic) -> Store:
    """Flask-Caching's back end where there is a Redis; only JSON comes back."""
    if redis is None:
        return InProcess(monotonic=monotonic)
    cache = Cache(with_jinja2_ext=False)
    cache.init_app(
        app,
        {
            "CACHE_TYPE": f"{__name__}.{_InRedis.__name__}",
            "CACHE_REDIS_HOST": redis,
            "CACHE_KEY_PREFIX": redis.name(""),
            "CACHE_SERIALIZER": RowSerializer,
        },
    )
    # The back end itself: Flask-Caching's own methods want an app context, which a thread of ours has not.
    return cast("Store", app.extensions["cache"][cache])
