"""What Shopify has told and we have acted upon: it tells the same thing again for hours, in any order.

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

LIFE = timedelta(days=2)  # Shopify gives up after hours
_MOST = 10_000  # in this process


class WebhookDeduplicator:
    """In Redis where there is one. While it does not answer nothing is known, and everything is done again: no harm."""

    def __init__(
        self, redis: ShopRedis | None, pseudonyms: Pseudonyms, *, monotonic: Callable[[], float], most: int = _MOST
    ) -> None:
        self._redis = redis
        self._pseudonyms = pseudonyms
        self._lock = Lock()
        self._noted: TTLCache[str, bool] = TTLCache(most, LIFE.total_seconds(), timer=monotonic)

    def seen(self, *words: str) -> bool:
        """Whether what these words name was noted in the last two days."""
        key = self._key(words)
        if self._redis is None:
            with self._lock:
                return key in self._noted
        try:
            return bool(self._redis.exists(key))
        except RedisError as error:
            log.warning("whether a webhook is a repetition cannot be known: %s", type(error).__name__)
            return False

    def mark_seen(self, *words: str) -> None:
        """What these words name is done."""
        key = self._key(words)
        if self._redis is None:
            with self._lock:
                self._noted[key] = True
            return
        try:
            self._redis.set(key, 1, ex=LIFE, nx=True)
        except RedisError as error:
            log.warning("a webhook cannot be noted: %s", type(error).__name__)

    def _key(self, words: tuple[str, ...]) -> str:
        pseudonym = self._pseudonyms.pseudonymize("event", *words)
        return self._redis.name("event", pseudonym) if self._redis else pseudonym
