from collections.abc import Iterator
from datetime import datetime, timedelta
from queue import SimpleQueue

import pytest

from tests.parts import NOW, Clock, RedisServer
from tracking.orders import InvalidationBus
from tracking.orders.cache_backend import ShopRedis

TIMEOUT = 5.0
EARLIER = NOW - timedelta(seconds=7)


class Listening:
    """One process: its changes, and what its listeners heard."""

    def __init__(self, redis: ShopRedis | None, clock: Clock) -> None:
        self.changes = InvalidationBus(redis, clock=clock)
        self.heard: SimpleQueue[tuple[str | None, datetime]] = SimpleQueue()
        self.changes.subscribe(lambda key, since: self.heard.put((key, since)))

    def next(self) -> tuple[str | None, datetime]:
        return self.heard.get(timeout=TIMEOUT)


@pytest.fixture
def here(redis: ShopRedis, clock: Clock) -> Iterator[Listening]:
    listening = Listening(redis, clock)
    yield listening
    listening.changes.close()


@pytest.fixture
def there(redis: ShopRedis, clock: Clock) -> Iterator[Listening]:
    listening = Listening(redis, clock)
    listening.changes.start()
    assert listening.next() == (None, NOW)  # whatever was said before it listened
    yield listening
    listening.changes.close()


def test_without_redis_local_listeners_are_called(clock: Clock) -> None:
    alone = Listening(None, clock)
    alone.changes.start()
    alone.changes.publish("key", EARLIER)
    assert alone.next() == ("key", EARLIER)
    alone.changes.close()


def test_other_process_receives_a_published_change(here: Listening, there: Listening) -> None:
    here.changes.publish("key", EARLIER)
    here.changes.publish(None, EARLIER)
    assert [there.next(), there.next()] == [("key", EARLIER), (None, EARLIER)]


def test_own_message_is_received_once(here: Listening, there: Listening) -> None:
    there.changes.publish("mine", EARLIER)
    here.changes.publish("yours", EARLIER)
    assert [there.next(), there.next()] == [("mine", EARLIER), ("yours", EARLIER)]
    assert there.heard.empty()


def test_message_of_another_format_is_logged_and_ignored(
    redis: ShopRedis, here: Listening, there: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    for word in (
        b"\xff",
        b"[]",
        b'{"from": "x", "key": 5, "since": "then"}',
        b'{"from": "x", "key": null, "since": "y"}',
    ):
        redis.publish(redis.name("changes"), word)
    here.changes.publish("key", EARLIER)
    assert there.next() == ("key", EARLIER)
    assert set(caplog.messages) == {"a message about changes has another format"}


def test_new_subscription_invalidates_all_orders(
    redis_server: RedisServer, here: Listening, there: Listening, clock: Clock
) -> None:
    redis_server.stop()
    here.changes.publish("lost", EARLIER)
    assert here.next() == ("lost", EARLIER)
    clock.advance(seconds=20)
    redis_server.start()
    assert there.next() == (None, clock.now)
    here.changes.publish("heard", EARLIER)
    assert there.next() == ("heard", EARLIER)


def test_time_in_the_future_is_received_as_now(here: Listening, there: Listening) -> None:
    here.changes.publish("key", NOW + timedelta(days=1))
    assert here.next() == there.next() == ("key", NOW)


def test_without_a_time_each_process_takes_its_own(redis: ShopRedis, here: Listening, there: Listening) -> None:
    slow = Listening(redis, Clock(now=NOW - timedelta(hours=1)))
    slow.changes.publish("key")
    assert slow.next() == ("key", NOW - timedelta(hours=1))
    assert there.next() == ("key", NOW)
    assert here.heard.empty()
