"""Both databases, and for most tests one in memory."""

from collections.abc import Iterator

import pytest

from tests.database.conftest import database, postgres_database, postgres_url, sqlite_url, url
from tests.notices.letter_sites import LetterSite
from tracking.database import Database
from tracking.database.sqlite import SqliteFile

__all__ = ["database", "postgres_database", "postgres_url", "sqlite_url", "url"]


@pytest.fixture
def memory() -> Iterator[Database]:
    """A database in a file that goes with it."""
    database = Database(SqliteFile(None))
    yield database
    database.close()


@pytest.fixture
def site(memory: Database) -> LetterSite:
    return LetterSite(memory)
