"""Takes in what Shopify has, and ends: ``whereabouts sync``. A server may run at the same time."""

import logging
from datetime import UTC, datetime
from time import sleep

import click
from flask.cli import ScriptInfo, pass_script_info

from tracking.cli.mute_log import without_log
from tracking.cli.persistent_database import persistent_database
from tracking.database import Database, DatabaseUnavailable, orders
from tracking.services import services
from tracking.worker.synchronization import PATIENCE, Synchronization, SyncResult


@click.command()
@click.option("--again", is_flag=True, help="Fetch also what is known and has not changed.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Fetch only what has changed since then (UTC).",
)
@click.option("--patience", default=PATIENCE, show_default=True, help="Seconds to wait for a Shopify that is silent.")
@pass_script_info
def sync(info: ScriptInfo, since: datetime | None, patience: float, *, again: bool) -> None:
    """Fetch orders from Shopify into the database, later what has changed; status 1 if some are missing."""
    app = info.load_app()
    moment = since.replace(tzinfo=UTC) if since else None
    with app.app_context():
        site = services()
    if moment and moment > site.clock():
        raise click.BadParameter(f"{moment:%Y-%m-%d %H:%M} UTC is in the future.", param_hint="--since")
    try:
        with without_log(logging.WARNING):  # the bar stays in its line
            database = persistent_database(site)
            work = Synchronization(database, site.worker, clock=site.clock, sleep=sleep, patience=patience)
            work.begin(again=again, since=moment)
            result = _run(work)
            known = _known(database)
            has_older = since is not None and work.has_older
    except DatabaseUnavailable as error:
        raise click.ClickException(
            f"The database ({site.database.place}) cannot be used: {error}. Run this again; it goes on where it was."
        ) from None
    click.echo(f"Orders fetched: {result.fetched}; known now: {known}.")
    if result.problem:
        raise click.ClickException(result.problem)
    if has_older:
        click.echo("Older orders are not all in: this without --since, or the worker, fetches them, too.")


def _run(work: Synchronization) -> SyncResult:
    with click.progressbar(length=1, label="Orders", show_pos=True) as bar:
        for step in work.steps():
            bar.length = max(step.fetched + step.waiting, 1)
            bar.update(step.fetched - bar.pos)
    return work.result


def _known(database: Database) -> int:
    with database.read() as transaction:
        return orders.count(transaction).known
