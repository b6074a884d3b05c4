from tests.database.conftest import database, postgres_database, postgres_url, sqlite_url, url
from tests.notices.conftest import memory

__all__ = ["database", "memory", "postgres_database", "postgres_url", "sqlite_url", "url"]
