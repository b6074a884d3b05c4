"""The database of commands that work on it: it must outlast them."""

import click

from tracking.database import Database, DatabaseUnavailable
from tracking.services import Services


def kept_database(site: Services) -> Database:
    """The site's database, made if it is not there. Ends the command where it cannot be used, or is the demo's."""
    if site.settings.is_demo and site.settings.database_url is None:
        raise click.ClickException(
            "The demo store keeps nothing: set SHOPIFY_SHOP, or name a database in DATABASE_URL."
        )
    try:
        site.database.prepare()
    except DatabaseUnavailable as error:
        raise click.ClickException(f"The database ({site.database.place}) cannot be used: {error}.") from None
    return site.database
