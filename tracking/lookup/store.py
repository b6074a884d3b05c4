"""Where rows stand: in Redis, shared by several processes, or in this one."""

import math
import time
from collections.abc import Callable
from typing import Any, cast

from flask import Flask
from flask_caching import Cache
from flask_caching.backends import RedisCache
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import TimeoutError as RedisTimeout
from redis.retry import Retry

from tracking.lookup.rows import ROWS, RowSerializer, Store
from tracking.running.capacity import THREADS

_LOOK_AFTER = 5  # seconds of silence before a connection is asked whether it still stands
_PATIENCE = 0.3  # seconds; a page without its cache is slower, a page that waits for it is slower still
_REST = 0.5  # seconds
_ROWS_IN_PROCESS = 3000
_AT_A_TIME = 1000
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
        redis, cursor = self._write_client, None
        while cursor != 0:
            cursor, keys = redis.scan(cursor or 0, f"{self.key_prefix}{ROWS}*", _AT_A_TIME)
            if keys:
                redis.unlink(*keys)
        return True


def open_store(app: Flask, redis: ShopRedis | None) -> Store:
    """Flask-Caching's back end, of which only JSON comes back."""
    cache = Cache(with_jinja2_ext=False)
    cache.init_app(
        app,
        {
            "CACHE_TYPE": f"{__name__}.{_InRedis.__name__}" if redis else "SimpleCache",
            "CACHE_REDIS_HOST": redis,
            "CACHE_KEY_PREFIX": redis.name("") if redis else "",
            "CACHE_SERIALIZER": RowSerializer,
            "CACHE_THRESHOLD": _ROWS_IN_PROCESS,
        },
    )
    # The back end itself: Flask-Caching's own methods want an app context, which a thread of ours has not.
    return cast("Store", app.extensions["cache"][cache])
