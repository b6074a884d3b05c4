"""Shows what customers were and will be told, and why not; sends one letter of each kind to an address of your own."""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from email.headerregistry import Address

import click
from flask.cli import with_appcontext

from tracking.cli.demo_notice import with_directory_notice
from tracking.cli.mute_log import without_log
from tracking.cli.persistent_database import database_failure, existing_database
from tracking.database import DatabaseUnavailable, notices, orders
from tracking.database.notices import NoticeRow, NoticeState
from tracking.i18n.date_formats import time_zone
from tracking.notices import known_since
from tracking.notices.codes import NoticeCode
from tracking.notices.create import site_address
from tracking.notices.letterhead import LetterLinks
from tracking.notices.mail import MailConnection
from tracking.notices.mail.result import SendResult
from tracking.notices.message import Envelope, UnwritableAddressError, header_address, message
from tracking.notices.standing_news import StandingNews, standing_news
from tracking.notices.withheld import SENTENCES, Withheld
from tracking.security.stop_links import StopLink
from tracking.services import Services, services

_SHOWN_FOR = timedelta(days=2)
_MOST = 200
_MOST_COUNTED = 100_000


@click.group("notices", invoke_without_command=True)
@click.option("--dry-run", is_flag=True, help="Say how many letters left, or would have left, yesterday and today.")
@click.pass_context
@with_appcontext
@with_directory_notice
def notices_command(context: click.Context, *, dry_run: bool) -> None:
    """List what customers were told in the last two days and will be told, and why not: a line a piece of news."""
    if context.invoked_subcommand:
        return
    site = services()
    existing_database(site)
    try:
        if dry_run:
            _print_days(site)
        else:
            _print_rows(site)
    except DatabaseUnavailable as error:
        raise database_failure(site.database, error) from None


@notices_command.command("test")
@click.argument("email")
@with_appcontext
def send_test(email: str) -> None:
    """Send one letter of each kind to EMAIL, an address of your own, about orders of the demo store."""
    site = services()
    settings = site.settings
    if settings.smtp_url is None or settings.mail_from is None:
        raise click.ClickException("SMTP_URL is not set, so that no letter leaves: `whereabouts setup SMTP_URL` asks.")
    try:
        header_address(email)
    except UnwritableAddressError:
        raise click.ClickException(
            f"{email!r} is no email address: name one of your own, such as you@example.com."
        ) from None
    has_failed = False
    # A log line for each example would mix with the codes.
    with without_log(logging.INFO), MailConnection(settings.smtp_url, settings.mail_from.addr_spec) as connection:
        for code in NoticeCode:
            result = _send_one(site, connection, settings.mail_from, code, email)
            has_failed |= result is None or not result.is_sent
            click.echo(f"{code:<17}  {_became(result)}")
            if result and result.is_about_server:
                break  # it would say so of each, and may take twenty seconds each time
    if has_failed:
        raise click.ClickException("Not every letter left. `whereabouts doctor` looks at the mail server.")


def _became(result: SendResult | None) -> str:
    if result is None:
        return "there is no example of it"
    return "sent" if result.is_sent else result.answer


def _send_one(
    site: Services, connection: MailConnection, sender: Address, code: NoticeCode, email: str
) -> SendResult | None:
    """Send the example of a notice; None where there is none."""
    address = site_address(site.settings)
    links = LetterLinks(order=address, stop=f"{address}/stop/{site.notices.stop_links.sign(StopLink('0'))}")
    letter = site.commands.letter_example(code, links)
    if letter is None:
        return None
    now = site.clock()
    envelope = Envelope(
        sender=sender,
        shop_name=site.brand.name,
        reply_to=site.settings.support_email,
        to=email,
        notice=f"test {code} {now.isoformat()}",
        order="test",
        stop_url=links.stop,
        sent_at=now,
        key=site.settings.secret_key,
    )
    return connection.send(message(letter, envelope), email)


