"""A lock for each order that is being fetched, among all the processes that share a Redis."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from redis import RedisError
from redis.exceptions import LockError
from redis.lock import Lock

from tracking.orders.cache_backend import ShopRedis

log = logging.getLogger(__name__)

# Longer than a fetch may take, so that only the lock of a killed process expires.
_EXPIRES_AFTER = 6.0
_TIMEOUT = 2.0  # seconds of a visitor's four: then it fetches all the same, for the other process may be dead
_POLL_INTERVAL = 0.02  # seconds


class RedisLocks:
    """One holder at a time for each key. Without Redis, or while it fails, nothing is locked."""

    def __init__(self, redis: ShopRedis | None) -> None:
        self._redis = redis

    @contextmanager
    def take(self, key: str, timeout: float) -> Iterator[None]:
        """Holds the lock, or after ``timeout`` seconds at most goes on without it."""
        lock = self._acquire(key, min(timeout, _TIMEOUT))
        try:
            yield
        finally:
            _release(lock)

    def _acquire(self, key: str, timeout: float) -> Lock | None:
        if self._redis is None:
            return None
        lock: Lock = self._redis.lock(
            self._redis.name("lock", key), timeout=_EXPIRES_AFTER, sleep=_POLL_INTERVAL, blocking_timeout=timeout
        )
        try:
            is_acquired = lock.acquire()
        except RedisError as error:
            log.warning("a lock cannot be acquired: %s", type(error).__name__)
            return None
        return lock if is_acquired else None


def _release(lock: Lock | None) -> None:
    try:
        if lock:
            lock.release()
    except (RedisError, LockError) as error:  # it expires
        log.warning("a lock cannot be released: %s", type(error).__name__)
