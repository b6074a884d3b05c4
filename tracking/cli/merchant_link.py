"""Prints a link that opens the merchant's overview once: no mail server is needed."""

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_demo_notice
from tracking.cli.persistent_database import database_failure, existing_database
from tracking.database import DatabaseUnavailable
from tracking.notices.create import site_address
from tracking.security.staff_sessions import LoginWay
from tracking.services import services
from tracking.settings import parsers


def _email(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return value and parsers.email(value.strip())
    except ValueError as error:
        raise click.BadParameter(f"it {error}") from None


@click.command("merchant-link")
@click.argument("email", required=False, callback=_email)
@with_appcontext
@with_demo_notice
def merchant_link(email: str | None) -> None:
    """Print a link into the overview, for EMAIL or whoever has it: it works once, for 15 minutes."""
    site = services()
    address = f"{site_address(site.settings)}/merchant/"
    if site.settings.is_demo:
        click.echo(f"In the demo the overview is open to everybody:\n{address}")
        return
    existing_database(site)
    try:
        link = site.staff.make_link(email or LoginWay.SERVER.value, LoginWay.SERVER)
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None
    if site.settings.public_url is None:
        click.echo("PUBLIC_URL is not set: this is where the site listens, if it runs on this machine.", err=True)
    click.echo(f"This link opens the overview once, within 15 minutes. Nobody else may see it.\n{address}login/{link}")
