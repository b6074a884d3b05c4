"""Ends every session of the merchant's overview."""

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_demo_notice
from tracking.cli.persistent_database import database_failure, existing_database
from tracking.database import DatabaseUnavailable
from tracking.security.staff_sessions import LoginWay
from tracking.services import services


@click.command("merchant-logout")
@with_appcontext
@with_demo_notice
def merchant_logout() -> None:
    """Log everybody out of the overview, at once, and let no login link that was made until now work."""
    site = services()
    existing_database(site)
    try:
        site.staff.end_all(LoginWay.SERVER.value)
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None
    click.echo("Everybody is logged out of the overview, and no login link that was made until now works.")
