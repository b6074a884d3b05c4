"""Says in a sentence for each part of the site how it does, and what to do when it does not: pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracking.doctor.finding import FindingState
from tracking.doctor.site_state import FillProgress, SiteState, WaitingMail
from tracking.i18n.text import Phrase, counted, text

_ENDS_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """``remedy`` is None where nothing is to be done."""

    topic: Phrase
    state: FindingState
    says: Phrase
    remedy: Phrase | None = None


def state_lines(state: SiteState, now: datetime, *, is_demo: bool) -> list[StateLine]:
    """The lines, in the order in which an order goes through the site."""
    lines = [_shopify(state), _version(state, now.date()), _webhooks(state, is_demo=is_demo)]
    if state.worker_at or not is_demo:  # each process of the demo has a database of its own
        lines.append(_worker(state))
    return [*lines, _orders(state), *_given_up(state), *_outbox(state.outbox)]


def database_line() -> StateLine:
    """The only line while the database cannot be used."""
    return StateLine(
        topic=text("Database"),
        state=FindingState.ERROR,
        says=text("It can’t be used right now. Customers’ pages still work."),
        remedy=text("The server’s log and `whereabouts doctor` say why."),
    )


def _shopify(state: SiteState) -> StateLine:
    topic = text("Shopify")
    if state.is_shopify_failing:
        return StateLine(
            topic=topic,
            state=FindingState.ERROR,
            says=text("It doesn’t answer right now. Orders that are known are still shown."),
            remedy=text("Look at shopifystatus.com, and at this server’s network."),
        )
    if state.budget is None:
        return StateLine(topic=topic, state=FindingState.OK, says=text("Nothing has been asked yet since the start."))
    says = text(
        "It answers, and %(available)s of %(maximum)s points of the API’s limit are free.",
        available=state.budget.available,
        maximum=state.budget.maximum,
    )
    if 2 * state.budget.available >= state.budget.maximum:
        return StateLine(topic=topic, state=FindingState.OK, says=says)
    remedy = text("If it stays like this, give other programs that use this app an app of their own.")
    return StateLine(topic=topic, state=FindingState.NOTE, says=says, remedy=remedy)


def _version(state: SiteState, today: date) -> StateLine:
    topic, end = text("API version"), state.version_ends
    if end is None:
        return StateLine(topic=topic, state=FindingState.OK, says=text("%(version)s.", version=state.version))
    if today < end - _ENDS_SOON:
        says = text("%(version)s, supported until %(day)s.", version=state.version, day=end)
        return StateLine(topic=topic, state=FindingState.OK, says=says)
    is_over = today >= end
    says = (
        text("%(version)s has no longer been supported since %(day)s.", version=state.version, day=end)
        if is_over
        else text("%(version)s is supported only until %(day)s.", version=state.version, day=end)
    )
    remedy = text("Install a newer release of this site.")
    return StateLine(topic=topic, state=FindingState.ERROR if is_over else FindingState.NOTE, says=says, remedy=remedy)


def _webhooks(state: SiteState, *, is_demo: bool) -> StateLine:
    topic = text("Messages from Shopify")
    if state.last_webhook_at is None:
        return StateLine(
            topic=topic,
            state=FindingState.OK if is_demo else FindingState.NOTE,
            says=text(
                "None has come in the last two days. Customers’ pages still show a change within a minute, and the"
                " overview within a few."
            ),
            remedy=None if is_demo else text("`whereabouts webhooks` asks Shopify for them."),
        )
    says = counted(
        "%(count)s has come in the last 24 hours, the last one on %(when)s.",
        "%(count)s have come in the last 24 hours, the last one on %(when)s.",
        state.webhooks_of_day,
        when=state.last_webhook_at,
    )
    return StateLine(topic=topic, state=FindingState.OK, says=says)


def _worker(state: SiteState) -> StateLine:
    topic = text("Worker")
    if state.has_worker:
        return StateLine(topic=topic, state=FindingState.OK, says=text("It’s at work."))
    remedy = text("Start `whereabouts serve` or `whereabouts worker`.")
    if state.worker_at is None:
        says = text("None is at work, so changes aren’t taken in and no letter leaves.")
        return StateLine(topic=topic, state=FindingState.ERROR, says=says, remedy=remedy)
    says = text(
        "None has been at work since %(when)s, so changes aren’t taken in and no letter leaves.", when=state.worker_at
    )
    return StateLine(topic=topic, state=FindingState.ERROR, says=says, remedy=remedy)


def _orders(state: SiteState) -> StateLine:
    topic = text("Orders")
    if state.fill and not state.fill.is_done:
        return StateLine(topic=topic, state=FindingState.NOTE, says=_progress(state.fill))
    if not state.orders and not state.fill:
        return StateLine(topic=topic, state=FindingState.NOTE, says=text("The shop’s orders haven’t been read yet."))
    says = counted("%(count)s order is known.", "%(count)s orders are known.", state.orders)
    return StateLine(topic=topic, state=FindingState.OK, says=says)


def _progress(fill: FillProgress) -> Phrase:
    return text(
        "The shop’s orders are being read: %(done)s of the %(found)s found so far. This goes on by itself.",
        done=max(0, fill.listed - fill.waiting),
        found=fill.listed,
    )


def _given_up(state: SiteState) -> Iterator[StateLine]:
    if state.given_up:
        yield StateLine(
            topic=text("Given up"),
            state=FindingState.NOTE,
            says=counted(
                "%(count)s order could not be read, after many tries.",
                "%(count)s orders could not be read, after many tries.",
                state.given_up,
            ),
            remedy=text("`whereabouts sync` tries again, and says why it fails."),
        )


def _outbox(outbox: WaitingMail) -> Iterator[StateLine]:
    yield _letters(outbox)
    if outbox.answers:
        says = counted(
            "%(count)s email to the shop is still to be sent.",
            "%(count)s emails to the shop are still to be sent.",
            outbox.answers,
        )
        yield StateLine(topic=text("Answers"), state=FindingState.NOTE, says=says)
    if outbox.own_letters:
        says = counted("%(count)s is still to be sent.", "%(count)s are still to be sent.", outbox.own_letters)
        yield StateLine(topic=text("Letters of your own"), state=FindingState.OK, says=says)
    if outbox.alerts:
        says = counted("%(count)s is still to be sent.", "%(count)s are still to be sent.", outbox.alerts)
        yield StateLine(topic=text("Alerts"), state=FindingState.NOTE, says=says)


def _letters(outbox: WaitingMail) -> StateLine:
    topic = text("Letters to customers")
    if outbox.letters and outbox.hour_letters >= outbox.hour_limit:
        return StateLine(
            topic=topic,
            state=FindingState.NOTE,
            says=text("%(count)s have left in this hour, and no more may. The others wait.", count=outbox.hour_letters),
            remedy=text("NOTICES_PER_HOUR is the limit."),
        )
    if outbox.letters and outbox.oldest_at:
        says = counted(
            "%(count)s piece of news waits for its letter, since %(when)s.",
            "%(count)s pieces of news wait for their letters, the first since %(when)s.",
            outbox.letters,
            when=outbox.oldest_at,
        )
    else:
        says = text("None is waiting.")
    return StateLine(topic=topic, state=FindingState.OK, says=says)
