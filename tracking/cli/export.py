"""Prints everything that is kept of an order, such as for a customer who asks for it."""

import json
from datetime import UTC, date, datetime, timedelta

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_demo_notice
from tracking.cli.known_order import database_failure, known_order
from tracking.database import DatabaseUnavailable, one_order
from tracking.services import services
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order


@click.command()
@click.argument("order")
@with_appcontext
@with_demo_notice
def export(order: str) -> None:
    """Print what is kept of ORDER, such as #1001, as JSON: what its page shows, and every row of it."""
    site = services()
    known = known_order(site.database, order)
    try:
        with site.database.read() as transaction:
            tables = one_order.rows(transaction, known.id)
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None
    kept_until = known.finished_at and known.finished_at + timedelta(days=site.settings.keep_days)
    try:
        page = site.commands.order_json(read_order(known.answer), known.fetched_at, site.clock(), site.policy)
    except Unavailable:  # kept by another release
        page = {"order": known.name}
    whole = {**page, "letters": [], "history": [], "kept_until": kept_until, "tables": tables}
    click.echo(json.dumps(whole, ensure_ascii=False, indent=2, default=_text))


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)
