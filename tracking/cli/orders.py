"""Lists the orders that are known, a line an order: a look at the directory without a browser."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from gettext import NullTranslations

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_directory_notice
from tracking.cli.persistent_database import database_failure, existing_database
from tracking.database import DatabaseUnavailable
from tracking.directory.views import OrderView
from tracking.i18n.catalogues import SOURCE
from tracking.i18n.localizer import Localizer
from tracking.merchant.create import without_customers_links
from tracking.merchant.list_query import ListQuery
from tracking.merchant.order_row import MerchantRow
from tracking.merchant.row_json import row_json
from tracking.services import Services, services

_USAGE_ERROR = 2
_AT_ONCE = 100  # orders


@click.command()
@click.option("--view", default="all", help=f"One of {', '.join(OrderView)}.")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object with every order.")
@with_appcontext
@with_directory_notice
def orders(view: str, *, is_json: bool) -> None:
    """List the orders that are known, the newest first: a line an order. Shopify is not asked."""
    if view not in set(OrderView):
        click.echo(f"There is no view {view}: the views are {', '.join(OrderView)}.", err=True)
        raise SystemExit(_USAGE_ERROR)
    site = services()
    database = existing_database(site)
    query = ListQuery(view=OrderView(view), size=_AT_ONCE)
    found = without_customers_links(site.merchant.overview, site.settings).all_rows(query)
    try:
        if is_json:
            _print_json(found, _english(site))
        else:
            _print_lines(found, site)
    except DatabaseUnavailable as error:
        raise database_failure(database, error) from None


def _english(site: Services) -> Localizer:
    """Days are those of the shop where it is known."""
    return Localizer(SOURCE, site.shopify.profile.zone, NullTranslations(), site.clock())


def _print_json(rows: Iterable[MerchantRow], english: Localizer) -> None:
    click.echo('{"orders": [', nl=False)
    for place, row in enumerate(rows):
        said = json.dumps(row_json(row, english.translate), ensure_ascii=False)
        click.echo(f"{',' if place else ''}\n{said}", nl=False)
    click.echo("\n]}")


def _print_lines(rows: Iterable[MerchantRow], site: Services) -> None:
    now, english = site.clock(), _english(site)
    for row in rows:
        click.echo(line(row, now, english))


def line(row: MerchantRow, now: datetime, english: Localizer) -> str:
    """Number, age, stage, condition, carrier, tracking number, last scan, cause; in columns as far as they fit."""
    scanned = f"scan {_ago(now - row.last_scan_at)} ago" if row.last_scan_at else "no scan"
    number = row.tracking.number if row.tracking else None
    columns = (
        f"{row.name:<10}",
        f"{_ago(now - row.placed_at):>5}",
        f"{row.stage:<16}",
        f"{row.condition:<13}",
        f"{row.carrier or '-':<16}",
        f"{number or '-':<24}",
        f"{scanned:<14}",
        english.translate(row.cause) if row.cause else "",
    )
    return "  ".join(columns).rstrip()


def _ago(duration: timedelta) -> str:
    """In the largest unit that is at least two: 47 h, 2 d."""
    minutes = max(0, int(duration.total_seconds() // 60))
    for unit, length in (("d", 24 * 60), ("h", 60)):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit}"
    return f"{minutes} min"
