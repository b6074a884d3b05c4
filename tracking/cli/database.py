"""Looks after the database: ``whereabouts database``. Works while the application does not start."""

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import click

from tracking.cli.persistent_database import check_is_made, database_failure
from tracking.database import Database, DatabaseUnavailable, NotForThisDatabase, RefusedFile, backup, view_counts
from tracking.database.carried_over import Carried
from tracking.database.create import create_database
from tracking.directory.erasure import OrderErasure
from tracking.directory.order_hashes import OrderHashes
from tracking.merchant.create import create_staff_access
from tracking.running.commands import command
from tracking.running.file_sizes import format_size
from tracking.security.staff_sessions import LoginWay
from tracking.settings import Settings, SettingsError
from tracking.settings.sources import SettingsSources
from tracking.worker.lease_watch import LEASE

_SETTINGS_ERROR = 2  # the same status as at the start
_FILE = click.Path(dir_okay=False, path_type=Path)
_EXISTING_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)

_LOST = {
    Carried.ERASED: "Which orders were erased since could not be read: erase them again with `{erase}`.",
    Carried.CHOSEN: "Who has stopped letters since the backup could not be read, or not wholly: they may get some"
    " again.",
    Carried.TOLD: "What customers were told since the backup could not be read, or not wholly: so that nobody is told"
    " the same twice, letters that waited are withheld, and what was so before this restore is told no more.",
}
_NOTHING_THERE = (
    "Nothing was there that knows which orders were erased since the backup: they are in it again. Erase them with"
    " `{erase}`."
)
_CARRIED_OVER = {
    Carried.ERASED: "Orders that were erased since are not in it.",
    Carried.CHOSEN: "What customers have stopped and chosen since holds.",
    Carried.TOLD: "What customers were told since is carried over: nobody is told the same twice.",
}

_ERRORS = (DatabaseUnavailable, NotForThisDatabase, RefusedFile)


@click.group()
def database() -> None:
    """Look after the database: bring it up to date, check it, save it, restore it."""


@database.command()
def upgrade() -> None:
    """Make the database, or bring its tables up to date, as every start of the site does."""
    found = _database()
    try:
        found.prepare()
    except DatabaseUnavailable as error:
        raise _failure(found, error) from None
    click.echo(f"The database ({found.place}) is up to date.")


@database.command(name="same-shop")
def same_shop() -> None:
    """Say that the database is that of SHOPIFY_SHOP, whose name has changed."""
    found = _database()
    check_is_made(found)
    try:
        found.rename_shop()
    except DatabaseUnavailable as error:
        raise _failure(found, error) from None
    click.echo(f"The database ({found.place}) is that of SHOPIFY_SHOP. Start the site again.")


@database.command()
def check() -> None:
    """Look for damage, and say how large the database is; status 1 if something is wrong."""
    found = _database()
    check_is_made(found)
    found.only_look()
    try:
        state = found.check()
        were_right = bool(state.problems) or view_counts.repair(found)
    except DatabaseUnavailable as error:
        raise _failure(found, error) from None
    click.echo(f"{state.version}: {found.place}, tables of version {state.revision}, {format_size(state.size)}")
    for problem in state.problems:
        click.echo(f"  {problem}")
    if state.problems:
        raise click.ClickException("The database is damaged: restore a backup.")
    if not were_right:
        click.echo("The counts of the views were wrong: they have been made anew.")
    click.echo("No damage was found.")


@database.command(name="backup")
@click.argument("file", type=_FILE)
def backup_command(file: Path) -> None:
    """Save the database into FILE, while the site runs."""
    found = _database()
    check_is_made(found)
    try:
        backup.backup(found, file)
    except _ERRORS as error:
        raise _failure(found, error) from None
    click.echo(f"{file} has everything that stood in the database ({found.place}).")


@database.command()
@click.argument("file", type=_EXISTING_FILE)
@click.option("--force", is_flag=True, help="Also while the site is running.")
def restore(file: Path, *, force: bool) -> None:
    """Put the backup FILE in place of the database, which is saved beside it first. Stop the site before."""
    settings = _settings()
    found = _of(settings)
    try:
        if not force:
            backup.check_unused(found, LEASE, now=_now())
        restored = backup.restore(found, file, partial(_end_again, settings), now=_now())
    except _ERRORS as error:
        raise _failure(found, error) from None
    click.echo(f"The database ({found.place}) is as it was when {file} was made. Start the site again.")
    if restored.saved:
        click.echo(f"What stood in it until now is in {restored.saved}.")
    for part in Carried:
        if part in restored.unread:
            is_gone = part is Carried.ERASED and restored.saved is None
            said = _NOTHING_THERE if is_gone else _LOST[part]
            click.echo(said.format(erase=command("erase '#1001'")), err=True)
        else:
            click.echo(_CARRIED_OVER[part])


def _end_again(settings: Settings, copy: Database) -> None:
    """Orders that were erased since the backup, and sessions of the overview, of which any may have been ended."""
    hashes, retention = OrderHashes(settings.keys), timedelta(days=settings.keep_days)
    OrderErasure(copy, hashes, retention=retention, clock=_now).erase_remembered()
    create_staff_access(settings, copy, _now).end_all(LoginWay.SERVER.value)


def _database() -> Database:
    return _of(_settings())


def _settings() -> Settings:
    try:
        return Settings.from_environ(SettingsSources.read(os.environ, Path()).values)
    except SettingsError as error:
        raise _wrong_settings(error) from None


def _of(settings: Settings) -> Database:
    try:
        found = create_database(settings)
    except SettingsError as error:
        raise _wrong_settings(error) from None
    if settings.is_demo and settings.database_url is None:
        raise click.ClickException(
            "The demo store keeps nothing: set SHOPIFY_SHOP, or name a database in DATABASE_URL."
        )
    return found


def _wrong_settings(error: SettingsError) -> SystemExit:
    click.echo(f"{error}", err=True)
    return SystemExit(_SETTINGS_ERROR)


def _now() -> datetime:
    return datetime.now(UTC)


def _failure(database: Database, error: Exception) -> click.ClickException:
    if isinstance(error, (NotForThisDatabase, RefusedFile)):
        return click.ClickException(str(error))
    return database_failure(database, error)
