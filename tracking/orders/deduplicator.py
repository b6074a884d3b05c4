"""The webhooks that were handled: Shopify repeats a webhook for hours, in any order.

https://shopify.dev/docs/apps/build/webhooks/ignore-duplicates
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Lock

from cachetools import TTLCache
from redis import RedisError

from tracking.orders.cache_backend import ShopRedis
from tracking.security.pseudonyms import Pseudonyms

log = logging.getLogger(__name__)

RETENTION = timedelta(days=2)  # Shopify stops repeating after hours
_MAX_EVENTS = 10_000  # in this process


class WebhookDeduplicator:
    """Stored in Redis where there is one. While it fails, repetitions are handled again, which does no harm."""

    def __init__(
        self,
        redis: ShopRedis | None,
        pseudonyms: Pseudonyms,
        *,
        monotonic: Callable[[], float],
        max_events: int = _MAX_EVENTS,
    ) -> None:
        self._redis = redis
        self._pseudonyms = pseudonyms
        self._lock = Lock()
        self._events: TTLCache[str, bool] = TTLCache(max_events, RETENTION.total_seconds(), timer=monotonic)

    def seen(self, *parts: str) -> bool:
        """Whether the event with these parts was marked in the last two days."""
        key = self._key(parts)
        if self._redis is None:
            with self._lock:
                return key in self._events
        try:
            return bool(self._redis.exists(key))
        except RedisError as error:
            log.warning("repeated webhooks cannot be recognized: %s", type(error).__name__)
            return False

    def mark_seen(self, *parts: str) -> None:
        """Marks the event with these parts as handled."""
        key = self._key(parts)
        if self._redis is None:
            with self._lock:
                self._events[key] = True
            return
        try:
            self._redis.set(key, 1, ex=RETENTION, nx=True)
        except RedisError as error:
            log.warning("a webhook cannot be marked as handled: %s", type(error).__name__)

    def _key(self, parts: tuple[str, ...]) -> str:
        pseudonym = self._pseudonyms.pseudonymize("event", *parts)
        return self._redis.name("event", pseudonym) if self._redis else pseudonym
