from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from tests.fakes import RedisServer
from tracking.orders.cache_backend import ShopRedis
from tracking.orders.redis_lock import redis_lock

TIMEOUT = 60.0


def test_without_redis_nothing_is_locked() -> None:
    with redis_lock(None, "key", 0), redis_lock(None, "key", 0):
        pass


def test_lock_is_held_by_one_and_waiting_times_out(redis: ShopRedis) -> None:
    held, other = redis_lock(redis, "key", TIMEOUT), redis_lock(redis, "another", 0)
    with held, other:
        began = monotonic()
        with redis_lock(redis, "key", 0.1):
            assert monotonic() - began >= 0.05
        assert redis.keys("*lock:key")
    assert not redis.keys("*lock:*")


def test_waiting_process_acquires_the_released_lock(redis: ShopRedis) -> None:
    order: list[str] = []

    def second() -> None:
        with redis_lock(redis, "key", TIMEOUT):
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        with redis_lock(redis, "key", TIMEOUT):
            waiting = pool.submit(second)
            order.append("first")
        waiting.result()
    assert order == ["first", "second"]


def test_lock_is_released_after_an_error_and_expires(redis: ShopRedis) -> None:
    with pytest.raises(LookupError), redis_lock(redis, "key", TIMEOUT):
        raise LookupError
    with redis_lock(redis, "key", 0):
        (name,) = redis.keys("*lock*")
        assert 4000 < int(str(redis.pttl(name))) <= 6000


def test_failing_redis_locks_nothing(
    redis: ShopRedis, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    with redis_lock(redis, "key", TIMEOUT):
        redis_server.stop()
    with redis_lock(redis, "key", TIMEOUT), redis_lock(redis, "key", TIMEOUT):
        pass
    messages = {message.partition(":")[0] for message in caplog.messages}
    assert messages == {"a lock cannot be released", "a lock cannot be acquired"}
