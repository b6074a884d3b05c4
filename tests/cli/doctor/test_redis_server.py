from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from redis import Redis

from tests.cli.doctor.doctor_report import PrintedFinding, check_sentences, run_doctor
from tests.fakes import RedisServer
from tracking.cli.doctor.redis_server import latency_finding


def said_of(app: Flask) -> Sequence[PrintedFinding]:
    return run_doctor(app).of("Redis")


@pytest.fixture
def admin(redis_server: RedisServer) -> Redis:
    """The user of the server process."""
    return Redis.from_url(redis_server.url)


def test_answering_server_is_ok_and_keeps_no_test_key(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis
) -> None:
    answers, memory = said_of(make_app(REDIS_URL=redis_server.url))
    assert (answers.state, memory.state) == ("ok", "ok")
    assert answers.message.startswith(f"127.0.0.1:{redis_server.port} answers in ")
    assert not admin.keys("*doctor*")


def test_slow_server_is_a_note() -> None:
    near, far = latency_finding("10.0.0.7:6379", 0.02), latency_finding("10.0.0.7:6379", 0.021)
    assert (near.state, near.message) == ("ok", "10.0.0.7:6379 answers in 20.0 ms, and can be written.")
    assert far.state == "?"
    check_sentences(far.state, far.message, far.fix)


def test_missing_redis_is_a_note(app: Flask) -> None:
    (said,) = said_of(app)
    assert said.state == "?"
    assert "REDIS_URL" in said.fix


@pytest.mark.parametrize(
    ("policy", "limit", "state"),
    [("noeviction", "100mb", "?"), ("volatile-lru", "100mb", "ok"), ("noeviction", "0", "ok")],
)
def test_noeviction_policy_with_a_limit_is_a_note(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis, policy: str, limit: str, state: str
) -> None:
    admin.config_set("maxmemory-policy", policy)
    admin.config_set("maxmemory", limit)
    _, said = said_of(make_app(REDIS_URL=redis_server.url))
    assert said.state == state
    assert ("volatile-lru" in said.fix) == (state == "?")


def test_full_server_is_an_error(make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis) -> None:
    admin.config_set("maxmemory", "1")
    (said,) = said_of(make_app(REDIS_URL=redis_server.url))
    assert (said.state, said.fix[:4]) == ("!!", "Give")
    assert "(OutOfMemoryError)" in said.message


@pytest.mark.parametrize("scheme", ["redis", "rediss"])
def test_unreachable_server_is_an_error(make_app: Callable[..., Flask], redis_server: RedisServer, scheme: str) -> None:
    app = make_app(REDIS_URL=redis_server.url.replace("redis://", f"{scheme}://:canary@"))
    redis_server.stop()
    (said,) = said_of(app)
    assert said.state == "!!"
    assert said.message == f"127.0.0.1:{redis_server.port} does not do as it should (ConnectionError)."
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
def test_refused_command_is_an_error_with_its_fix(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis, command: Sequence[str], named: str
) -> None:
    admin.execute_command(*command)  # type: ignore[no-untyped-call] # redis-py's own
    (said,) = said_of(make_app(REDIS_URL=redis_server.url))
    assert said.state == "!!"
    assert "REDIS_URL" in said.fix
    assert named in said.fix


@pytest.mark.parametrize("before", [":canary-of-old@", "visitor:canary-of-old@"])
def test_rejected_password_is_an_error(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis, before: str
) -> None:
    admin.config_set("requirepass", "canary")
    (said,) = said_of(make_app(REDIS_URL=redis_server.url.replace("redis://", f"redis://{before}")))
    assert said.state == "!!"
    assert said.message == f"127.0.0.1:{redis_server.port} does not accept the password in REDIS_URL."


@pytest.mark.parametrize("password", ["", "canary"])
def test_server_without_tls_is_an_error(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis, password: str
) -> None:
    admin.config_set("requirepass", password)
    (said,) = said_of(make_app(REDIS_URL=redis_server.url.replace("redis://", "rediss://")))
    assert said.state == "!!"
    assert said.message.startswith(f"127.0.0.1:{redis_server.port} does not speak TLS,")
    assert said.fix.startswith("Write redis:// in place of rediss:// in REDIS_URL,")


def test_a_server_that_does_not_tell_its_settings_is_well(
    make_app: Callable[..., Flask], redis_server: RedisServer, admin: Redis
) -> None:
    admin.execute_command("ACL", "SETUSER", "default", "-info")  # type: ignore[no-untyped-call] # redis-py's own
    (said,) = said_of(make_app(REDIS_URL=redis_server.url))
    assert said.state == "ok"
