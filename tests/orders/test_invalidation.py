from collections.abc import Iterator
from datetime import datetime, timedelta
from queue import SimpleQueue

import pytest

from tests.parts import NOW, Clock, RedisServer
from tracking.orders import InvalidationBus
from tracking.orders.cache_backend import ShopRedis

PATIENCE = 5.0
EARLIER = NOW - timedelta(seconds=7)


class Listening:
    """One process: its changes, and what its listeners heard."""

    def __init__(self, redis: ShopRedis | None, clock: Clock) -> None:
        self.changes = InvalidationBus(redis, clock=clock)
        self.heard: SimpleQueue[tuple[str | None, datetime]] = SimpleQueue()
        self.changes.subscribe(lambda key, since: self.heard.put((key, since)))

    def next(self) -> tuple[str | None, datetime]:
        return self.heard.get(timeout=PATIENCE)


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


def test_without_redis_this_process_hears_itself(clock: Clock) -> None:
    alone = Listening(None, clock)
    alone.changes.start()
    alone.changes.publish("key", EARLIER)
    assert alone.next() == ("key", EARLIER)
    alone.changes.close()


def test_other_processes_hear_what_is_told_here(here: Listening, there: Listening) -> None:
    here.changes.publish("key", EARLIER)
    here.changes.publish(None, EARLIER)
    assert [there.next(), there.next()] == [("key", EARLIER), (None, EARLIER)]


def test_nobody_hears_himself_twice(here: Listening, there: Listening) -> None:
    there.changes.publish("mine", EARLIER)
    here.changes.publish("yours", EARLIER)
    assert [there.next(), there.next()] == [("mine", EARLIER), ("yours", EARLIER)]
    assert there.heard.empty()


def test_a_word_of_somebody_else_is_no_word(
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
    assert set(caplog.messages) == {"a word about changes that is none of ours"}


def test_who_could_not_listen_for_a_while_forgets_everything(
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


def test_what_another_clock_says_of_the_future_is_heard_as_now(here: Listening, there: Listening) -> None:
    here.changes.publish("key", NOW + timedelta(days=1))
    assert here.next() == there.next() == ("key", NOW)


def test_without_a_moment_everybody_takes_their_own(redis: ShopRedis, here: Listening, there: Listening) -> None:
    slow = Listening(redis, Clock(now=NOW - timedelta(hours=1)))
    slow.changes.publish("key")
    assert slow.next() == ("key", NOW - timedelta(hours=1))
    assert there.next() == ("key", NOW)
    assert here.heard.empty()
