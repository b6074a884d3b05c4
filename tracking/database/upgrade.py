"""Leads a database to the tables of this version, by the steps in ``migrations/``."""

import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from tracking.database.errors import DatabaseTooNew, DatabaseTooOld
from tracking.running.commands import command

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

log = logging.getLogger(__name__)

# It would tell at each start of its plugins, and which database it works on.
logging.getLogger("alembic").setLevel(logging.WARNING)

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection) -> None:
    """Carry out the steps that are missing, within the connection's transaction. Raises DatabaseTooNew."""
    from alembic import command as alembic  # noqa: PLC0415 - a fifth of the time in which a command starts; most do without

    found = revision(connection)
    if found == newest_revision():
        return
    check_known(found)
    config = _config()
    config.attributes["connection"] = connection
    alembic.upgrade(config, "head")
    if found:
        log.info("The tables of the database are of version %s now; they were of %s", newest_revision(), found)


def check_known(found: str | None) -> None:
    """Raise DatabaseTooNew for a version of the tables that this code does not know."""
    if found and found not in _known():
        raise DatabaseTooNew(
            f"DATABASE_URL names a database that a newer version of this site has changed (its tables are of version"
            f" {found}): install that version again, or restore a backup from before its first start."
        )


def check_newest(found: str) -> None:
    """Raise DatabaseTooOld or DatabaseTooNew where the tables are not of this version."""
    check_known(found)
    if found != newest_revision():
        raise DatabaseTooOld(
            f"DATABASE_URL names a database of an older version of this site (its tables are of version {found}), which"
            f" may still be at work on it: start the site of this version, or run `{command('database upgrade')}`,"
            " which brings it up to date."
        )


def revision(connection: Connection) -> str | None:
    """The version of the tables; None in an empty database."""
    from alembic.migration import MigrationContext  # noqa: PLC0415

    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The version of the tables that this code knows."""
    return str(_scripts().get_current_head())


def _known() -> frozenset[str]:
    return frozenset(script.revision for script in _scripts().walk_revisions())


@cache
def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return ScriptDirectory.from_config(_config())


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
