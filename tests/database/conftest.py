"""Each test of a query runs on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_server import PostgresServer
from tracking.database import Database
from tracking.database.create import create_database
from tracking.database.tables import metadata
from tracking.settings import Settings


def opened(url: str) -> Database:
    return create_database(Settings.from_environ({"DATABASE_URL": url}))


_EMPTY = "; ".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))  # noqa: S608 - our own


@pytest.fixture(scope="session")
def postgres_database(postgres_server: PostgresServer) -> Iterator[tuple[str, Database]]:
    """A database, with its URL, that all tests share: to make one takes longer than most of them."""
    url = postgres_server.create_database()
    database = opened(url)
    database.prepare()
    yield url, database
    database.close()


@pytest.fixture
def postgres_url(postgres_database: tuple[str, Database]) -> Iterator[str]:
    url, database = postgres_database
    yield url
    with database.write() as transaction:
        transaction.exec_driver_sql(_EMPTY)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'orders.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """Of an empty database."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = opened(url)
    yield database
    database.close()
