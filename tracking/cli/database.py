"""Looks after the database: ``whereabouts database``. Works while the application does not start."""

import os
from pathlib import Path

import click

from tracking.cli.kept_database import check_is_made, database_failure
from tracking.database import Database, DatabaseUnavailable, NotForThisDatabase, backup
from tracking.database.create import create_database
from tracking.settings import Settings, SettingsError
from tracking.settings.sources import SettingsSources

_SETTINGS_ERROR = 2  # the same status as at the start
_FILE = click.Path(dir_okay=False, path_type=Path)
_EXISTING_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)

_ERRORS = (DatabaseUnavailable, NotForThisDatabase)


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


@database.command()
def check() -> None:
    """Look for damage, and say how large the database is; status 1 if something is wrong."""
    found = _database()
    check_is_made(found)
    try:
        state = found.check()
    except DatabaseUnavailable as error:
        raise _failure(found, error) from None
    click.echo(f"{state.version}: {found.place}, tables of version {state.revision}, {format_size(state.size)}")
    for problem in state.problems:
        click.echo(f"  {problem}")
    if state.problems:
        raise click.ClickException("The database is damaged: restore a backup.")
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
def restore(file: Path) -> None:
    """Put the backup FILE in place of the database, which is saved beside it first."""
    found = _database()
    try:
        saved = backup.restore(found, file)
    except _ERRORS as error:
        raise _failure(found, error) from None
    click.echo(f"The database ({found.place}) is as it was when {file} was made. Start the site again.")
    if saved:
        click.echo(f"What stood in it until now is in {saved}.")


def format_size(size: int) -> str:
    """In the unit that fits."""
    megabytes = size / 1_000_000
    return f"{megabytes:,.1f} MB" if megabytes >= 1 else f"{size / 1000:,.0f} KB"


def _database() -> Database:
    try:
        settings = Settings.from_environ(SettingsSources.read(os.environ, Path()).values)
        found = create_database(settings)
    except SettingsError as error:
        click.echo(f"{error}", err=True)
        raise SystemExit(_SETTINGS_ERROR) from None
    if settings.is_demo and settings.database_url is None:
        raise click.ClickException(
            "The demo store keeps nothing: set SHOPIFY_SHOP, or name a database in DATABASE_URL."
        )
    return found


def _failure(database: Database, error: Exception) -> click.ClickException:
    return (
        click.ClickException(str(error)) if isinstance(error, NotForThisDatabase) else database_failure(database, error)
    )
