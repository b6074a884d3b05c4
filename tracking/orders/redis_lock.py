"""A lock for each order that is being fetched, among all the processes that share a Redis."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from redis import RedisError
from redis.exceptions import LockError

from tracking.orders.cache_backend import ShopRedis

log = logging.getLogger(__name__)

# Longer than a fetch may take, so that only the lock of a killed process expires.
_EXPIRES_AFTER = 6.0
_TIMEOUT = 2.0  # seconds of a visitor's four: then it fetches all the same, for the other process may be dead
_POLL_INTERVAL = 0.02  # seconds


@contextmanager
def redis_lock(redis: ShopRedis | None, key: str, timeout: float) -> Iterator[None]:
    """Holds the lock, or goes on without it: after ``timeout`` seconds, without Redis, and while Redis fails."""
    if redis is None:
        yield
        return
    lock = redis.lock(
        redis.name("lock", key),
        timeout=_EXPIRES_AFTER,
        sleep=_POLL_INTERVAL,
        blocking_timeout=min(timeout, _TIMEOUT),
    )
    is_held = False
    try:
        is_held = lock.acquire()
    except RedisError as error:
        log.warning("a lock cannot be acquired: %s", type(error).__name__)
    try:
        yield
    finally:
        try:
            if is_held:
                lock.release()
        except (RedisError, LockError) as error:  # it expires
            log.warning("a lock cannot be released: %s", type(error).__name__)
