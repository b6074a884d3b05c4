import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, Table, select, text

from tests.commands import WHEREABOUTS, environment, started
from tests.database import kept_rows
from tests.database.conftest import opened
from tests.database.test_database import limited_file_size
from tests.fakes import NOW
from tests.tables_once import MAKE
from tracking.database import (
    Database,
    DatabaseProblem,
    DatabaseTooNew,
    DatabaseUnavailable,
    backup,
    order_list,
    step_durations,
    tables,
    view_counts,
)
from tracking.database.column_types import UtcTime
from tracking.database.order_list import Filters, OrderSort, PageKey
from tracking.database.order_views import microseconds, sort_keys
from tracking.database.sqlite import SqliteFile
from tracking.database.step_durations import StepDurationRow
from tracking.database.tables import metadata
from tracking.database.upgrade import MIGRATIONS, check_known, newest_revision, revision, upgrade
from tracking.settings import SettingsError

if TYPE_CHECKING:
    from tests.postgres_server import PostgresServer


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[str]:
    """Of a database that nobody has opened, and that no other test uses."""
    if request.param == "sqlite":
        yield sqlite_url
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database()
    yield url
    server.execute("DROP DATABASE {} WITH (FORCE)", url.rpartition("/")[2])


@pytest.fixture
def new_database(new_url: str) -> Iterator[Database]:
    database = opened(new_url)
    yield database
    database.close()


def test_the_steps_lead_to_the_tables(new_database: Database) -> None:
    with new_database.read() as transaction:
        assert compare_metadata(MigrationContext.configure(transaction), metadata) == []
        assert revision(transaction) == newest_revision()


@pytest.fixture(autouse=True)
def _by_its_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracking.database.database.upgrade", upgrade)
    monkeypatch.setattr(SqliteFile, "_make", MAKE)


def test_a_database_that_is_up_to_date_is_left_alone(new_database: Database) -> None:
    with new_database.write() as transaction:
        upgrade(transaction)
        assert revision(transaction) == newest_revision()


def test_processes_that_start_at_once_make_it_once(new_url: str) -> None:
    arguments = [*WHEREABOUTS, "database", "upgrade"]
    processes = [
        started(arguments, environment(DATABASE_URL=new_url), stdout=subprocess.DEVNULL, stderr=None) for _ in range(2)
    ]
    assert [process.wait(60) for process in processes] == [0, 0]
    database = opened(new_url)
    assert database.check().revision == newest_revision()
    database.close()


def test_a_newer_database_is_not_touched(new_url: str) -> None:
    database = opened(new_url)
    with database.write() as transaction:
        transaction.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    again = opened(new_url)
    for kind in (DatabaseTooNew, SettingsError, DatabaseUnavailable):
        with pytest.raises(kind, match=r"DATABASE_URL names a database that a newer version .* 9999"):
            again.ping()
    again.close()


def test_an_empty_database_is_no_newer_one() -> None:
    check_known(None)
    check_known(newest_revision())


_ORDER = {
    **dict.fromkeys(("finished_at", "judge_at", "look_at", "parcel_condition", "estimate_from", "estimate_to")),
    **dict.fromkeys(("reason", "actor", "last_scan_at", "location", "contact_hash")),
    **dict.fromkeys(("fetched_at", "updated_at", "judged_at"), NOW),
    "judged_by": "rules",
    "stage": "shipped",
    "condition": "late",
    "route": "ship",
    "carrier": "ups",
    "country": "SE",
    "is_test": False,
    "has_open_return": False,
    "items_sent": 1,
    "items_total": 1,
}


