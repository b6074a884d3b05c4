"""Lists the orders that are known, a line an order: a look at the directory without a browser."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_directory_notice
from tracking.cli.kept_database import database_failure, existing_database
from tracking.database import DatabaseUnavailable
from tracking.directory.list_rows import ListRow, as_json, list_row
from tracking.directory.order_pages import orders_of
from tracking.directory.views import OrderView
from tracking.services import Services, services

_USAGE_ERROR = 2


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
    found = (list_row(order, site.policy.carriers) for order in orders_of(database, OrderView(view)))
    try:
        if is_json:
            _print_json(found, site.settings.shopify_shop)
        else:
            _print_lines(found, site)
    except DatabaseUnavailable as error:
        raise database_failure(database, error) from None


def _print_json(rows: Iterable[ListRow], shop: str | None) -> None:
    click.echo('{"orders": [', nl=False)
    for place, row in enumerate(rows):
        click.echo(f"{',' if place else ''}\n{json.dumps(as_json(row, shop=shop), ensure_ascii=False)}", nl=False)
    click.echo("\n]}")


def _print_lines(rows: Iterable[ListRow], site: Services) -> None:
    now = site.clock()
    for row in rows:
        click.echo(line(row, now))


def line(row: ListRow, now: datetime) -> str:
    """Number, age, stage, condition, carrier, tracking number, last scan, cause; in columns as far as they fit."""
    order = row.order
    scanned = f"scan {_ago(now - order.last_scan_at)} ago" if order.last_scan_at else "no scan"
    number = row.tracking.number if row.tracking else None
    columns = (
        f"{order.name:<10}",
        f"{_ago(now - order.placed_at):>5}",
        f"{order.stage:<16}",
        f"{order.condition:<13}",
        f"{order.carrier or '-':<16}",
        f"{number or '-':<24}",
        f"{scanned:<14}",
        row.cause,
    )
    return "  ".join(columns).rstrip()


def _ago(duration: timedelta) -> str:
    """In the largest unit that is at least two: 47 h, 2 d."""
    minutes = max(0, int(duration.total_seconds() // 60))
    for unit, length in (("d", 24 * 60), ("h", 60)):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit}"
    return f"{minutes} min"
