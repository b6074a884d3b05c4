"""Whose turn it is to ask Shopify for an order, among all the processes that share a Redis."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from redis import RedisError
from redis.exceptions import LockError
from redis.lock import Lock

from tracking.orders.cache_backend import ShopRedis

log = logging.getLogger(__name__)

# Longer than a turn may last, so that it only ends the turn of a process that died in it.
_LIFE = 6.0
_PATIENCE = 2.0  # seconds of a visitor's four: then it asks all the same, for that process may be one that died
_LOOK_AGAIN = 0.02  # seconds


class RedisLocks:
    """One at a time for each key. Where there is no Redis, or none that answers, everybody has the turn."""

    def __init__(self, redis: ShopRedis | None) -> None:
        self._redis = redis

    @contextmanager
    def take(self, key: str, patience: float) -> Iterator[None]:
        """Wait for the turn, so many seconds at most, and no longer than is worth while; then go on without it."""
        lock = self._wait(key, min(patience, _PATIENCE))
        try:
            yield
        finally:
            _give_back(lock)

    def _wait(self, key: str, patience: float) -> Lock | None:
        if self._redis is None:
            return None
        lock: Lock = self._redis.lock(
            self._redis.name("turn", key), timeout=_LIFE, sleep=_LOOK_AGAIN, blocking_timeout=patience
        )
        try:
            has_turn = lock.acquire()
        except RedisError as error:
            log.warning("no turn can be taken: %s", type(error).__name__)
            return None
        return lock if has_turn else None


def _give_back(lock: Lock | None) -> None:
    try:
        if lock:
            lock.release()
    except (RedisError, LockError) as error:  # it ends by itself
        log.warning("a turn cannot be given back: %s", type(error).__name__)
