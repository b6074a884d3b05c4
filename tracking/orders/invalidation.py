"""Publishes that an order has changed, to the listeners of this process and of the others."""

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
_POLL_TIMEOUT = 0.5  # seconds
_RETRY_DELAY = 0.5  # seconds
_START_TIMEOUT = 0.5  # seconds

Listener: TypeAlias = Callable[[str | None, datetime | None], None]
"""Called with an order's id and a time: what was fetched of it before (``Snapshot.fetched_at``) is outdated.

Without a time, everything that was read of it until now is, also from elsewhere than Shopify. Without an id it concerns
all orders.
"""


class InvalidationBus:
    """Calls the listeners of this process directly, those of the others through Redis where there is one.

    A message published while Redis fails is lost; so every new subscription to Redis invalidates all orders. The first
    one does not, where ``start`` has waited for it: nothing was cached before.
    """

    def __init__(self, redis: ShopRedis | None, *, clock: Callable[[], datetime]) -> None:
        self._redis = redis
        self._clock = clock
        self._sender = uuid4().hex
        self._listeners: list[Listener] = []
        self._lock = Lock()
        self._thread: Thread | None = None
        self._closed = Event()
        self._is_started = Event()  # subscribed, or without success so far
        self._has_missed = False
        self._is_failing = False

    def subscribe(self, listener: Listener) -> None:
        """Registers a listener, which may be called from any thread."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Subscribes to the other processes at the first call: by then a server has forked.

        The cache must be read after this; it waits for the subscription, though not for long.
        """
        if self._redis is None or self._is_started.is_set():
            return
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, args=(self._redis,), name="changes", daemon=True)
                self._thread.start()
        if not self._is_started.wait(_START_TIMEOUT):
            self._has_missed = True

    def publish(self, order_id: str | None, since: datetime | None = None, *, everywhere: bool = True) -> None:
        """Publishes that an order, or all of them, changed; to the other processes only if ``everywhere``.

        ``since`` is when Shopify returned a newer state; without it something else may have changed, too, such as what
        the customer chose.
        """
        self._call_listeners(order_id, since)
        if self._redis is None or not everywhere:
            return
        message = json.dumps({"from": self._sender, "key": order_id, "since": since.isoformat() if since else None})
        try:
            self._redis.publish(self._redis.name(_CHANNEL), message)
        except RedisError as error:
            log.warning("changes cannot be published: %s", type(error).__name__)

    def close(self) -> None:
        """Ends the subscription."""
        self._closed.set()
        if self._thread:
            self._thread.join()

    def _call_listeners(self, order_id: str | None, since: datetime | None) -> None:
        # Nothing fetched from now on is older than now, however far another clock is ahead.
        earliest = min(since, self._clock()) if since else None
        for listener in self._listeners:
            listener(order_id, earliest)

    def _run(self, redis: ShopRedis) -> None:
        while not self._closed.is_set():
            try:
                self._receive_all(redis)
            except Exception as error:  # noqa: BLE001 - a broken connection raises more than redis-py's own errors
                # Once an outage, not twice a second.
                level = logging.DEBUG if self._is_failing else logging.WARNING
                log.log(level, "changes cannot be received: %s", type(error).__name__)
                self._is_failing = self._has_missed = True
                self._is_started.set()
                self._closed.wait(_RETRY_DELAY)

    def _receive_all(self, redis: ShopRedis) -> None:
        with redis.pubsub() as channel:  # type: ignore[no-untyped-call] # redis-py's own
            channel.subscribe(redis.name(_CHANNEL))
            while not self._closed.is_set():
                match channel.get_message(timeout=_POLL_TIMEOUT):
                    case {"type": "subscribe"}:
                        self._subscribed()
                    case {"type": "message", "data": message}:
                        self._receive(message)

    def _subscribed(self) -> None:
        self._is_failing = False
        if self._has_missed:
            self._call_listeners(None, None)
        self._has_missed = True  # by the next subscription, which redis-py may also make by itself
        self._is_started.set()

    def _receive(self, message: bytes) -> None:
        try:
            match json.loads(message):
                case {"from": str(sender), "key": str() | None as order_id, "since": str() | None as since}:
                    if sender != self._sender:
                        self._call_listeners(order_id, datetime.fromisoformat(since).astimezone(UTC) if since else None)
        except (ValueError, OverflowError, RecursionError):
            log.warning("a message about changes has another format")
