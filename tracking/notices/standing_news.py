"""Counts what customers would be told of the orders as they stand, if all of it had just become true."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from tracking.database import Transaction, notice_situations
from tracking.notices.codes import NoticeCode
from tracking.notices.outbox import NoticeTerms, level_of, read_situation
from tracking.notices.rules import TOO_OLD, NoticeHistory, news


@dataclass(frozen=True, slots=True)
class StandingNews:
    """How many orders would have a letter, and what these would tell."""

    letters: int
    codes: Counter[NoticeCode]


def standing_news(transaction: Transaction, terms: NoticeTerms, now: datetime) -> StandingNews:
    """The news of each order, as if Shopify had just reported it, and nothing had been known of it."""
    letters, codes = 0, Counter[NoticeCode]()
    for order_id, kept in notice_situations.not_finished_before(transaction, now - TOO_OLD):
        true = read_situation(kept)
        if true is None:
            continue
        found = news(NoticeHistory(), true, now, terms.at(level_of(transaction, order_id)), is_from_webhook=True)
        letters += bool(found)
        codes.update(piece.code for piece in found)
    return StandingNews(letters, codes)
