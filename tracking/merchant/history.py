"""Writes down who does what in the overview, and says it in words."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from tracking.database import Transaction, merchant_history
from tracking.database.mail_queue import MailState
from tracking.i18n.text import Phrase, Value, text

LINK_MAILED = "link_mailed"
LINK_MADE = "link_made"
LOGGED_IN_BY_MAIL = "logged_in_by_mail"
LOGGED_IN_BY_SERVER = "logged_in_by_server"
LOGGED_IN_BY_ADMIN = "logged_in_by_admin"
LOGGED_OUT = "logged_out"
ALL_LOGGED_OUT = "all_logged_out"
VIEW_SAVED = "view_saved"
VIEW_RENAMED = "view_renamed"
VIEW_REMOVED = "view_removed"

SET_ASIDE = "set_aside"
TAKEN_UP = "taken_up"
NOTED = "note"
WROTE = "write"
UNDONE = "undo"
HANDLED = "handled"
STOPPED = "stop_letters"
TAGGED = "tag"
UNTAGGED = "untag"
ARCHIVED = "archive"
DEADLINE_SET = "deadline"
ERASED = "erase"

WROTE_MANY = "write_many"
UNDONE_MANY = "undo_many"
SET_ASIDE_MANY = "set_aside_many"
HANDLED_MANY = "handled_many"

WORDS: Mapping[str, Phrase] = {
    LINK_MAILED: text("A login link was mailed"),
    LINK_MADE: text("A login link was made on the server"),
    LOGGED_IN_BY_MAIL: text("Logged in by email"),
    LOGGED_IN_BY_SERVER: text("Logged in with a link from the server"),
    LOGGED_IN_BY_ADMIN: text("Opened from Shopify’s admin"),
    LOGGED_OUT: text("Logged out"),
    ALL_LOGGED_OUT: text("Everybody was logged out"),
    VIEW_SAVED: text("The view “%(detail)s” was saved"),
    VIEW_RENAMED: text("A saved view was renamed to “%(detail)s”"),
    VIEW_REMOVED: text("The saved view “%(detail)s” was removed"),
    SET_ASIDE: text("Set aside until %(detail)s"),
    TAKEN_UP: text("Taken up again"),
    NOTED: text("Wrote a note"),
    WROTE: text("Wrote to the customer"),
    UNDONE: text("Took a letter back"),
    HANDLED: text("Marked the answer as handled"),
    STOPPED: text("Stopped letters to the customer"),
    TAGGED: text("Added a tag in Shopify"),
    UNTAGGED: text("Removed a tag in Shopify"),
    ARCHIVED: text("Archived the order in Shopify"),
    DEADLINE_SET: text("Set the deadline in Shopify to %(detail)s"),
    ERASED: text("Erased an order"),
    WROTE_MANY: text("Letters written at once: %(count)s"),
    UNDONE_MANY: text("Letters taken back: %(count)s"),
    SET_ASIDE_MANY: text("Orders set aside until %(detail)s: %(count)s"),
    HANDLED_MANY: text("Orders whose answers were marked as handled: %(count)s"),
}
"""By code. The detail of an action stands behind the code, and fills ``%(detail)s``; of many, their number first."""

_OF_MANY = frozenset({WROTE_MANY, UNDONE_MANY, SET_ASIDE_MANY, HANDLED_MANY})
_OF_LETTERS = frozenset({WROTE_MANY, UNDONE_MANY})


def record(transaction: Transaction, who: str, what: str, order_id: str | None = None, *, now: datetime) -> None:
    """Write down that somebody has done this, in the transaction that does it.

    ``what`` is a code of ``WORDS``; behind a space may stand what it was done with, such as a day: "set_aside
    2026-12-01". No word of a customer, for it outlives them.
    """
    merchant_history.add(transaction, who=who, what=what, order_id=order_id, at=now)


def record_many(transaction: Transaction, who: str, what: str, number: int, detail: str = "", *, now: datetime) -> None:
    """The same of an action on so many orders, or letters, at once: one row, in whose ``detail`` no blank stands."""
    record(transaction, who, f"{what} {number} {detail}".rstrip(), now=now)


def record_each(transaction: Transaction, who: str, what: str, order_ids: Collection[str], *, now: datetime) -> None:
    """The same on each of several orders: it stands in the history of the order, and not in that of the shop."""
    merchant_history.add_all(transaction, who=who, what=what, order_ids=order_ids, at=now)


def record_letters(
    transaction: Transaction, who: str, what: str, batch: str, state: MailState, *, now: datetime
) -> None:
    """Likewise on the orders whose letters, of those that were written at once, have just become this."""
    merchant_history.add_of_letters(transaction, who=who, what=what, batch=batch, state=state, at=now)


def in_words(what: str) -> Phrase:
    """The action in words, to be translated; the code itself where a newer release wrote it."""
    code, _, detail = what.removeprefix(merchant_history.WITH_OTHERS).partition(" ")
    words = WORDS.get(code)
    if words is None:
        return Phrase("%(what)s", values={"what": what})
    if code in _OF_MANY:
        number, _, detail = detail.partition(" ")
        return Phrase(words.message, values={"count": number, "detail": _value(detail)})
    return Phrase(words.message, values={"detail": _value(detail)})


def batch_of(what: str) -> str | None:
    """The id of the letters that this was done with at once; None where it was something else."""
    code, _, detail = what.partition(" ")
    return detail.partition(" ")[2] or None if code in _OF_LETTERS else None


def _value(detail: str) -> Value:
    """A day is written as the reader's language does."""
    try:
        return date.fromisoformat(detail)
    except ValueError:
        return detail
