from pathlib import Path

import pytest
from flask import Flask
from redis import RedisError

from tests.fakes import Clock, RedisServer
from tracking.orders.cache_backend import ORDER_PREFIX, MemoryStore, OrderSerializer, ShopRedis, open_redis, open_store
from tracking.running.limits import THREADS

VALUE = {"as_of": "2026-11-22T14:05:00+00:00", "document": {"title": "Tasse „Grün“", "lines": [1, None, True]}}


def test_no_url_opens_no_redis() -> None:
    assert open_redis(None) is None


def test_without_redis_the_store_is_in_memory() -> None:
    store = open_store(Flask("test"), None)
    store.set("key", VALUE, 60)
    assert store.get_many("key") == [VALUE]
    assert store.get_many("key")[0] is not VALUE
    store.delete("key")
    assert store.get_many("key") == [None]


def test_memory_store_expires_by_the_monotonic_clock(clock: Clock) -> None:
    store = open_store(Flask("test"), None, monotonic=clock.monotonic)
    store.set("key", VALUE, 60)
    clock.set(hours=24)
    assert store.get_many("key", "other") == [VALUE, None]
    clock.set(hours=-24)
    clock.advance(seconds=60)
    assert store.get_many("key") == [None]


def test_memory_store_evicts_the_least_recently_used() -> None:
    store = MemoryStore(2)
    for key in ("a", "b"):
        store.set(key, VALUE, 60)
    store.get_many("a")
    store.set("c", VALUE, 60)
    assert store.get_many("a", "b", "c") == [VALUE, None, VALUE]


def test_clear_of_the_memory_store_keeps_the_erased_mark() -> None:
    store = MemoryStore()
    for key in (f"{ORDER_PREFIX}1", f"{ORDER_PREFIX}1:changed", "erased:all"):
        store.set(key, "mark", 60)
    store.drop_superseded()
    store.clear()
    store.clear()
    assert store.get_many(f"{ORDER_PREFIX}1", f"{ORDER_PREFIX}1:changed", "erased:all") == [None, None, "mark"]


HASHED, LATEST = "whereabouts:order:0f1e2d3c4b5a6978", "whereabouts:order:5902720525908"


def test_drop_superseded_deletes_only_hashed_keys_and_once(redis: ShopRedis) -> None:
    store = open_store(Flask("test"), redis)
    keys = [f"{name}{part}" for name in (HASHED, LATEST) for part in ("", ":partial", ":changed")]
    for key in (*keys, "other:key"):
        redis.set(key, "{}")
    store.drop_superseded()
    assert sorted(redis.keys()) == sorted(key.encode() for key in (*keys[3:], "other:key"))
    redis.set(HASHED, "{}")
    store.drop_superseded()
    assert redis.exists(HASHED)
    another = open_store(Flask("test"), redis)
    another.drop_superseded()
    assert not redis.exists(HASHED)


def test_redis_store_writes_json_with_an_expiry(redis_server: RedisServer) -> None:
    redis = open_redis(redis_server.url)
    assert redis
    store = open_store(Flask("test"), redis)
    assert store.get_many("key") == [None]
    store.set("key", VALUE, 60)
    assert store.get_many("key") == [VALUE]
    (key,) = redis.keys()
    assert str(redis.get(key)).startswith('b\'{"as_of"')
    assert 0 < int(str(redis.ttl(key))) <= 60
    store.delete("key")
    assert redis.keys() == []
    redis.close()


def test_forged_pickle_is_not_loaded(redis_server: RedisServer, tmp_path: Path) -> None:
    redis = open_redis(redis_server.url)
    assert redis
    forged = b"!cpathlib\nPath.touch\n(cpathlib\nPath\n(V" + str(tmp_path / "touched").encode() + b"\ntRtR."
    redis.set(redis.name("key"), forged)
    assert open_store(Flask("test"), redis).get_many("key") == [None]
    assert not (tmp_path / "touched").exists()
    redis.close()


def test_stopped_redis_raises(redis_server: RedisServer) -> None:
    redis = open_redis(redis_server.url)
    store = open_store(Flask("test"), redis)
    redis_server.stop()
    with pytest.raises(RedisError):
        store.get_many("key")


def test_redis_is_not_called_for_a_moment_after_a_timeout(redis_server: RedisServer, clock: Clock) -> None:
    redis = open_redis(redis_server.url, monotonic=clock.monotonic)
    assert redis
    assert redis.ping()
    redis_server.pause()
    with pytest.raises(RedisError):
        redis.ping()
    redis_server.resume()
    with pytest.raises(RedisError, match="timed out"):
        redis.ping()
    clock.advance(seconds=1)
    assert redis.ping()
    redis.close()


def test_pool_has_a_connection_for_every_thread(redis: ShopRedis) -> None:
    held = [redis.connection_pool.get_connection() for _ in range(THREADS)]
    for connection in held:
        redis.connection_pool.release(connection)
    assert redis.ping()


def test_clear_of_the_redis_store_deletes_only_orders(redis_server: RedisServer) -> None:
    redis = open_redis(redis_server.url)
    assert redis
    store = open_store(Flask("test"), redis)
    redis.set("other:key", "1")
    for number in range(3000):  # more than one portion
        store.set(f"{ORDER_PREFIX}{number}", VALUE, 60)
    store.set("mark", VALUE, 60)
    store.clear()
    assert sorted(redis.keys()) == [b"other:key", redis.name("mark").encode()]
    store.clear()
    redis.close()


def test_shops_on_one_redis_have_separate_keys(redis_server: RedisServer) -> None:
    tea, coffee = (open_redis(redis_server.url, shop=f"{name}.myshopify.com") for name in ("tea", "coffee"))
    assert tea
    assert coffee
    stores = open_store(Flask("tea"), tea), open_store(Flask("coffee"), coffee)
    for store in stores:
        store.set(f"{ORDER_PREFIX}1", VALUE, 60)
    assert sorted(tea.keys()) == [coffee.name("order", "1").encode(), tea.name("order", "1").encode()]
    stores[0].clear()
    assert [store.get_many(f"{ORDER_PREFIX}1") for store in stores] == [[None], [VALUE]]
    for redis in (tea, coffee):
        redis.close()


def test_name_begins_with_the_shop(redis: ShopRedis) -> None:
    redis.shop = "tea.myshopify.com"
    assert redis.name("lock", "1a2b") == "whereabouts:tea.myshopify.com:lock:1a2b"


def test_serializer_reads_only_json() -> None:
    serializer = OrderSerializer()
    assert serializer.dumps({"a": 1}) == b'{"a": 1}'
    assert serializer.loads(b'{"a": 1}') == {"a": 1}
    assert serializer.loads(None) is None
    assert serializer.loads(b"!\x80\x05K\x07.") is None  # what would be a pickle