def _print_rows(site: Services) -> None:
    now = site.clock()
    with site.database.read() as transaction:
        ended = notices.ended_since(transaction, now - _SHOWN_FOR, limit=_MOST)
        waiting = notices.waiting(transaction, limit=_MOST)
        names = orders.names(transaction, {row.order_id for row in (*ended, *waiting)})
    for row in (*reversed(ended), *waiting):
        click.echo(line(row, names.get(row.order_id, row.order_id)))
    if not ended and not waiting:
        click.echo("Nothing was news in the last two days, and nothing waits.")
    if not site.notices.are_on:
        click.echo(_why_off(site), err=True)


def line(row: NoticeRow, name: str) -> str:
    """Number of the order, what was or is to be told, what became of it and when, and why."""
    moment = row.ended_at or row.due_at
    word = {NoticeState.WAITING: "waits until", NoticeState.CLAIMED: "is being sent"}.get(
        NoticeState(row.state), row.state.replace("_", " ")
    )
    reason = SENTENCES[Withheld(row.reason)].message if row.reason in set(Withheld) else row.reason
    return f"{name:<10}  {row.code:<16}  {word:<13}  {moment:%Y-%m-%d %H:%M} UTC  {reason or ''}".rstrip()


def _print_days(site: Services) -> None:
    zone, now = time_zone(site.shopify.profile.zone), site.clock()
    today = now.astimezone(zone).date()
    yesterday = today - timedelta(days=1)
    midnight = datetime.combine(yesterday, datetime.min.time(), zone)
    with site.database.read() as transaction:
        since = known_since.read(transaction)
        ended = notices.ended_since(transaction, midnight, limit=_MOST_COUNTED)
        waiting = notices.waiting(transaction, limit=_MOST_COUNTED)
        standing = standing_news(transaction, site.notices.terms, now)
    if since is None:
        click.echo("No order has been judged yet, so that nothing can be news: start the site, and ask again.")
        return
    for day, word in ((yesterday, "yesterday"), (today, "today so far")):
        if since.astimezone(zone).date() <= day:
            click.echo(sentence_of_day(_of_day(ended, day, zone), word))
    click.echo(f"{_letters(len({row.order_id for row in waiting}), 'waits', 'wait')}.")
    if since > midnight:
        click.echo(sentence_of_start(since.astimezone(zone), standing))
    if not site.notices.are_on:
        click.echo(_why_off(site), err=True)


def sentence_of_start(since: datetime, standing: StandingNews) -> str:
    """From when on a dry run can tell, and what the orders of now would give."""
    told = _counted(standing.codes)
    letters = _letters(standing.letters, "would be sent", "would be sent")
    return (
        f"Only what changes after the orders were first judged is told: {since:%Y-%m-%d %H:%M}.\n"
        f"If all that is so now had just come to be, {letters}{f': {told}' if told else ''}."
    )


def sentence_of_day(rows: Sequence[NoticeRow], word: str) -> str:
    """How many letters left that day, or would have left with a mail server, and what they told."""
    sent = [row for row in rows if row.state == NoticeState.SENT]
    pretended = [row for row in rows if row.reason == Withheld.NO_MAIL_SERVER]
    left = sent or pretended
    told = _counted(Counter(row.code for row in left))
    verbs = ("was sent", "were sent") if sent else ("would have been sent", "would have been sent")
    return f"{_letters(len({row.letter for row in left}), *verbs)} {word}{f': {told}' if told else ''}."


def _letters(number: int, singular: str, plural: str) -> str:
    return f"1 letter {singular}" if number == 1 else f"{number} letters {plural}"


def _counted(codes: Counter[NoticeCode] | Counter[str]) -> str:
    return ", ".join(f"{number} {code}" for code, number in codes.most_common())


def _of_day(rows: Iterable[NoticeRow], day: date, zone: tzinfo) -> list[NoticeRow]:
    return [row for row in rows if row.ended_at and row.ended_at.astimezone(zone).date() == day]


def _why_off(site: Services) -> str:
    if site.notices.email_channel is None:
        return "No letter leaves: SMTP_URL is not set. What would have left is listed as if it had."
    return "No letter leaves: NOTICES is none."
