"""Fixtures of the database: code that reads it is tested on SQLite and on PostgreSQL."""

from tests.database.conftest import database, postgres_database, postgres_url, sqlite_url, url

__all__ = ["database", "postgres_database", "postgres_url", "sqlite_url", "url"]
