"""The session, the clock and the faulty servers of a test that queries a shop; the databases of tests/database/."""

from tests.database.conftest import database, postgres_database, postgres_url, sqlite_url, url
from tests.shopify.conftest import serve, session, time

__all__ = ["database", "postgres_database", "postgres_url", "serve", "session", "sqlite_url", "time", "url"]