@contextmanager
def upgraded_to(version: str, url: str) -> Iterator[tuple[Connection, MetaData]]:
    """A database of an older release, with the tables that it has."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with opened(url).backend.preparing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        before = MetaData()
        before.reflect(connection)
        yield connection, before


def write_before_0004(url: str, orders: int) -> None:
    """A database of the release before lists had indexes of their own, with a name in a tag of every order."""
    with upgraded_to("0003", url) as (connection, before):
        ids = [f"{number}" for number in range(orders)]
        values = [
            {
                **_ORDER,
                "id": order_id,
                "name": f"#{order_id}",
                "placed_at": NOW - timedelta(microseconds=int(order_id)),
                "parcels": 1 + (order_id == "1"),
                "answer": {"order": {"id": order_id, "tags": ["Ada Byron"], "note": "\0"}, "zone": "UTC"},
            }
            for order_id in ids
        ]
        of_views = [
            {"order_id": each, "view": view, "placed_at": NOW - timedelta(microseconds=int(each))}
            for each in ids
            for view in ("all", "late")
        ]
        connection.execute(tables.orders.insert(), values)
        types = {"placed_at": UtcTime()}
        views = Table("order_views", MetaData(), *(Column(name, types.get(name)) for name in of_views[0]))
        connection.execute(views.insert(), of_views)
        connection.execute(
            before.tables["order_tags"].insert(), [{"order_id": each, "tag": "Ada Byron"} for each in ids]
        )
        connection.execute(tables.tracking_numbers.insert(), [{"order_id": "2", "key": "AB123"}])


def test_lists_of_an_older_database_are_as_they_were_and_no_word_of_a_tag_is_left(new_url: str) -> None:
    write_before_0004(new_url, orders=1200)  # more than one batch
    database = opened(new_url)
    with database.read() as transaction:
        page = order_list.page(transaction, Filters(view="late", carrier="ups"), size=3)
        assert [row.id for row in page.orders] == ["0", "1", "2"]
        assert page.next_key == PageKey(microseconds(NOW - timedelta(microseconds=2)), "2")
        for wanted, expected in ((Filters(has_number=True), "2"), (Filters(is_sent_in_parts=True), "1")):
            assert [row.id for row in order_list.page(transaction, wanted, size=3).orders] == [expected]
        assert order_list.view_counts(transaction) == {"all": 1200, "late": 1200}
        assert page.orders[0].answer == {"order": {"id": "0", "note": "\0"}, "zone": "UTC"}
        assert not [row for row in transaction.execute(select(tables.orders)) if "Byron" in repr(row)]
    database.checkpoint()
    database.close()
    if new_url.startswith("sqlite"):
        assert b"Byron" not in Path(new_url.removeprefix("sqlite:///")).read_bytes()


_TAGGED, _SCANNED, _PLAIN = "1", "2", "3"


def write_before_0008(url: str) -> None:
    """A database of the release before lists were sorted: an order with tags, one that was scanned, and one without."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    if url.startswith("sqlite:///"):  # an empty file: a new one would have the tables (tests/tables_once.py)
        Path(url.removeprefix("sqlite:///")).touch()
    with opened(url).backend.preparing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        before = MetaData()
        before.reflect(connection)
        scanned: dict[str, object] = {"last_scan_at": SCANNED_AT, "estimate_to": PROMISED}
        orders: dict[str, dict[str, object]] = {_TAGGED: {}, _SCANNED: scanned, _PLAIN: {}}
        values = [
            {**_ORDER, "id": each, "name": f"#{each}", "placed_at": NOW, "parcels": 2, "answer": {}, **changes}
            for each, changes in orders.items()
        ]
        connection.execute(tables.orders.insert(), values)
        filtered = {"stage": "shipped", "condition": "late", "has_number": False, "is_sent_in_parts": True}
        rows = [
            {"order_id": row["id"], "view": view, "placed": microseconds(NOW), **filtered}
            for row in values
            for view in ("all", "late")
        ]
        connection.execute(before.tables["order_views"].insert(), rows)
        tag = {"order_id": _TAGGED, "tag_hash": "ab", "placed": microseconds(NOW)}
        connection.execute(before.tables["order_tags"].insert(), [{**tag, "view": view} for view in ("all", "late")])
        connection.execute(tables.tracking_numbers.insert(), [{"order_id": _SCANNED, "key": "AB123"}])


SCANNED_AT, PROMISED = NOW - timedelta(hours=3, microseconds=1), (NOW + timedelta(days=2)).date()


def test_lists_of_the_release_before_are_sorted_and_counted(new_url: str) -> None:
    write_before_0008(new_url)
    database = opened(new_url)
    with database.read() as transaction:
        rows = transaction.execute(select(tables.order_views).where(tables.order_views.c.order_id == _SCANNED)).all()
        keys = sort_keys(placed_at=NOW, promised=PROMISED, last_scan_at=SCANNED_AT)
        assert {(row.view, row.placed, row.promised, row.last_scan, row.need) for row in rows} == {
            (view, keys.placed, keys.promised, keys.last_scan, 0) for view in ("all", "late")
        }
        for sort in (OrderSort.PROMISED, OrderSort.SCAN):
            found = order_list.page(transaction, Filters(view="late"), size=9, sort=sort).orders
            assert [row.id for row in found] == [_SCANNED, _TAGGED, _PLAIN], "what lacks the value comes last"
        assert order_list.view_counts(transaction) == {"all": 3, "late": 3}
        assert view_counts.are_consistent(transaction)
        assert [row.id for row in order_list.page(transaction, Filters(tag_hashes=("ab",)), size=9).orders] == [_TAGGED]
        assert order_list.count(transaction, Filters(has_number=False)) == 2
        assert order_list.count(transaction, Filters(is_sent_in_parts=True)) == 3
        assert [row.out_of_step for row in found] == [[], [], []]
    database.close()


def test_durations_of_the_release_before_have_no_product_type(new_url: str) -> None:
    sent = {"step": "sent", "started_on": NOW.date(), "ended_on": NOW.date(), "hours": 3, "is_imported": True}
    with upgraded_to("0012", new_url) as (connection, before):
        connection.execute(before.tables["step_durations"].insert(), [sent])
    database = opened(new_url)
    typed = StepDurationRow(step="sent", started_on=NOW.date(), ended_on=NOW.date(), hours=3, product_type="Mugs")
    with database.write() as transaction:
        step_durations.add(transaction, [typed], is_imported=True)
        assert kept_rows.steps(transaction) == [replace(typed, product_type=None), typed]
    database.close()


def listed(database: Database) -> int:
    with database.read() as transaction:
        return order_list.count(transaction, Filters(view="late", country="SE"))


def test_an_upgrade_that_finds_no_room_leaves_the_older_database_as_it_was(sqlite_url: str) -> None:
    write_before_0004(sqlite_url, orders=300)
    database = opened(sqlite_url)
    with limited_file_size(65_536), pytest.raises(DatabaseUnavailable) as found:
        database.prepare()
    assert found.value.problem is DatabaseProblem.FULL
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0003",)]
        assert connection.execute("SELECT count(*) FROM order_views").fetchone() == (600,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert listed(database) == 300, "once there is room, the next try succeeds"
    database.close()


def test_a_backup_of_an_older_release_is_restored_and_brought_up_to_date(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    write_before_0004(f"sqlite:///{file}", orders=3)
    database = opened(sqlite_url)
    database.prepare()
    backup.restore(database, file, lambda _: None, now=NOW)
    database.close()
    again = opened(sqlite_url)
    assert listed(again) == 3
    assert again.check().revision == newest_revision()
    again.close()
