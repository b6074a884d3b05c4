"""Both databases."""

from tests.database.conftest import database, postgres_database, postgres_url, sqlite_url, url

__all__ = ["database", "postgres_database", "postgres_url", "sqlite_url", "url"]
