import logging

import pytest

from tests.fakes import Clock, RedisServer
from tracking.orders import Pseudonyms, WebhookDeduplicator
from tracking.orders.cache_backend import open_redis

EVENT = ("orders/updated", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043", "4711")


@pytest.fixture
def events(clock: Clock) -> WebhookDeduplicator:
    return WebhookDeduplicator(None, Pseudonyms("key"), monotonic=clock.monotonic)


def events_on(server: RedisServer, clock: Clock) -> WebhookDeduplicator:
    return WebhookDeduplicator(open_redis(server.url), Pseudonyms("key"), monotonic=clock.monotonic)


def test_marked_event_is_seen(events: WebhookDeduplicator) -> None:
    assert not events.seen(*EVENT)
    events.mark_seen(*EVENT)
    assert events.seen(*EVENT)


def test_event_with_other_parts_is_not_seen(events: WebhookDeduplicator) -> None:
    events.mark_seen(*EVENT)
    assert not events.seen("orders/paid", *EVENT[1:])
    assert not events.seen(*EVENT[:2], "4712")
    assert not events.seen(*EVENT[:2])


def test_event_expires_after_two_days(events: WebhookDeduplicator, clock: Clock) -> None:
    events.mark_seen(*EVENT)
    clock.advance(hours=47, minutes=59)
    assert events.seen(*EVENT)
    clock.advance(minutes=1)
    assert not events.seen(*EVENT)


def test_oldest_event_is_evicted(clock: Clock) -> None:
    events = WebhookDeduplicator(None, Pseudonyms("key"), monotonic=clock.monotonic, max_events=3)
    for number in ("1", "2", "3"):
        events.mark_seen(number)
    events.mark_seen("1")
    events.mark_seen("4")
    assert [number for number in "1234" if events.seen(number)] == ["1", "3", "4"]


def test_processes_share_events_through_redis(redis_server: RedisServer, clock: Clock) -> None:
    events_on(redis_server, clock).mark_seen(*EVENT)
    assert events_on(redis_server, clock).seen(*EVENT)
    assert not events_on(redis_server, clock).seen("orders/paid")


def test_repetition_does_not_extend_the_expiry_in_redis(redis_server: RedisServer, clock: Clock) -> None:
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


def test_redis_holds_no_part_of_an_event(redis_server: RedisServer, clock: Clock) -> None:
    events_on(redis_server, clock).mark_seen(*EVENT)
    redis = open_redis(redis_server.url)
    assert redis
    (key,) = redis.keys()
    assert not [part for part in EVENT if part in str(key)]
    assert redis.get(key) == b"1"
    redis.close()


def test_event_is_not_seen_while_redis_is_down(
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
