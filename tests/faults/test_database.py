"""The database locked, full, read-only, gone, and back: pages go on, webhooks are told again, nothing is lost."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event

from tests.database.conftest import postgres_database, postgres_url, sqlite_url
from tests.fakes import Clock, ManualExecutor, Shopify
from tests.postgres_server import PostgresServer
from tests.running.prometheus_samples import sample_of
from tests.small_disk import SmallDisk, small_disk
from tests.web.conftest import look_up, opened
from tests.webhook_samples import SETTINGS, post_webhook
from tests.worker.sites import rows, tiny_shop
from tracking.doctor import worker as worker_checks
from tracking.services import Services, services

__all__ = ["postgres_database", "postgres_url", "sqlite_url"]

Broken = Callable[["Site"], AbstractContextManager[None]]


class Site:
    """One process with its database, which is broken and mended."""

    def __init__(self, app: Flask, shopify: Shopify, clock: Clock, background: ManualExecutor) -> None:
        self.client = app.test_client()
        self.shopify, self.clock, self.background = shopify, clock, background
        with app.app_context():
            self.services: Services = services()
        self.database = self.services.database

    @property
    def url(self) -> str:
        return self.services.settings.database_url or ""

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    def tell(self, name: str, event_id: str) -> int:
        body = {"id": int(self.shopify.id_of(name))}
        return post_webhook(self.client, "orders/updated", body, event_id).status_code

    def repeated(self) -> float:
        return sample_of(self.services.metrics, "webhooks_total", topic="orders/updated", outcome="repeated") or 0

    def readiness(self) -> tuple[int, str, str]:
        self.clock.advance(seconds=6)
        answer = self.client.get("/readyz")
        return answer.status_code, answer.get_json()["parts"]["database"], answer.get_json()["worker"]

    def work(self) -> None:
        """Let the worker do what is due within a minute."""
        for _ in range(5):
            self.clock.advance(seconds=12)
            self.services.worker.step()


@pytest.fixture
def shopify(clock: Clock) -> Shopify:
    return Shopify(tiny_shop(4), clock)


@pytest.fixture
def make_site(
    make_app: Callable[..., Flask], shopify: Shopify, clock: Clock, background: ManualExecutor
) -> Callable[[str], Site]:
    return lambda url: Site(make_app(**SETTINGS, DATABASE_URL=url), shopify, clock, background)


@pytest.fixture
def site_user(postgres_url: str) -> Iterator[tuple[str, psycopg.Connection]]:
    """The URL of a user that does not own the tables, and a connection of the one that does."""
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute("CREATE ROLE site_user LOGIN")
        owner.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO site_user")
        owner.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO site_user")
        yield postgres_url.replace("postgres@", "site_user@"), owner
        owner.execute("DROP OWNED BY site_user")
        owner.execute("DROP ROLE site_user")


@contextmanager
def sqlite_locked(site: Site) -> Iterator[None]:
    with closing(sqlite3.connect(site.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def sqlite_at_its_limit(site: Site) -> Iterator[None]:
    """By max_page_count, which a connection has to be told anew."""
    database = site.database
    database.close()
    with closing(sqlite3.connect(site.file)) as connection:
        connection.execute("VACUUM")  # or there would be room within the file
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    limit = event.listens_for(database.backend.engine, "connect")(
        lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}").close()
    )
    try:
        yield
    finally:
        event.remove(database.backend.engine, "connect", limit)
        database.close()


@contextmanager
def sqlite_at_the_limit_of_files(site: Site) -> Iterator[None]:
    """By RLIMIT_FSIZE, as a quota: the WAL must not grow any more."""
    site.database.checkpoint()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (site.file.stat().st_size + 2**17, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def sqlite_gone(site: Site) -> Iterator[None]:
    away = site.file.rename(site.file.with_name("away.db"))
    yield
    away.rename(site.file)


@contextmanager
def postgres_locked(site: Site) -> Iterator[None]:
    """By a statement such as VACUUM FULL, which nothing else gets past."""
    with psycopg.connect(site.url) as other:
        other.execute("LOCK TABLE tasks, progress, leases, webhooks_seen, orders")
        yield


def test_a_tracking_number_is_not_denied_while_the_database_is_away(
    make_site: Callable[[str], Site], sqlite_url: str
) -> None:
    site = make_site(sqlite_url)
    site.database.prepare()
    number = "1Z5R89390357567127"
    with sqlite_gone(site):
        answer = look_up(site.client, number, "ada@example.com")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert number in answer.text, "what was typed is kept"
        assert look_up(site.client, "999", "ada@example.com").status_code == 404
    site.clock.advance(seconds=11)
    assert look_up(site.client, number, "ada@example.com").status_code == 404


def expect_outage(site: Site, broken: Broken, expected: str, *, fits: int = 0) -> None:
    """Go through a day on which the database breaks, and is mended; so many webhooks may fit in before it is full."""
    site.work()
    address = opened(site.client)
    site.clock.advance(minutes=11)
    site.shopify.cancel("#1001")
    looked = site.shopify.calls["Webhooks"]
    with broken(site):
        taken_in = fill_with_webhooks(site, fits)
        assert site.tell("#1001", "told in vain") == 503
        site.background.run()
        assert "was canceled" in site.client.get(address).text, "the webhook has reached the page all the same"
        assert opened(site.client, "#1002", str(site.shopify.order("#1002")["email"]))
        assert site.services.worker.step() > 0
        assert site.readiness() == (503, expected, "unknown")
    assert site.readiness() == (200, "ok", "ok")
    assert site.tell("#1001", "told in vain") == 200, "it is no repetition"
    assert all(site.tell("#1002", event_id) == 200 for event_id in taken_in)
    assert site.repeated() == len(taken_in), "what was answered 200 is known"
    site.work()
    assert rows(site.database)["#1001"].answer["order"]["cancelledAt"]
    assert site.database.check().problems == ()
    if not fits:  # else it may be that the worker did not notice
        assert site.shopify.calls["Webhooks"] == looked + 1, "Shopify may have dropped subscriptions meanwhile"


def fill_with_webhooks(site: Site, limit: int) -> list[str]:
    """The ids of the webhooks that found room."""
    taken_in: list[str] = []
    for number in range(limit):
        if site.tell("#1002", f"fits {number}") == 503:
            return taken_in
        taken_in.append(f"fits {number}")
    assert not limit, "it is never full"
    return taken_in


@pytest.mark.parametrize(
    ("broken", "expected", "fits"),
    [
        (sqlite_locked, "locked", 0),
        (sqlite_at_its_limit, "full", 100),
        pytest.param(sqlite_at_the_limit_of_files, "full", 200, marks=pytest.mark.audit),
        (sqlite_gone, "down", 0),
    ],
)
def test_a_bad_day_of_sqlite(
    make_site: Callable[[str], Site], sqlite_url: str, broken: Broken, expected: str, fits: int
) -> None:
    expect_outage(make_site(sqlite_url), broken, expected, fits=fits)


@pytest.mark.parametrize("kind", ["locked", "stopped", "silent", "read-only", "denied"])
def test_a_bad_day_of_postgresql(
    make_site: Callable[[str], Site],
    postgres_url: str,
    postgres_server: PostgresServer,
    request: pytest.FixtureRequest,
    kind: str,
) -> None:
    @contextmanager
    def stopped(_: Site) -> Iterator[None]:
        postgres_server.stop()
        yield
        postgres_server.start()

    @contextmanager
    def silent(_: Site) -> Iterator[None]:
        with postgres_server.paused():
            yield

    @contextmanager
    def read_only(site: Site) -> Iterator[None]:
        """As a standby, or a primary that its host has closed."""
        name = postgres_url.rpartition("/")[2]
        site.database.close()
        postgres_server.execute("ALTER DATABASE {} SET default_transaction_read_only = on", name)
        yield
        postgres_server.execute("ALTER DATABASE {} RESET default_transaction_read_only", name)
        site.database.close()

    @contextmanager
    def denied(_: Site) -> Iterator[None]:
        with psycopg.connect(postgres_url, autocommit=True) as owner:
            owner.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM site_user")
            yield
            owner.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO site_user")

    broken, expected = {
        "locked": (postgres_locked, "locked"),
        "stopped": (stopped, "down"),
        "silent": (silent, "down"),
        "read-only": (read_only, "read_only"),
        "denied": (denied, "denied"),
    }[kind]
    url = request.getfixturevalue("site_user")[0] if kind == "denied" else postgres_url
    expect_outage(make_site(url), broken, expected)


def test_tables_that_are_damaged_or_forbidden_by_themselves_are_found(
    make_site: Callable[[str], Site], sqlite_url: str
) -> None:
    site = make_site(sqlite_url)
    site.work()
    assert site.readiness() == (200, "ok", "ok")
    site.database.checkpoint()
    with closing(sqlite3.connect(site.file)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'orders'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with site.file.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    with closing(sqlite3.connect(site.file)) as other, other:  # what connections have in memory counts no more
        other.execute("INSERT INTO progress VALUES ('of another process', '1')")
    assert site.tell("#1001", "told") == 200, "its task is kept"
    site.work()
    assert site.readiness() == (503, "down", "unknown")
    site.clock.advance(minutes=5)
    assert site.readiness() == (503, "down", "failing")


def test_a_worker_all_of_whose_work_the_database_refuses_says_so(
    make_site: Callable[[str], Site], site_user: tuple[str, psycopg.Connection], caplog: pytest.LogCaptureFixture
) -> None:
    url, owner = site_user
    site = make_site(url)
    site.work()
    owner.execute("REVOKE INSERT, UPDATE, DELETE ON orders FROM site_user")
    assert site.tell("#1001", "told") == 200
    for _ in range(3):
        site.clock.advance(minutes=2)
        site.services.worker.step()
    site.services.worker.parts.lease_watch.look_if_due()
    assert "everything that it does fails (permission denied for table orders)" in caplog.text
    assert site.readiness() == (503, "denied", "failing")
    (finding,) = worker_checks.check(site.services)
    assert finding.message.endswith("UTC: permission denied for table orders.")
    owner.execute("GRANT ALL ON orders TO site_user")
    site.clock.advance(minutes=2)
    site.work()
    assert site.readiness() == (200, "ok", "ok")
    assert caplog.text.count("A worker is at work again") == 1


@contextmanager
def full(disk: SmallDisk, site: Site) -> Iterator[None]:
    site.database.checkpoint()  # SQLite writes on in a WAL that is long enough
    disk.fill()
    yield
    disk.free()


def test_a_disk_of_sqlite_that_is_really_full(make_site: Callable[[str], Site]) -> None:
    with small_disk(8) as disk:
        site = make_site(f"sqlite:///{disk.folder / 'orders.db'}")
        site.database.prepare()
        expect_outage(site, lambda _: full(disk, site), "full")
        site.database.close()


def test_a_disk_of_sqlite_that_is_really_read_only(make_site: Callable[[str], Site]) -> None:
    @contextmanager
    def read_only(site: Site) -> Iterator[None]:
        site.database.close()
        with disk.read_only():
            yield
            site.database.close()

    with small_disk(8) as disk:
        site = make_site(f"sqlite:///{disk.folder / 'orders.db'}")
        expect_outage(site, read_only, "read_only")
        site.database.close()


def test_a_disk_of_postgresql_that_is_really_full(
    make_site: Callable[[str], Site], postgres_server: PostgresServer
) -> None:
    """The tables lie on a small disk; the server's own files and its WAL do not, without which it would stop."""
    with small_disk(16, owner=postgres_server.user_id) as disk, postgres_server.on_disk(disk.folder) as url:
        site = make_site(url)
        expect_outage(site, lambda _: full(disk, site), "full", fits=400)
        site.database.close()
