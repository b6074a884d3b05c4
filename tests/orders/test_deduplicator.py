import logging

import pytest

from tests.parts import Clock, RedisServer
from tracking.orders import Pseudonyms, WebhookDeduplicator
from tracking.orders.cache_backend import open_redis

EVENT = ("orders/updated", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043", "4711")


@pytest.fixture
def events(clock: Clock) -> WebhookDeduplicator:
    return WebhookDeduplicator(None, Pseudonyms("key"), monotonic=clock.monotonic)


def events_on(server: RedisServer, clock: Clock) -> WebhookDeduplicator:
    return WebhookDeduplicator(open_redis(server.url), Pseudonyms("key"), monotonic=clock.monotonic)


def test_what_was_noted_is_known(events: WebhookDeduplicator) -> None:
    assert not events.seen(*EVENT)
    events.mark_seen(*EVENT)
    assert events.seen(*EVENT)


def test_words_are_told_apart(events: WebhookDeduplicator) -> None:
    events.mark_seen(*EVENT)
    assert not events.seen("orders/paid", *EVENT[1:])
    assert not events.seen(*EVENT[:2], "4712")
    assert not events.seen(*EVENT[:2])


def test_after_two_days_it_is_forgotten(events: WebhookDeduplicator, clock: Clock) -> None:
    events.mark_seen(*EVENT)
    clock.advance(hours=47, minutes=59)
    assert events.seen(*EVENT)
    clock.advance(minutes=1)
    assert not events.seen(*EVENT)


def test_the_oldest_gives_way_where_there_are_too_many(clock: Clock) -> None:
    events = WebhookDeduplicator(None, Pseudonyms("key"), monotonic=clock.monotonic, most=3)
    for number in ("1", "2", "3"):
        events.mark_seen(number)
    events.mark_seen("1")
    events.mark_seen("4")
    assert [number for number in "1234" if events.seen(number)] == ["1", "3", "4"]


def test_what_one_process_notes_another_knows(redis_server: RedisServer, clock: Clock) -> None:
    events_on(redis_server, clock).mark_seen(*EVENT)
    assert events_on(redis_server, clock).seen(*EVENT)
    assert not events_on(redis_server, clock).seen("orders/paid")


def test_redis_keeps_it_for_two_days_and_a_repetition_prolongs_nothing(redis_server: RedisServer, clock: Clock) -> None:
    events = events_on(redis_server, clock)
    redis = open_redis(redis_server.url)
    assert redis
    events.mark_seen(*EVENT)
    (key,) = redis.keys()
    assert 172_790 < int(str(redis.ttl(key))) <= 172_800
    redis.expire(key, 60)
    events.mark_seen(*EVENT)
    assert int(str(redis.ttl(key))) <= 60
    redis.close()


def test_nothing_that_was_said_stands_in_redis(redis_server: RedisServer, clock: Clock) -> None:
    events_on(redis_server, clock).mark_seen(*EVENT)
    redis = open_redis(redis_server.url)
    assert redis
    (key,) = redis.keys()
    assert not [word for word in EVENT if word in str(key)]
    assert redis.get(key) == b"1"
    redis.close()


def test_while_redis_is_down_nothing_is_known_and_nothing_fails(
    redis_server: RedisServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    events = events_on(redis_server, clock)
    events.mark_seen(*EVENT)
    redis_server.stop()
    with caplog.at_level(logging.WARNING):
        assert not events.seen(*EVENT)
        events.mark_seen(*EVENT)
    assert len(caplog.records) == 2
    redis_server.start()
    events.mark_seen(*EVENT)
    assert events.seen(*EVENT)
