"""Measures rate limits after a simulated week of visitors, with and without Redis: ``python -m scripts.rate_limits``.

Each visitor looks up one wrong number from an address of their own. What only limits tries is measured by itself, and
in the end a whole wrong lookup, which asks the demo store.
"""

import gc
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from flask import Flask
from redis import Redis

from scripts.load.process import Process
from scripts.load.report import Figure, at_most, just
from scripts.load.shop import REDIS
from tracking import create_app
from tracking.demo import DemoTransport, LeakyBucket
from tracking.orders import NotFound
from tracking.settings import Settings
from tracking.web.rate_limits.limits import limited_lookup

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
VISITORS = (0, 10_000, 100_000)
LOOKUPS = 100
NOT_FOUND = 404
MOST_GROWTH = 1.5  # times the CPU of the first lookup
_ODD = 2_654_435_761  # of 32 bits: multiplying by it scatters
MOST_MEGABYTES = {WEEK: 3.0, HOUR: 80.0}
MOST_MEGABYTES_OF_REDIS = {WEEK: 3.0, HOUR: 120.0}  # four keys a visitor, a quarter of a kilobyte each


@dataclass
class Clock:
    """Hands out the simulated time."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 22, tzinfo=UTC))

    def __call__(self) -> datetime:
        """The wall clock."""
        return self.now

    def monotonic(self) -> float:
        """The clock that only measures."""
        return self.now.timestamp()


def measure(translations: Path, redis: Redis | None = None, url: str = "") -> Iterator[Figure]:
    """Weeks of ever more visitors, and all of them within an hour."""
    first = 0.0
    where, most = ("Redis", MOST_MEGABYTES_OF_REDIS) if redis else ("memory", MOST_MEGABYTES)
    for visitors, period in [*((number, WEEK) for number in VISITORS), (VISITORS[-1], HOUR)]:
        if redis:
            redis.flushall()
        clock = Clock()
        app = _app(clock, translations, url)
        _lookups(app, 3)  # what is made once is made before
        before = _megabytes(redis)
        limits = _visit(app, clock, visitors, period, redis)
        grown = _megabytes(redis) - before
        whole = _lookups(app, LOOKUPS)
        first = first or whole
        what = f"{visitors} visitors in {'a week' if period == WEEK else 'an hour'}, {where}"
        yield at_most(f"{what}: CPU of a wrong lookup", whole, first * MOST_GROWTH, "ms")
        yield at_most(f"{what}: memory", grown, most[period], "MB")
        if visitors:
            yield just(f"{what}: CPU of its limits", f"{limits:.3f} ms")


def _app(clock: Clock, translations: Path, url: str) -> Flask:
    environ = {"TRUSTED_PROXIES": "1", **({"REDIS_URL": url} if url else {})}
    transport = DemoTransport(clock=clock, bucket=LeakyBucket(maximum=10**9))
    return create_app(
        Settings.from_environ(environ),
        clock=clock,
        monotonic=clock.monotonic,
        transport=transport,
        translations=translations,
    )


def _visit(app: Flask, clock: Clock, visitors: int, period: timedelta, redis: Redis | None) -> float:
    """Milliseconds of CPU that limiting one visitor took."""
    spent, aged = 0.0, clock.now
    for number in range(visitors):
        clock.now += period / visitors
        with app.test_request_context("/", method="POST", data=_form(number), environ_base=_address(number)):
            began = time.process_time()
            with suppress(NotFound), limited_lookup():
                raise NotFound
            spent += time.process_time() - began
        if redis and clock.now - aged >= HOUR / 6:
            _age(redis, clock.now - aged)
            aged = clock.now
    return 1000 * spent / max(1, visitors)


def _age(redis: Redis, passed: timedelta) -> None:
    """Redis has its own clock: shorten the expiry of every key by the elapsed time."""
    names = list(redis.scan_iter(count=1000))
    with redis.pipeline(transaction=False) as asked:
        for name in names:
            asked.pttl(name)
        left = asked.execute()
    with redis.pipeline(transaction=False) as changed:
        for name, milliseconds in zip(names, cast("list[int]", left), strict=True):
            changed.pexpire(name, milliseconds - int(passed.total_seconds() * 1000))
        changed.execute()


def _lookups(app: Flask, count: int) -> float:
    """Milliseconds of CPU that a whole wrong lookup takes, each from another address."""
    client = app.test_client()
    began = time.process_time()
    for number in range(count):
        answer = client.post("/", data=_form(number), environ_base=_address(2**24 + number))
        if answer.status_code != NOT_FOUND:
            raise SystemExit(f"a wrong lookup was answered {answer.status_code}")
    return 1000 * (time.process_time() - began) / count


def _form(number: int) -> dict[str, str]:
    return {"order": f"9{number:07}", "email": "eve@example.com"}


def _address(number: int) -> dict[str, str]:
    """Anywhere in the world: neighbors in number are no neighbors in address."""
    return {"REMOTE_ADDR": str(IPv4Address(number * _ODD % 2**32))}


def _megabytes(redis: Redis | None) -> float:
    """Of the process that counts."""
    if redis:
        return float(redis.info("memory")["used_memory"]) / 2**20
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """In this process, then in a Redis of the bench's own."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that nothing is left behind
    with TemporaryDirectory() as none, Process(REDIS) as server:
        for figure in measure(Path(none)):
            print(figure, flush=True)
        url = f"redis://127.0.0.1:{server.port}/0"
        with Redis.from_url(url) as redis:
            for figure in measure(Path(none), redis, url):
                print(figure, flush=True)


if __name__ == "__main__":
    main()
