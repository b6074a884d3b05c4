"""The database of commands that work on it: it must outlast them, and those that only look at it make none."""

import click

from tracking.database import Database, DatabaseTooNew, DatabaseTooOld, DatabaseUnavailable
from tracking.running.commands import command
from tracking.services import Services
from tracking.settings import Settings


class _WrongSetting(click.ClickException):
    exit_code = 2  # as at the start of the site


def _is_temporary(settings: Settings) -> bool:
    """Whether the database is one that goes when the process ends."""
    return settings.is_demo and settings.database_url is None


def persistent_database(site: Services) -> Database:
    """The site's database, made if it is not there. Ends the command where it cannot be used, or is the demo's."""
    if _is_temporary(site.settings):
        raise click.ClickException(
            "The demo store keeps nothing: set SHOPIFY_SHOP, or name a database in DATABASE_URL."
        )
    try:
        site.database.prepare()
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None
    return site.database


def existing_database(site: Services) -> Database:
    """The site's database, which is not made: an empty one in a wrong place would answer that nothing is known.

    Nor is it brought up to date. Ends the command where there is none, or where it is of another version; a demo
    without DATABASE_URL has one of its own, in which nothing is known.
    """
    if not _is_temporary(site.settings):
        check_is_made(site.database)
        site.database.only_look()
        try:
            site.database.prepare()
        except DatabaseUnavailable as error:
            raise database_failure(site.database, error) from None
    return site.database


def only_look(site: Services) -> None:
    """Let this command make no database; a demo without DATABASE_URL has one of its own, which goes with it."""
    if not _is_temporary(site.settings):
        site.database.only_look()


def check_is_made(database: Database) -> None:
    """Raises ClickException."""
    try:
        is_made = database.is_made()
    except DatabaseUnavailable as error:
        raise database_failure(database, error) from None
    if not is_made:
        raise click.ClickException(
            f"There is no database yet ({database.place}): if DATABASE_URL is right, start the site, or run"
            f" `{command('database upgrade')}`."
        )


def database_failure(database: Database, error: Exception) -> click.ClickException:
    """The error of a command that cannot read or write the database; status 2 where a setting is wrong."""
    if isinstance(error, (DatabaseTooNew, DatabaseTooOld)):
        return _WrongSetting(str(error))
    return click.ClickException(f"The database ({database.place}) cannot be used: {error}.")
