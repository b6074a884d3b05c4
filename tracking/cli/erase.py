"""Erases what is kept of an order, as Shopify's redact webhooks do."""

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_directory_notice
from tracking.cli.known_order import known_order
from tracking.cli.persistent_database import database_failure, existing_database
from tracking.database import DatabaseUnavailable
from tracking.services import services


@click.command()
@click.argument("order")
@with_appcontext
@with_directory_notice
def erase(order: str) -> None:
    """Erase what is kept of ORDER, such as #1001, and do not take it in again. Shopify keeps the order itself."""
    site = services()
    known = known_order(existing_database(site), order)
    is_forgotten = site.orders.erase(known.id)
    try:
        site.erasure.erase([known.id])
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None
    settings = site.settings
    click.echo(f"Nothing is kept of order {known.name} any more, and it is not taken in for {settings.keep_days} days.")
    if settings.redis_url is None:
        click.echo(
            f"A site that runs without Redis has a copy in its own memory, for {settings.retention_hours} hours at"
            " most: it forgets that at once when you start it again."
        )
    elif not is_forgotten:
        raise click.ClickException("But Redis does not answer, and may still hold a copy: run this again.")
    click.echo("Its page shows what Shopify says of it, as long as Shopify has it.")
