"""Lists the trouble that lasts; tries ALERT_URLS; prints the daily digest."""

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_directory_notice
from tracking.cli.persistent_database import database_failure, existing_database
from tracking.database import DatabaseUnavailable, alerts
from tracking.services import Services, services

_TEST = "This is a test: alerts reach you here. Nothing is wrong."


@click.group("alerts", invoke_without_command=True)
@click.pass_context
@with_appcontext
@with_directory_notice
def alerts_command(context: click.Context) -> None:
    """List what is wrong with the site, and since when: what ALERT_URLS were told."""
    if context.invoked_subcommand:
        return
    site = services()
    database = existing_database(site)
    try:
        with database.read() as transaction:
            lasting = alerts.lasting(transaction)
    except DatabaseUnavailable as error:
        raise database_failure(database, error) from None
    for row in lasting.values():
        click.echo(f"{row.code:<16}  since {row.since:%Y-%m-%d %H:%M} UTC  {row.sentence}")
    if not lasting:
        click.echo("Nothing is known to be wrong.")
    if not site.settings.alert_urls:
        click.echo("Nobody is told: ALERT_URLS is not set.", err=True)


@alerts_command.command("test")
@with_appcontext
def send_test() -> None:
    """Send a line to each address of ALERT_URLS."""
    site = services()
    if not site.settings.alert_urls:
        raise click.ClickException("ALERT_URLS is not set: `whereabouts setup ALERT_URLS` asks for it.")
    were_sent = [_sent(site, place) for place in range(len(site.settings.alert_urls))]
    if not all(were_sent):
        raise click.ClickException("Not every address took it: correct those in ALERT_URLS.")


@alerts_command.command("digest")
@with_appcontext
def print_digest() -> None:
    """Print the digest as it would leave now."""
    site = services()
    try:
        click.echo(site.alert_watch.parts.digest.text())
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None


def _sent(site: Services, place: int) -> bool:
    channel = site.settings.alert_urls[place]
    result = site.channel.send(channel.url, title=site.brand.name, body=_TEST)
    click.echo(f"{place + 1}. {channel.service:<10}  {'sent' if result.is_sent else result.sentence}")
    return result.is_sent
