"""Checks that the shared Redis answers, accepts writes, and is fast enough."""

import secrets
import socket
import statistics
import time
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from redis import AuthenticationError, Redis, RedisError
from redis.exceptions import NoPermissionError, OutOfMemoryError, ReadOnlyError, ResponseError

from tracking.doctor.finding import Finding
from tracking.orders.cache_backend import ShopRedis
from tracking.services import Services

_TOPIC = "Redis"
_TRIES = 5
_SLOW = 0.02  # seconds: an uncached page makes several calls
_KEY_SECONDS = 10  # seconds until the test key expires
_TIMEOUT = 1.0  # seconds, for a server that may not speak TLS
_DEFAULT_PORT = 6379

# The first match is used.
_FIXES: Mapping[type[RedisError], str] = {
    AuthenticationError: "Put the password into REDIS_URL, as in redis://:password@host:6379/0.",
    NoPermissionError: "Let the user of REDIS_URL read, write and publish whatever begins with whereabouts:.",
    ReadOnlyError: "Set REDIS_URL to the primary server: this one is its copy, and takes nothing.",
    OutOfMemoryError: "Give the server of REDIS_URL more memory, or the maxmemory-policy volatile-lru.",
    ResponseError: "See in the log of the server that REDIS_URL names why it refuses commands.",
}
_TO_LOG_IN = "Put the password that the server knows into REDIS_URL, and the user before it if it has one."
_WITHOUT_TLS = "Write redis:// in place of rediss:// in REDIS_URL, or turn TLS on in the server."
_ELSE = "Start the server at {place}, or set REDIS_URL to one that answers."


def check(services: Services) -> Iterator[Finding]:
    """Write, read, publish, and read the server's configuration."""
    if services.redis is None:
        message = "There is none: each process keeps what it knows, and counts tries, for itself."
        yield Finding.note(_TOPIC, message, "Set REDIS_URL when you run several processes or machines; one needs none.")
        return
    try:
        yield _answer(services.redis, _place(services))
    except RedisError as error:
        yield _failure(error, services.settings.redis_url or "", _place(services))
    else:
        yield from _memory(services.redis)


def _place(services: Services) -> str:
    """Host and port, without the password before them."""
    return urlsplit(services.settings.redis_url or "").netloc.rpartition("@")[2]


def _failure(error: RedisError, url: str, place: str) -> Finding:
    if isinstance(error, AuthenticationError) and urlsplit(url).password:
        return Finding.error(_TOPIC, f"{place} does not accept the password in REDIS_URL.", _TO_LOG_IN)
    if url.startswith("rediss:") and _answers_without_tls(url):
        return Finding.error(_TOPIC, f"{place} does not speak TLS, as rediss:// in REDIS_URL wants.", _WITHOUT_TLS)
    fix = next((fix for kind, fix in _FIXES.items() if isinstance(error, kind)), _ELSE)
    message = f"{place} does not do as it should ({type(error).__name__})."
    return Finding.error(_TOPIC, message, fix.format(place=place))


def _answers_without_tls(url: str) -> bool:
    """Whether Redis answers without TLS, even with an error: a failed handshake looks like a slow server."""
    address = urlsplit(url)
    try:
        with socket.create_connection((address.hostname, address.port or _DEFAULT_PORT), _TIMEOUT) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(1) in {b"+", b"-"}
    except OSError:
        return False


def _answer(redis: ShopRedis, place: str) -> Finding:
    key = redis.name("doctor", secrets.token_hex(8))
    redis.set(key, "well", ex=_KEY_SECONDS)
    redis.delete(key)
    redis.publish(redis.name("doctor"), "well")
    return latency_finding(place, statistics.median(_round_trip(redis) for _ in range(_TRIES)))


def latency_finding(place: str, seconds: float) -> Finding:
    """Whether the server's median response time is low enough."""
    message = f"{place} answers in {1000 * seconds:.1f} ms, and can be written."
    if seconds <= _SLOW:
        return Finding.ok(_TOPIC, message)
    return Finding.note(_TOPIC, message, "Set REDIS_URL to a server nearer to this machine: pages wait for it.")


def _round_trip(redis: Redis) -> float:
    started = time.perf_counter()
    redis.ping()
    return time.perf_counter() - started


def _memory(redis: Redis) -> Iterator[Finding]:
    """The behavior at full memory: https://redis.io/docs/latest/develop/reference/eviction/."""
    try:
        memory = redis.info("memory")
    except RedisError:  # a hosted server may not allow INFO
        return
    policy, limit = memory.get("maxmemory_policy"), memory.get("maxmemory")
    if policy != "noeviction":
        yield Finding.ok(_TOPIC, f"When its memory is full, it makes room ({policy}).")
    elif limit:
        message = "When its memory is full, it takes nothing more, and pages are slower."
        yield Finding.note(
            _TOPIC, message, "Set the maxmemory-policy of the server that REDIS_URL names to volatile-lru."
        )
    else:
        yield Finding.ok(_TOPIC, "It has no bound to its memory; all that is kept there expires by itself.")
