from collections.abc import Iterator
from datetime import datetime, timedelta
from queue import SimpleQueue

import pytest

from tests.parts import NOW, Clock, RedisServer
from tracking.lookup import Changes
from tracking.lookup.store import ShopRedis

PATIENCE = 5.0
LATER = NOW + timedelta(seconds=7)


class Listening:
    """One process: its changes, and what its listeners heard."""

    def __init__(self, redis: ShopRedis | None, clock: Clock) -> None:
        self.changes = Changes(redis, clock=clock)
        self.heard: SimpleQueue[tuple[str | None, datetime]] = SimpleQueue()
        self.changes.listen(lambda key, since: self.heard.put((key, since)))

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
    listening.changes.begin()
    assert listening.next() == (None, NOW)  # whatever was said before it listened
    yield listening
    listening.changes.close()


def test_without_redis_this_process_hears_itself(clock: Clock) -> None:
    alone = Listening(None, clock)
    alone.changes.begin()
    alone.changes.tell("key", LATER)
    assert alone.next() == ("key", LATER)
    alone.changes.close()


def test_other_processes_hear_what_is_told_here(here: Listening, there: Listening) -> None:
    here.changes.tell("key", LATER)
    here.changes.tell(None, LATER)
    assert [there.next(), there.next()] == [("key", LATER), (None, LATER)]


def test_nobody_hears_himself_twice(here: Listening, there: Listening) -> None:
    there.changes.tell("mine", LATER)
    here.changes.tell("yours", LATER)
    assert [there.next(), there.next()] == [("mine", LATER), ("yours", LATER)]
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
    here.changes.tell("key", LATER)
    assert there.next() == ("key", LATER)
    assert set(caplog.messages) == {"a word about changes that is none of ours"}


def test_who_could_not_listen_for_a_while_forgets_everything(
    redis_server: RedisServer, here: Listening, there: Listening, clock: Clock
) -> None:
    redis_server.stop()
    here.changes.tell("lost", LATER)
    assert here.next() == ("lost", LATER)
    clock.advance(seconds=20)
    redis_server.start()
    assert there.next() == (None, clock.now)
    here.changes.tell("heard", LATER)
    assert there.next() == ("heard", LATER)
