"""Ends claimed rows for good, and counts them, in one transaction: sent, withheld or given up."""

from collections.abc import Sequence
from datetime import datetime

from tracking.database import Transaction, letter_texts, notices
from tracking.database.letter_texts import LetterText
from tracking.database.notices import NoticeRow, NoticeState
from tracking.notices import tally
from tracking.notices.withheld import Withheld


def end_sent(transaction: Transaction, token: str, rows: Sequence[NoticeRow], words: LetterText, now: datetime) -> None:
    """End the rows of a letter that the mail server has taken, which counts also where another process holds them."""
    first = rows[0]
    if notices.end(transaction, token, rows, NoticeState.SENT, now=now) and first.letter:
        letter_texts.put(transaction, first.order_id, first.letter, words)
    tally.count(transaction, rows, NoticeState.SENT)


def withhold(transaction: Transaction, token: str, rows: Sequence[NoticeRow], reason: Withheld, now: datetime) -> None:
    """End rows that do not leave."""
    if notices.end(transaction, token, rows, NoticeState.WITHHELD, now=now, reason=reason):
        tally.count(transaction, rows, NoticeState.WITHHELD)


def give_up(transaction: Transaction, token: str, rows: Sequence[NoticeRow], reason: Withheld, now: datetime) -> None:
    """End rows that could not be sent."""
    if notices.end(transaction, token, rows, NoticeState.GIVEN_UP, now=now, reason=reason):
        tally.count(transaction, rows, tally.REFUSED if reason is Withheld.REFUSED else NoticeState.GIVEN_UP)
