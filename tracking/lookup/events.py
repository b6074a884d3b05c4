"""What Shopify has told and we have acted upon: it tells the same thing again for hours, in any order.

https://shopify.dev/docs/apps/build/webhooks/ignore-duplicates
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from redis import RedisError

from tracking.lookup.pseudonym import Pseudonyms
from tracking.lookup.store import ShopRedis

log = logging.getLogger(__name__)

LIFE = timedelta(days=2)  # Shopify gives up after hours
_MOST = 10_000  # in this process


class Events:
    """In Redis where there is one. While it does not answer nothing is known, and everything is done again: no harm."""

    def __init__(
        self, redis: ShopRedis | None, pseudonyms: Pseudonyms, *, clock: Callable[[], datetime], most: int = _MOST
    ) -> None:
        self._redis = redis
        self._pseudonyms = pseudonyms
        self._noted = _Noted(clock, most)

    def is_known(self, *words: str) -> bool:
        """Whether what these words name was noted in the last two days."""
        key = self._key(words)
        if self._redis is None:
            return key in self._noted
        try:
            return bool(self._redis.exists(key))
        except RedisError as error:
            log.warning("whether a webhook is a repetition cannot be known: %s", type(error).__name__)
            return False

    def note(self, *words: str) -> None:
        """What these words name is done."""
        key = self._key(words)
        if self._redis is None:
            self._noted.add(key)
            return
        try:
            self._redis.set(key, 1, ex=LIFE, nx=True)
        except RedisError as error:
            log.warning("a webhook cannot be noted: %s", type(error).__name__)

    def _key(self, words: tuple[str, ...]) -> str:
        pseudonym = self._pseudonyms.of("event", *words)
        return self._redis.name("event", pseudonym) if self._redis else pseudonym


class _Noted:
    """The latest keys, each with its moment."""

    def __init__(self, clock: Callable[[], datetime], most: int) -> None:
        self._clock = clock
        self._most = most
        self._moments: OrderedDict[str, datetime] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, key: str) -> bool:
        noted_at = self._moments.get(key)
        return noted_at is not None and self._clock() - noted_at < LIFE

    def add(self, key: str) -> None:
        with self._lock:
            self._moments[key] = self._clock()
            self._moments.move_to_end(key)
            if len(self._moments) > self._most:
                self._moments.popitem(last=False)
