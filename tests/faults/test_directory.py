"""Bad days of Shopify and of clocks, as the directory meets them: whatever happens, it ends as Shopify has it."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from tests.database.conftest import opened, postgres_database, postgres_url, sqlite_url, url
from tests.fakes import Clock, ManualExecutor, Shopify
from tests.sampling import spread
from tests.webhook_samples import SETTINGS, post_webhook
from tests.worker.filled_databases import fill
from tests.worker.sites import rows, task_counts, tiny_shop, worker_of
from tracking.database import Database
from tracking.database.tables import orders
from tracking.demo import DemoTransport, LeakyBucket
from tracking.directory.refetch_times import LONGEST
from tracking.services import services
from tracking.worker.worker import Worker

__all__ = ["postgres_database", "postgres_url", "sqlite_url", "url"]

RATE = 200  # webhooks a second
CHANGED = 12  # orders
SIZE = 20  # orders of the shop


class Site:
    """A shop's site, whose worker a test lets work."""

    def __init__(self, app: Flask, shopify: Shopify, clock: Clock) -> None:
        self.client, self.shopify, self.clock = app.test_client(), shopify, clock
        with app.app_context():
            self.worker, self.database = services().worker, services().database

    def tell(self, name: str, event_id: str) -> None:
        body = {"id": int(self.shopify.id_of(name))}
        assert post_webhook(self.client, "orders/updated", body, event_id).status_code == 200

    def work(self) -> None:
        """Until nothing is due within ten seconds."""
        quiet = 0
        while quiet < 5:
            quiet = quiet + 1 if self.worker.step() >= 1 else 0
            self.clock.advance(seconds=2 if quiet else 0)

    def cancelled(self) -> set[str]:
        found = rows(self.database)
        return {name for name, row in found.items() if row.answer["order"]["cancelledAt"]}


@pytest.fixture
def shopify(clock: Clock) -> Shopify:
    return Shopify(tiny_shop(SIZE), clock)


@pytest.fixture
def site(make_app: Callable[..., Flask], url: str, shopify: Shopify, clock: Clock, background: ManualExecutor) -> Site:
    site = Site(make_app(**SETTINGS, DATABASE_URL=url), shopify, clock)
    site.database.prepare()
    fill(site.database, ("a shop whose day is bad", SIZE), site.work)
    site.work()
    background.waiting.clear()
    shopify.calls.clear()
    return site


def cancel_some(site: Site) -> list[str]:
    names = [name for name in rows(site.database) if name not in site.cancelled()][:CHANGED]
    for name in names:
        site.shopify.cancel(name)
    return names


@pytest.mark.parametrize("count", [36, pytest.param(12_000, marks=pytest.mark.audit)])
def test_a_storm_of_doubled_shuffled_and_late_webhooks(site: Site, count: int) -> None:
    names = cancel_some(site)
    events = [(names[number % len(names)], f"event {number // 2}") for number in range(count)]
    random.Random(16).shuffle(events)  # noqa: S311 - any order will do
    for number, (name, event_id) in enumerate(events):
        site.tell(name, event_id)
        site.clock.advance(seconds=1 / RATE)
        if number % 20 == 0:
            site.worker.step()
    site.work()
    assert site.cancelled().issuperset(names)
    settled = site.shopify.calls["Order"]
    assert settled <= len(names) * (count / RATE / 2 + 2), "an order is fetched once in the time in which hints settle"
    site.clock.advance(hours=4)
    site.work()
    before = site.shopify.calls["Order"]
    for name, event_id in events[:40]:
        site.tell(name, event_id)
    site.work()
    assert site.shopify.calls["Order"] == before, "they are repetitions"
    for name in names:
        site.tell(name, f"{name}, hours late")
    site.work()
    assert site.shopify.calls["Order"] == before + len(names)
    assert site.cancelled().issuperset(names)
    assert task_counts(site.database, site.clock) == {}


@pytest.mark.parametrize("days", spread(2, [1, -1]))
def test_a_clock_that_jumps_a_day_and_back_loses_nothing(site: Site, clock: Clock, days: int) -> None:
    names = cancel_some(site)
    before, during, after = names[:4], names[4:8], names[8:]
    for told in (before, during, after):
        for name in told:
            site.tell(name, name)
        if told is before:
            clock.set(days=days)
            site.worker.step()
        if told is during:
            clock.set()
            site.worker.step()
    assert site.worker.is_leader
    site.work()
    clock.advance(minutes=2)  # what was claimed by the wrong clock
    site.work()
    assert site.cancelled().issuperset(names)
    assert task_counts(site.database, clock) == {}


def test_change_without_a_webhook_is_found_after_a_clock_was_a_day_ahead(site: Site, clock: Clock) -> None:
    """Also an order whose next look was planned by that clock."""
    (told, untold), at = cancel_some(site)[:2], "%Y-%m-%dT%H:%M:%SZ"
    clock.set(days=1)
    site.tell(told, told)
    site.work()
    clock.advance(minutes=5)
    site.work()
    clock.set()
    clock.advance(minutes=20)
    order = {**site.shopify.order(untold), "note": "of no webhook", "updatedAt": f"{clock.true_time:{at}}"}
    site.shopify.change(orders=[order if each["name"] == untold else each for each in site.shopify.store.orders])
    clock.advance(minutes=6)
    site.work()
    found = rows(site.database)
    assert found[untold].updated_at.strftime(at) == order["updatedAt"]
    with site.database.read() as transaction:
        looks = transaction.execute(select(orders.c.look_at).where(orders.c.look_at.is_not(None))).scalars().all()
    assert max(looks) <= clock() + LONGEST


class BusyShop(DemoTransport):
    """Another app takes every point of the shop's bucket as soon as there is one, while it is ``busy``."""

    def __init__(self, clock: Clock) -> None:
        self.bucket = LeakyBucket(maximum=2000, restore_rate=100, monotonic=clock.monotonic)
        self.is_busy = False
        self.answers = 0
        super().__init__(clock=clock, store=tiny_shop(SIZE), bucket=self.bucket)

    def send(self, request: requests.PreparedRequest, *args: object, **kwargs: object) -> requests.Response:
        if self.is_busy:
            self.bucket.spend(self.bucket.status()["currentlyAvailable"])
        self.answers += 1
        return super().send(request, *args, **kwargs)


def test_shopify_that_throttles_for_an_hour_uses_up_no_attempts(sqlite_url: str, clock: Clock) -> None:
    shop, database = BusyShop(clock), opened(sqlite_url)
    worker = worker_of(database, shop, clock)
    for _ in range(5):
        clock.advance(seconds=worker.step())
    known = len(rows(database))
    assert known < 10
    shop.is_busy, shop.answers = True, 0
    until = clock() + timedelta(hours=1)
    while clock() < until:
        clock.advance(seconds=max(120.0, worker.step()))
    assert 0 < shop.answers <= 3600 / 60 * 4
    assert {counts[2] for counts in task_counts(database, clock).values()} <= {0}, "nothing is given up"
    shop.is_busy = False
    work_to_the_end(worker, database, clock)
    assert len(rows(database)) == SIZE
    database.close()


def work_to_the_end(worker: Worker, database: Database, clock: Clock) -> None:
    while not (state := worker.parts.fill.state()) or not state.is_listed or task_counts(database, clock):
        clock.advance(seconds=worker.step())
