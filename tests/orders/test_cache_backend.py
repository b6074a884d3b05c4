from pathlib import Path

import pytest
from flask import Flask
from redis import RedisError

from tests.parts import Clock, RedisServer
from tracking.orders.cache_backend import InProcess, ShopRedis, open_redis, open_store
from tracking.orders.rows import ROWS
from tracking.running.limits import THREADS

VALUE = {"as_of": "2026-11-22T14:05:00+00:00", "document": {"title": "Tasse „Grün“", "lines": [1, None, True]}}


def test_without_an_address_there_is_no_redis() -> None:
    assert open_redis(None) is None


def test_rows_stand_in_this_process_where_there_is_no_redis() -> None:
    store = open_store(Flask("test"), None)
    store.set("key", VALUE, 60)
    assert store.get_many("key") == [VALUE]
    assert store.get_many("key")[0] is not VALUE
    store.delete("key")
    assert store.get_many("key") == [None]


def test_rows_in_this_process_end_by_a_clock_that_nobody_sets(clock: Clock) -> None:
    store = open_store(Flask("test"), None, monotonic=clock.monotonic)
    store.set("key", VALUE, 60)
    clock.set(hours=24)
    assert store.get_many("key", "other") == [VALUE, None]
    clock.set(hours=-24)
    clock.advance(seconds=60)
    assert store.get_many("key") == [None]


def test_only_so_many_rows_stand_in_this_process_the_latest_asked_for() -> None:
    store = InProcess(2)
    for key in ("a", "b"):
        store.set(key, VALUE, 60)
    store.get_many("a")
    store.set("c", VALUE, 60)
    assert store.get_many("a", "b", "c") == [VALUE, None, VALUE]


def test_clearing_this_process_leaves_the_notice_of_it() -> None:
    store = InProcess()
    for key in (f"{ROWS}1", f"{ROWS}1:changed", "erased:all"):
        store.set(key, "word", 60)
    store.drop_superseded()
    store.clear()
    store.clear()
    assert store.get_many(f"{ROWS}1", f"{ROWS}1:changed", "erased:all") == [None, None, "word"]


HASHED, LATEST = "whereabouts:order:0f1e2d3c4b5a6978", "whereabouts:order:5902720525908"


def test_rows_under_hashed_names_are_dropped_once_and_no_others(redis: ShopRedis) -> None:
    store = open_store(Flask("test"), redis)
    places = [f"{name}{part}" for name in (HASHED, LATEST) for part in ("", ":partial", ":changed")]
    for place in (*places, "somebody:else"):
        redis.set(place, "{}")
    store.drop_superseded()
    assert sorted(redis.keys()) == sorted(place.encode() for place in (*places[3:], "somebody:else"))
    redis.set(HASHED, "{}")
    store.drop_superseded()
    assert redis.exists(HASHED)
    another = open_store(Flask("test"), redis)
    another.drop_superseded()
    assert not redis.exists(HASHED)


def test_rows_in_redis_are_json_with_a_life(redis_server: RedisServer) -> None:
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


def test_nothing_is_ever_unpickled(redis_server: RedisServer, tmp_path: Path) -> None:
    redis = open_redis(redis_server.url)
    assert redis
    forged = b"!cpathlib\nPath.touch\n(cpathlib\nPath\n(V" + str(tmp_path / "touched").encode() + b"\ntRtR."
    redis.set(redis.name("key"), forged)
    assert open_store(Flask("test"), redis).get_many("key") == [None]
    assert not (tmp_path / "touched").exists()
    redis.close()


def test_a_dead_redis_is_given_up_at_once(redis_server: RedisServer) -> None:
    redis = open_redis(redis_server.url)
    store = open_store(Flask("test"), redis)
    redis_server.stop()
    with pytest.raises(RedisError):
        store.get_many("key")


def test_a_redis_that_hangs_is_waited_for_once_and_then_left_alone_for_a_moment(
    redis_server: RedisServer, clock: Clock
) -> None:
    redis = open_redis(redis_server.url, monotonic=clock.monotonic)
    assert redis
    assert redis.ping()
    redis_server.pause()
    with pytest.raises(RedisError):
        redis.ping()
    redis_server.go_on()
    with pytest.raises(RedisError, match="a moment ago"):
        redis.ping()
    clock.advance(seconds=1)
    assert redis.ping()
    redis.close()


def test_every_thread_may_have_a_connection_at_the_same_time(redis: ShopRedis) -> None:
    held = [redis.connection_pool.get_connection() for _ in range(THREADS)]
    for connection in held:
        redis.connection_pool.release(connection)
    assert redis.ping()


def test_clearing_leaves_what_is_not_ours(redis_server: RedisServer) -> None:
    redis = open_redis(redis_server.url)
    assert redis
    store = open_store(Flask("test"), redis)
    redis.set("somebody:else", "1")
    for number in range(3000):  # more than one portion
        store.set(f"{ROWS}{number}", VALUE, 60)
    store.set("note", VALUE, 60)
    store.clear()
    assert sorted(redis.keys()) == [b"somebody:else", redis.name("note").encode()]
    store.clear()
    redis.close()


def test_two_shops_on_one_redis_have_names_of_their_own(redis_server: RedisServer) -> None:
    tea, coffee = (open_redis(redis_server.url, shop=f"{name}.myshopify.com") for name in ("tea", "coffee"))
    assert tea
    assert coffee
    stores = open_store(Flask("tea"), tea), open_store(Flask("coffee"), coffee)
    for store in stores:
        store.set(f"{ROWS}1", VALUE, 60)
    assert sorted(tea.keys()) == [coffee.name("order", "1").encode(), tea.name("order", "1").encode()]
    stores[0].clear()
    assert [store.get_many(f"{ROWS}1") for store in stores] == [[None], [VALUE]]
    for redis in (tea, coffee):
        redis.close()


def test_a_name_says_whose_it_is(redis: ShopRedis) -> None:
    redis.shop = "tea.myshopify.com"
    assert redis.name("turn", "1a2b") == "whereabouts:tea.myshopify.com:turn:1a2b"
