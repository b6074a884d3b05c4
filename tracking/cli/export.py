"""Prints everything that is kept of an order, such as for a customer who asks for it."""

import json
from datetime import UTC, date, datetime, timedelta

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_directory_notice
from tracking.cli.known_order import known_order
from tracking.cli.persistent_database import database_failure, existing_database
from tracking.database import DatabaseUnavailable, data_requests, one_order
from tracking.database.data_requests import ANSWER_WITHIN, DataRequest, RequestMail
from tracking.merchant.order_lock import NotStored
from tracking.services import Services, services

_NO_MAIL = "no mail has told you"
_MAIL: dict[str | None, str] = {
    RequestMail.SENT: "a mail has told you",
    RequestMail.REFUSED: "the mail server refused the mail to SUPPORT_EMAIL",
}


@click.command()
@click.argument("order", required=False)
@click.option("--requested", is_flag=True, help="List the orders whose customers have asked for their data.")
@with_appcontext
@with_directory_notice
def export(order: str | None, *, requested: bool) -> None:
    """Print what is kept of ORDER, such as #1001, as JSON: what its page shows, and every row of it."""
    if requested == bool(order):
        raise click.UsageError("Name an order, such as #1001, or --requested.")
    if order:
        _print_order(order, services())
    else:
        _list_requests(services())


def _list_requests(site: Services) -> None:
    """The requests that can still be answered in time."""
    try:
        with existing_database(site).read() as transaction:
            requests = data_requests.since(transaction, site.clock() - ANSWER_WITHIN)
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None
    for request in requests:
        name = request.name or f"{request.order_id} (an order that is not known here)"
        asked_on, answer_by = (f"{moment:%Y-%m-%d}" for moment in (request.requested_at, _end(request)))
        click.echo(f"{name}  asked on {asked_on}, to be answered by {answer_by}; {_MAIL.get(request.mail, _NO_MAIL)}")
    if not requests:
        click.echo(f"No customer has asked for their data in the last {ANSWER_WITHIN.days} days.")


def _end(request: DataRequest) -> datetime:
    return request.requested_at + ANSWER_WITHIN


def _print_order(order: str, site: Services) -> None:
    known = known_order(existing_database(site), order)
    try:
        site.usual.read_if_due()
        record = site.merchant.order_records.read(known.id)
        with site.database.read() as transaction:
            tables = one_order.rows(transaction, known.id)
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None
    except NotStored:
        raise click.ClickException(f"Order {known.name} has just been erased.") from None
    retention = timedelta(days=site.settings.keep_days)
    shown = site.commands.order_json(record, site.clock(), site.policy, retention)
    click.echo(json.dumps({**shown, "tables": tables}, ensure_ascii=False, indent=2, default=_text))


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)
