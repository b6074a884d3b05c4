"""Writes down who does what in the overview, and says it in words."""

from collections.abc import Mapping
from datetime import date, datetime

from tracking.database import Transaction, merchant_history
from tracking.i18n.text import Phrase, Value, text

LINK_MAILED = "link_mailed"
LINK_MADE = "link_made"
LOGGED_IN_BY_MAIL = "logged_in_by_mail"
LOGGED_IN_BY_SERVER = "logged_in_by_server"
LOGGED_IN_BY_ADMIN = "logged_in_by_admin"
LOGGED_OUT = "logged_out"
ALL_LOGGED_OUT = "all_logged_out"

SET_ASIDE = "set_aside"
TAKEN_UP = "taken_up"
NOTED = "note"
WROTE = "write"
UNDONE = "undo"
HANDLED = "handled"
STOPPED = "stop_letters"
ERASED = "erase"

WORDS: Mapping[str, Phrase] = {
    LINK_MAILED: text("A login link was mailed"),
    LINK_MADE: text("A login link was made on the server"),
    LOGGED_IN_BY_MAIL: text("Logged in by email"),
    LOGGED_IN_BY_SERVER: text("Logged in with a link from the server"),
    LOGGED_IN_BY_ADMIN: text("Opened from Shopify’s admin"),
    LOGGED_OUT: text("Logged out"),
    ALL_LOGGED_OUT: text("Everybody was logged out"),
    SET_ASIDE: text("Set aside until %(detail)s"),
    TAKEN_UP: text("Taken up again"),
    NOTED: text("Wrote a note"),
    WROTE: text("Wrote to the customer"),
    UNDONE: text("Took a letter back"),
    HANDLED: text("Marked the answer as handled"),
    STOPPED: text("Stopped letters to the customer"),
    ERASED: text("Erased an order"),
}
"""By code. What an act was done with stands behind the code, and fills ``%(detail)s``."""


def record(transaction: Transaction, who: str, what: str, order_id: str | None = None, *, now: datetime) -> None:
    """Write down that somebody has done this, in the transaction that does it.

    ``what`` is a code of ``WORDS``; behind a space may stand what it was done with, such as a day: "set_aside
    2026-12-01". No word of a customer, for it outlives them.
    """
    merchant_history.add(transaction, who=who, what=what, order_id=order_id, at=now)


def in_words(what: str) -> Phrase:
    """What was done, to be translated; the code itself where a newer release wrote it."""
    code, _, detail = what.partition(" ")
    words = WORDS.get(code)
    return (
        Phrase(words.message, values={"detail": _value(detail)}) if words else Phrase("%(what)s", values={"what": what})
    )


def _value(detail: str) -> Value:
    """A day is written as the reader's language does."""
    try:
        return date.fromisoformat(detail)
    except ValueError:
        return detail
