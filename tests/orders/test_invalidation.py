from collections.abc import Iterator
from datetime import datetime, timedelta
from queue import SimpleQueue

import pytest

from tests.fakes import NOW, Clock, RedisServer
from tracking.orders import InvalidationBus
from tracking.orders.cache_backend import ShopRedis

TIMEOUT = 60.0
EARLIER = NOW - timedelta(seconds=7)


class Subscriber:
    """One process: its bus, and what its listener received."""

    def __init__(self, redis: ShopRedis | None, clock: Clock) -> None:
        self.changes = InvalidationBus(redis, clock=clock)
        self.received: SimpleQueue[tuple[str | None, datetime | None]] = SimpleQueue()
        self.changes.subscribe(lambda order_id, since: self.received.put((order_id, since)))

    def next(self) -> tuple[str | None, datetime | None]:
        return self.received.get(timeout=TIMEOUT)


@pytest.fixture
def here(redis: ShopRedis, clock: Clock) -> Iterator[Subscriber]:
    subscriber = Subscriber(redis, clock)
    yield subscriber
    subscriber.changes.close()


@pytest.fixture
def there(redis: ShopRedis, clock: Clock) -> Iterator[Subscriber]:
    subscriber = Subscriber(redis, clock)
    subscriber.changes.start()
    yield subscriber
    subscriber.changes.close()


def test_without_redis_local_listeners_are_called(clock: Clock) -> None:
    alone = Subscriber(None, clock)
    alone.changes.start()
    alone.changes.publish("key", EARLIER)
    assert alone.next() == ("key", EARLIER)
    alone.changes.close()


def test_other_process_receives_a_published_change(here: Subscriber, there: Subscriber) -> None:
    here.changes.publish("key", EARLIER)
    here.changes.publish(None, EARLIER)
    assert [there.next(), there.next()] == [("key", EARLIER), (None, EARLIER)]


def test_own_message_is_received_once(here: Subscriber, there: Subscriber) -> None:
    there.changes.publish("there", EARLIER)
    here.changes.publish("here", EARLIER)
    assert [there.next(), there.next()] == [("there", EARLIER), ("here", EARLIER)]
    assert there.received.empty()


def test_message_of_another_format_is_logged_and_ignored(
    redis: ShopRedis, here: Subscriber, there: Subscriber, caplog: pytest.LogCaptureFixture
) -> None:
    for message in (
        b"\xff",
        b"[]",
        b'{"from": "x", "key": 5, "since": "then"}',
        b'{"from": "x", "key": null, "since": "y"}',
    ):
        redis.publish(redis.name("changes"), message)
    here.changes.publish("key", EARLIER)
    assert there.next() == ("key", EARLIER)
    assert set(caplog.messages) == {"a message about changes has another format"}


def test_first_subscription_invalidates_nothing_and_misses_nothing(here: Subscriber, there: Subscriber) -> None:
    here.changes.publish("key", EARLIER)
    assert there.next() == ("key", EARLIER)
    assert there.received.empty()


def test_first_subscription_that_was_late_invalidates_all_orders(
    redis: ShopRedis, redis_server: RedisServer, clock: Clock
) -> None:
    redis_server.stop()
    late = Subscriber(redis, clock)
    late.changes.start()
    assert late.received.empty()
    redis_server.start()
    assert late.next() == (None, None)
    late.changes.close()


@pytest.mark.parametrize("is_paused_before", [True, False])
def test_subscription_that_hangs_delays_nothing_for_long(
    redis: ShopRedis, redis_server: RedisServer, clock: Clock, *, is_paused_before: bool
) -> None:
    if not is_paused_before:
        redis.ping()
    redis_server.pause()
    late = Subscriber(redis, clock)
    late.changes.start()
    redis_server.resume()
    assert late.next() == (None, None)
    late.changes.close()


def test_connection_that_redis_closes_invalidates_all_orders(
    redis: ShopRedis, here: Subscriber, there: Subscriber
) -> None:
    redis.client_kill_filter(_type="pubsub")
    assert there.next() == (None, None)
    here.changes.publish("key", EARLIER)
    assert there.next() == ("key", EARLIER)


def test_new_subscription_invalidates_all_orders(
    redis_server: RedisServer, here: Subscriber, there: Subscriber, clock: Clock
) -> None:
    redis_server.stop()
    here.changes.publish("lost", EARLIER)
    assert here.next() == ("lost", EARLIER)
    clock.advance(seconds=20)
    redis_server.start()
    assert there.next() == (None, None)
    here.changes.publish("received", EARLIER)
    assert there.next() == ("received", EARLIER)


def test_time_in_the_future_is_received_as_now(here: Subscriber, there: Subscriber) -> None:
    here.changes.publish("key", NOW + timedelta(days=1))
    assert here.next() == there.next() == ("key", NOW)


def test_without_a_time_no_process_puts_one(here: Subscriber, there: Subscriber) -> None:
    here.changes.publish("key")
    assert here.next() == there.next() == ("key", None)
