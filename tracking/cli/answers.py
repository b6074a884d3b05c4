"""Lists what customers have answered, so that the shop can take care of it, and marks it as handled."""

import json
from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_directory_notice
from tracking.cli.persistent_database import database_failure
from tracking.database import DatabaseUnavailable, answers, orders
from tracking.database.answers import AnswerRow
from tracking.database.mail_queue import MailState
from tracking.i18n.date_formats import time_zone
from tracking.notices.one_line import one_line
from tracking.order.answers import ROWS, AnswerKind
from tracking.services import Services, services

_MOST = 500
_LAST_ID = 2**31 - 1  # of the column on PostgreSQL
_MOST_WORDS = 200  # characters in a line; the JSON has all


@click.command("answers")
@click.option("--all", "with_handled", is_flag=True, help="Also those that are handled, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.option(
    "--handled",
    type=click.IntRange(1, _LAST_ID),
    metavar="ID",
    help="Mark the answer with this ID as handled, and list nothing.",
)
@with_appcontext
@with_directory_notice
def answers_command(*, with_handled: bool, as_json: bool, handled: int | None) -> None:
    """List what customers have answered and the shop has not handled: what is due first stands first."""
    site = services()
    try:
        if handled is not None:
            _handle(site, handled)
        else:
            _print(site, with_handled=with_handled, as_json=as_json)
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None


def _handle(site: Services, answer_id: int) -> None:
    with site.database.write() as transaction:
        found = answers.find(transaction, answer_id)
        if found is None:
            raise click.ClickException(f"There is no answer {answer_id}: `whereabouts answers --all` lists them.")
        now = site.clock()
        answers.handle(transaction, answer_id, now=now)
        site.needs.refresh(transaction, found.order_id, now=now)
    site.orders.invalidate(found.order_id)  # also the pages of other processes, where they share a Redis
    click.echo(f"Answer {answer_id} is handled: its page says so within an hour.")


def _print(site: Services, *, with_handled: bool, as_json: bool) -> None:
    with site.database.read() as transaction:
        rows = answers.listed(transaction, with_handled=with_handled, limit=_MOST)
        names = orders.names(transaction, {row.order_id for row in rows})
    if as_json:
        click.echo(json.dumps([_entry(row, names) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(_line(row, names, site))
    if not rows:
        click.echo("No customer has answered anything." if with_handled else "No answer waits to be handled.")
    if len(rows) == _MOST:
        click.echo(f"These are {_MOST}; there may be more.")


def _entry(row: AnswerRow, names: dict[str, str]) -> dict[str, object]:
    return {
        "id": row.id,
        "order": names.get(row.order_id, row.order_id),
        "kind": row.kind,
        "at": _time(row.at),
        "deadline": row.deadline.isoformat() if _is_replied(row) else None,
        "words": row.words,
        "handled_at": _time(row.handled_at) if row.handled_at else None,
        "mailed": row.state == MailState.SENT,
    }


def _line(row: AnswerRow, names: dict[str, str], site: Services) -> str:
    at = row.at.astimezone(time_zone(site.shopify.profile.zone))
    by = f"by {row.deadline}" if _is_replied(row) else ""
    parts = [
        f"{row.id:>4}",
        f"{names.get(row.order_id, row.order_id):<8}",
        f"{row.kind:<15}",
        f"{at:%Y-%m-%d %H:%M}",
        f"{by:<13}",
    ]
    if row.is_handled:
        parts.append("handled")
    if row.state == MailState.GIVEN_UP:
        parts.append("the mail was refused")
    if row.words:
        parts.append(one_line(row.words, _MOST_WORDS))
    return "  ".join(parts).rstrip()


def _is_replied(row: AnswerRow) -> bool:
    """Whether the customer hears from the shop until the deadline; of a kind that this version lacks, too."""
    return row.kind not in ROWS or ROWS[AnswerKind(row.kind)].is_replied


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
