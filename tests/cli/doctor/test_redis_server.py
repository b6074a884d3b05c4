from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from redis import Redis

from tests.cli.doctor.diagnosing import Said, check_sentences, diagnose
from tests.parts import RedisServer
from tracking.cli.doctor.redis_server import speed


def said_of(app: Flask) -> Sequence[Said]:
    return diagnose(app).of("Redis")


@pytest.fixture
def admin(redis_server: RedisServer) -> Redis:
    """Whoever runs the server."""
    return Redis.from_url(redis_server.url)


def test_a_server_that_answers_is_well_and_nothing_is_left_there(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis
) -> None:
    answers, memory = said_of(make_app(REDIS_URL=redis_server.url))
    assert (answers.state, memory.state) == ("ok", "ok")
    assert answers.words.startswith(f"127.0.0.1:{redis_server.port} answers in ")
    assert not admin.keys("*doctor*")


def test_a_server_far_away_is_told() -> None:
    near, far = speed("10.0.0.7:6379", 0.02), speed("10.0.0.7:6379", 0.021)
    assert (near.state, near.words) == ("ok", "10.0.0.7:6379 answers in 20.0 ms, and can be written.")
    assert far.state == "?"
    check_sentences(far.state, far.words, far.fix)


def test_without_one_it_says_what_is_not_shared(app: Flask) -> None:
    (said,) = said_of(app)
    assert said.state == "?"
    assert "REDIS_URL" in said.fix


@pytest.mark.parametrize(
    ("policy", "limit", "state"),
    [("noeviction", "100mb", "?"), ("volatile-lru", "100mb", "ok"), ("noeviction", "0", "ok")],
)
def test_a_server_that_takes_nothing_when_it_is_full_is_told(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis, policy: str, limit: str, state: str
) -> None:
    admin.config_set("maxmemory-policy", policy)
    admin.config_set("maxmemory", limit)
    _, said = said_of(make_app(REDIS_URL=redis_server.url))
    assert said.state == state
    assert ("volatile-lru" in said.fix) == (state == "?")


def test_a_server_that_is_full_is_told(make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis) -> None:
    admin.config_set("maxmemory", "1")
    (said,) = said_of(make_app(REDIS_URL=redis_server.url))
    assert (said.state, said.fix[:4]) == ("!!", "Give")
    assert "(OutOfMemoryError)" in said.words


@pytest.mark.parametrize("scheme", ["redis", "rediss"])
def test_a_server_that_is_gone_is_told(make_app: Callable[..., Flask], redis_server: RedisServer, scheme: str) -> None:
    app = make_app(REDIS_URL=redis_server.url.replace("redis://", f"{scheme}://:canary@"))
    redis_server.stop()
    (said,) = said_of(app)
    assert said.state == "!!"
    assert said.words == f"127.0.0.1:{redis_server.port} does not do as it should (ConnectionError)."
    assert f"127.0.0.1:{redis_server.port}" in said.fix


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (("CONFIG", "SET", "requirepass", "canary"), "password"),
        (("REPLICAOF", "127.0.0.1", "1"), "primary"),
        (("ACL", "SETUSER", "default", "-publish"), "user"),
        (("CONFIG", "SET", "min-replicas-to-write", "1"), "log"),
    ],
)
def test_a_server_that_refuses_is_told_why(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis, command: Sequence[str], named: str
) -> None:
    admin.execute_command(*command)  # type: ignore[no-untyped-call] # redis-py's own
    (said,) = said_of(make_app(REDIS_URL=redis_server.url))
    assert said.state == "!!"
    assert "REDIS_URL" in said.fix
    assert named in said.fix


@pytest.mark.parametrize("before", [":canary-of-old@", "visitor:canary-of-old@"])
def test_a_password_that_is_not_accepted_is_told(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis, before: str
) -> None:
    admin.config_set("requirepass", "canary")
    (said,) = said_of(make_app(REDIS_URL=redis_server.url.replace("redis://", f"redis://{before}")))
    assert said.state == "!!"
    assert said.words == f"127.0.0.1:{redis_server.port} does not accept the password in REDIS_URL."


@pytest.mark.parametrize("password", ["", "canary"])
def test_a_server_that_does_not_speak_tls_is_told(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis, password: str
) -> None:
    admin.config_set("requirepass", password)
    (said,) = said_of(make_app(REDIS_URL=redis_server.url.replace("redis://", "rediss://")))
    assert said.state == "!!"
    assert said.words.startswith(f"127.0.0.1:{redis_server.port} does not speak TLS,")
    assert said.fix.startswith("Write redis:// in place of rediss:// in REDIS_URL,")


def test_a_server_that_does_not_tell_its_settings_is_well(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis
) -> None:
    admin.execute_command("ACL", "SETUSER", "default", "-info")  # type: ignore[no-untyped-call] # redis-py's own
    (said,) = said_of(make_app(REDIS_URL=redis_server.url))
    assert said.state == "ok"
