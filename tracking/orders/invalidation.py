"""Word that an order has changed, for everybody who keeps something made of it: here, and in every other process."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import TypeAlias
from uuid import uuid4

from redis import RedisError

from tracking.orders.cache_backend import ShopRedis

log = logging.getLogger(__name__)

_CHANNEL = "changes"
_LOOK_UP = 0.5  # seconds between looks at whether to go on
_TRY_AGAIN = 0.5

Listener: TypeAlias = Callable[[str | None, datetime], None]
"""Called with an order's id and a moment: what Shopify said of it before (``Snapshot.as_of``) is out of date.

Without an id it is about all orders: what was read before the moment (``Snapshot.read_at``) may be.
"""


class InvalidationBus:
    """Listeners here are told at once, those of other processes through Redis where there is one.

    What is said while Redis does not answer is lost; so whoever hears it again forgets everything.
    """

    def __init__(self, redis: ShopRedis | None, *, clock: Callable[[], datetime]) -> None:
        self._redis = redis
        self._clock = clock
        self._me = uuid4().hex
        self._listeners: list[Listener] = []
        self._lock = Lock()
        self._ear: Thread | None = None
        self._closed = Event()
        self._is_deaf = False

    def subscribe(self, listener: Listener) -> None:
        """Call this at every change. It may be called from any thread."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Hear the other processes, from the first call on: by then a server has forked."""
        if self._redis is None or self._ear:
            return
        with self._lock:
            if self._ear is None:
                self._ear = Thread(target=self._hear, args=(self._redis,), name="changes", daemon=True)
                self._ear.start()

    def publish(self, key: str | None, since: datetime | None = None, *, everywhere: bool = True) -> None:
        """An order, or all of them, changed; ``everywhere``: the other processes are to hear it, too.

        ``since`` is when Shopify told of a newer state; without it everybody takes the moment at which they hear it,
        by a clock of their own.
        """
        self._spread(key, since)
        if self._redis is None or not everywhere:
            return
        word = json.dumps({"from": self._me, "key": key, "since": since.isoformat() if since else None})
        try:
            self._redis.publish(self._redis.name(_CHANNEL), word)
        except RedisError as error:
            log.warning("other processes cannot be told: %s", type(error).__name__)

    def close(self) -> None:
        """Hear no more."""
        self._closed.set()
        if self._ear:
            self._ear.join()

    def _spread(self, key: str | None, since: datetime | None) -> None:
        now = self._clock()
        # Nothing that we make from now on is from before now, however far another clock is ahead.
        earliest = min(since, now) if since else now
        for listener in self._listeners:
            listener(key, earliest)

    def _hear(self, redis: ShopRedis) -> None:
        while not self._closed.is_set():
            try:
                self._follow(redis)
            except Exception as error:  # noqa: BLE001 - a client that breaks off in the middle raises more than its own
                # Once an outage, and not twice a second.
                level = logging.DEBUG if self._is_deaf else logging.WARNING
                log.log(level, "other processes cannot be heard: %s", type(error).__name__)
                self._is_deaf = True
                self._closed.wait(_TRY_AGAIN)

    def _follow(self, redis: ShopRedis) -> None:
        with redis.pubsub(ignore_subscribe_messages=True) as channel:  # type: ignore[no-untyped-call] # redis-py's own
            channel.subscribe(redis.name(_CHANNEL))
            self._is_deaf = False
            self._spread(None, None)
            while not self._closed.is_set():
                if message := channel.get_message(timeout=_LOOK_UP):
                    self._receive(message["data"])

    def _receive(self, word: bytes) -> None:
        try:
            match json.loads(word):
                case {"from": str(sender), "key": str() | None as key, "since": str() | None as since}:
                    if sender != self._me:
                        self._spread(key, datetime.fromisoformat(since).astimezone(UTC) if since else None)
        except (ValueError, OverflowError, RecursionError):
            log.warning("a word about changes that is none of ours")
