from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from tests.parts import RedisServer
from tracking.orders import RedisLocks
from tracking.orders.cache_backend import ShopRedis

PATIENCE = 5.0


def test_without_redis_everybody_has_the_turn() -> None:
    turns = RedisLocks(None)
    with turns.take("key", 0), turns.take("key", 0):
        pass


def test_one_at_a_time_for_each_key_and_who_waits_in_vain_goes_on_without(redis: ShopRedis) -> None:
    mine, other = RedisLocks(redis).take("key", PATIENCE), RedisLocks(redis).take("another", 0)
    with mine, other:
        began = monotonic()
        with RedisLocks(redis).take("key", 0.1):
            assert monotonic() - began >= 0.05
        assert redis.keys("*turn:key")
    assert not redis.keys("*turn:*")


def test_who_waits_gets_it_when_it_is_given_back(redis: ShopRedis) -> None:
    order: list[str] = []

    def second() -> None:
        with RedisLocks(redis).take("key", PATIENCE):
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        with RedisLocks(redis).take("key", PATIENCE):
            waiting = pool.submit(second)
            order.append("first")
        waiting.result()
    assert order == ["first", "second"]


def test_a_turn_is_given_back_after_an_error_and_by_itself_after_a_while(redis: ShopRedis) -> None:
    with pytest.raises(LookupError), RedisLocks(redis).take("key", PATIENCE):
        raise LookupError
    with RedisLocks(redis).take("key", 0):
        (name,) = redis.keys("*turn*")
        assert 4000 < int(str(redis.pttl(name))) <= 6000


def test_a_redis_that_dies_takes_nobodys_turn(
    redis: ShopRedis, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    with RedisLocks(redis).take("key", PATIENCE):
        redis_server.stop()
    with RedisLocks(redis).take("key", PATIENCE), RedisLocks(redis).take("key", PATIENCE):
        pass
    said = {message.partition(":")[0] for message in caplog.messages}
    assert said == {"a turn cannot be given back", "no turn can be taken"}
