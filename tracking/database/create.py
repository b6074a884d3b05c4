"""Makes the database that the settings name."""

from pathlib import Path

from tracking.database.backend import Backend
from tracking.database.database import Database
from tracking.database.postgresql import PostgresServer
from tracking.database.sqlite import SqliteFile
from tracking.settings import Settings, SettingsError
from tracking.settings.database_url import SQLITE

_DEFAULT = Path("data", "whereabouts.db")


def create_database(settings: Settings) -> Database:
    """Returns the database, which is not opened yet. Raises SettingsError."""
    return Database(_backend(settings), shop=settings.shopify_shop)


def _backend(settings: Settings) -> Backend:
    url = settings.database_url
    if url is None:
        return SqliteFile(None if settings.is_demo else _DEFAULT)
    if url.startswith(SQLITE):
        return SqliteFile(Path(url.removeprefix(SQLITE)))
    try:
        return PostgresServer(url)
    except ValueError as error:
        raise SettingsError(f"DATABASE_URL {error}.") from None
