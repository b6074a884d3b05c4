import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from tests.commands import WHEREABOUTS, environment
from tests.database.conftest import opened
from tracking.database import Database, DatabaseTooNew, DatabaseUnavailable
from tracking.database.tables import metadata
from tracking.database.upgrade import check_known, newest_revision, revision, upgrade
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


def test_a_database_that_is_up_to_date_is_left_alone(new_database: Database) -> None:
    with new_database.write() as transaction:
        upgrade(transaction)
        assert revision(transaction) == newest_revision()


def test_processes_that_start_at_once_make_it_once(new_url: str) -> None:
    command = [*WHEREABOUTS, "database", "upgrade"]
    processes = [
        subprocess.Popen(command, env=environment(DATABASE_URL=new_url), stdout=subprocess.DEVNULL)  # noqa: S603 - our own words only
        for _ in range(2)
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
