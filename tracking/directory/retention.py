"""The stored parts of an order and how long they stay, in words for its customer: each table belongs to one of them.

The merchant reads the same by table and column in docs/operate.md; a test holds both against the tables.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto

from tracking.database.data_requests import ANSWER_WITHIN
from tracking.i18n.text import Phrase, text


class RetentionEnd(Enum):
    """When a part leaves: with the order, or its own time after it was written, if that is sooner."""

    WITH_ORDER = auto()
    KEEP_DAYS = auto()
    ANSWER_WITHIN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """A row: which ``tables`` are meant by the ``title``, ``what`` stands in them and ``why``.

    ``since`` is the column with the moment or day from which its own time counts.
    """

    tables: Collection[str]
    title: Phrase
    what: Phrase
    why: Phrase
    end: RetentionEnd = RetentionEnd.WITH_ORDER
    since: str = ""


RULES: Sequence[RetentionRule] = (
    RetentionRule(
        tables=("orders", "order_views", "tracking_numbers", "order_terms", "tasks"),
        title=text("Your order"),
        what=text(
            "What your order’s page shows: products, parcels, payment and tracking numbers, the town, region and"
            " country it goes to, and where its parcels were seen. Of your email address or phone number there is only"
            " a fingerprint, which can’t be turned back."
        ),
        why=text("So that the page opens at once, and the shop sees where your order is."),
    ),
    RetentionRule(
        tables=("promises",),
        title=text("Promised days"),
        what=text("Which days you were promised, when, and by whom."),
        why=text("So that you see it when a day has moved."),
    ),
    RetentionRule(
        tables=("notices", "notice_situations"),
        title=text("Changes"),
        what=text("What has changed about your order, when, and whether you were told."),
        why=text("So that you’re told nothing twice."),
    ),
    RetentionRule(
        tables=("letter_texts", "merchant_letters"),
        title=text("Emails and texts"),
        what=text("What you’re told about it by email or text: when, and in which words."),
        why=text("So that you’re told nothing twice, and the shop knows what you were told."),
    ),
    RetentionRule(
        tables=("notice_preferences",),
        title=text("What you want to be told"),
        what=text("How much of that you want to be told."),
        why=text("So that your choice holds."),
    ),
    RetentionRule(
        tables=("answers",),
        title=text("Your answers"),
        what=text("What you have answered here, word for word as you typed it."),
        why=text("So that the shop can do what you ask for."),
    ),
    RetentionRule(
        tables=("set_aside", "merchant_notes", "merchant_history"),
        title=text("The shop’s notes"),
        what=text("What people in the shop have noted about it, and done."),
        why=text("So that one of them knows what another has done."),
    ),
    RetentionRule(
        tables=("page_openings",),
        title=text("Visits to the page"),
        what=text("How often your order’s page is opened on a day, and not by whom."),
        why=text("So that the shop notices when something worries you."),
        end=RetentionEnd.KEEP_DAYS,
        since="day",
    ),
    RetentionRule(
        tables=("data_requests",),
        title=text("Your request"),
        what=text("That you have asked for what is kept of you."),
        why=text("So that the shop answers in time."),
        end=RetentionEnd.ANSWER_WITHIN,
        since="requested_at",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPart:
    """A part of which there is something; it is gone after the day of ``until``, None while the order is under way."""

    title: Phrase
    what: Phrase
    why: Phrase
    until: datetime | None


def stored_parts(rows: Mapping[str, Sequence[Mapping[str, object]]], retention: timedelta) -> tuple[StoredPart, ...]:
    """The parts of an order's rows, by table; a finished order, and a row with its own time, stays ``retention``."""
    finished_at = next((each["finished_at"] for each in rows.get("orders", ())), None)
    end = finished_at + retention if isinstance(finished_at, datetime) else None
    return tuple(
        StoredPart(title=rule.title, what=rule.what, why=rule.why, until=_until(rule, rows, end, retention))
        for rule in RULES
        if any(rows.get(table) for table in rule.tables)
    )


def _until(
    rule: RetentionRule, rows: Mapping[str, Sequence[Mapping[str, object]]], end: datetime | None, retention: timedelta
) -> datetime | None:
    if rule.end is RetentionEnd.WITH_ORDER:
        return end
    lasts = ANSWER_WITHIN if rule.end is RetentionEnd.ANSWER_WITHIN else retention
    last = max(_moment(row[rule.since]) for table in rule.tables for row in rows.get(table, ()))
    return min(filter(None, (end, last + lasts)))


def _moment(value: object) -> datetime:
    """A day ends with its last moment."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.max, UTC)
    raise TypeError(value)
