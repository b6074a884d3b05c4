"""The rate limits that processes share: the same windows as in memory, in a real Redis."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from limits import parse
from redis import RedisError

from tests.fakes import Clock, RedisServer
from tracking.orders.cache_backend import ShopRedis, open_redis
from tracking.web.rate_limits.redis_windows import RedisWindows
from tracking.web.rate_limits.windows import LimitKey

HOURLY, MINUTELY = parse("3 per hour"), parse("2 per minute")
KEY = LimitKey(scope="lookups", id="1a2b", group="3c4d")


class TimedRedis(ShopRedis):
    """A real server whose time is handed in."""

    clock: Clock

    def time(self, **_: object) -> tuple[int, int]:
        return int(self.clock.now.timestamp()), self.clock.now.microsecond


@pytest.fixture
def redis(redis_server: RedisServer, clock: Clock) -> Iterator[ShopRedis]:
    opened = TimedRedis.from_url(redis_server.url)
    assert isinstance(opened, TimedRedis)
    opened.shop, opened.clock = "tea.myshopify.com", clock
    yield opened
    opened.close()


@pytest.fixture
def windows(redis: ShopRedis) -> RedisWindows:
    return RedisWindows(redis)


def test_hits_are_counted_up_to_the_limit_and_the_next_has_to_wait(windows: RedisWindows, clock: Clock) -> None:
    for _ in range(3):
        assert windows.wait(KEY, HOURLY) == 0
        assert windows.hit(KEY, HOURLY) == 0
        clock.advance(minutes=10)
    assert windows.hit(KEY, HOURLY) == windows.wait(KEY, HOURLY) == 30 * 60
    clock.advance(minutes=31)
    assert windows.hit(KEY, HOURLY) == 0


def test_hits_of_one_process_count_in_the_other(redis: ShopRedis) -> None:
    one, other = (RedisWindows(redis) for _ in range(2))
    assert [windows.hit(KEY, MINUTELY) for windows in (one, other)] == [0, 0]
    assert [windows.hit(KEY, MINUTELY) for windows in (one, other)] == [60, 60]


def test_every_key_is_the_shops_and_expires_with_its_window(windows: RedisWindows, redis: ShopRedis) -> None:
    windows.hit(KEY, HOURLY)
    windows.hit(KEY, MINUTELY)
    names = {b"whereabouts:tea.myshopify.com:limit:lookups:3600:1a2b": 3600}
    names[b"whereabouts:tea.myshopify.com:limit:lookups:60:1a2b"] = 60
    assert set(redis.keys()) == set(names)
    for name, seconds in names.items():
        assert seconds - 10 < int(str(redis.ttl(name))) <= seconds


@pytest.mark.parametrize("ahead", [timedelta(seconds=30), timedelta(hours=1), timedelta(days=1)])
@pytest.mark.parametrize("hits", [1, 2, 3])
def test_a_server_whose_clock_ran_ahead_limits_nobody_longer_than_the_window(
    windows: RedisWindows, clock: Clock, ahead: timedelta, hits: int
) -> None:
    clock.now += ahead
    for _ in range(hits):
        assert windows.hit(KEY, HOURLY) == 0
    clock.now -= ahead
    admitted = [wait for wait in (windows.hit(KEY, HOURLY) for _ in range(6)) if not wait]
    assert 3 <= len(admitted) <= 5  # what was counted before may be forgotten, and only that
    assert windows.hit(KEY, HOURLY) == windows.wait(KEY, HOURLY) == 3600
    clock.advance(hours=1, seconds=1)
    assert windows.wait(KEY, HOURLY) == windows.hit(KEY, HOURLY) == 0


def test_another_processs_hit_that_is_a_moment_ahead_is_counted(windows: RedisWindows, clock: Clock) -> None:
    clock.advance(seconds=0.5)
    for _ in range(3):
        windows.hit(KEY, HOURLY)
    clock.advance(seconds=-0.5)
    assert windows.hit(KEY, HOURLY) == windows.wait(KEY, HOURLY) == 3600


def test_hits_are_counted_at_the_servers_own_time(redis_server: RedisServer) -> None:
    real = open_redis(redis_server.url)
    assert real
    windows = RedisWindows(real)
    before = real.time()
    windows.hit(KEY, HOURLY)
    (hit,) = real.lrange(real.name("limit", "lookups", "3600", "1a2b"), 0, -1)
    after = real.time()
    assert before[0] <= float(hit) <= after[0] + 1
    real.close()


def test_a_server_that_is_down_is_no_limit_that_is_reached(windows: RedisWindows, redis_server: RedisServer) -> None:
    redis_server.stop()
    with pytest.raises(RedisError):
        windows.hit(KEY, HOURLY)
