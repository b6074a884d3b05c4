"""What the rows of one page show beside their orders, read in as many queries for two hundred rows as for one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from tracking.database import Transaction, list_details, set_aside
from tracking.database.list_details import ListedAnswer, ToldDay
from tracking.database.notices import NoticeState
from tracking.i18n.text import Days
from tracking.merchant.order_row import LetterCounts, Promise, RowAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDetails:
    """By order; an order that has none of something is not in it."""

    letters: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    told_days: Mapping[str, Collection[ToldDay]] = field(default_factory=dict)
    answers: Mapping[str, ListedAnswer] = field(default_factory=dict)
    openings: Mapping[str, int] = field(default_factory=dict)
    set_aside: Mapping[str, date] = field(default_factory=dict)

    def letters_of(self, order_id: str) -> LetterCounts:
        """Letters that are being sent wait."""
        by_state = self.letters.get(order_id, {})
        return LetterCounts(
            sent=by_state.get(NoticeState.SENT, 0),
            waiting=by_state.get(NoticeState.WAITING, 0) + by_state.get(NoticeState.CLAIMED, 0),
            failed=by_state.get(NoticeState.GIVEN_UP, 0),
        )

    def answer_of(self, order_id: str) -> RowAnswer | None:
        """The answer that waits for the shop, else the last one."""
        found = self.answers.get(order_id)
        return RowAnswer(kind=found.kind, at=found.at, handled=found.handled_at is not None) if found else None

    def promised_to(self, order_id: str) -> tuple[Promise, ...]:
        """The days that moved and those in their place, each once: as the first letter said it, if one did."""
        promises: dict[Days, Promise] = {}
        for each in _promises(self.told_days.get(order_id, ())):
            known = promises.get(each.days)
            if known is None or known.said_at is None:
                promises[each.days] = each
        return tuple(promises.values())


def read_details(transaction: Transaction, order_ids: Collection[str], *, now: datetime, zone: tzinfo) -> RowDetails:
    """The details of these orders; ``zone`` is the shop's. Openings are counted by days of UTC."""
    if not order_ids:
        return RowDetails()
    return RowDetails(
        letters=list_details.letters(transaction, order_ids),
        told_days=list_details.told_days(transaction, order_ids),
        answers=list_details.last_answers(transaction, order_ids),
        openings=list_details.openings(transaction, order_ids, now.astimezone(UTC).date()),
        set_aside={
            order_id: until.astimezone(zone).date()
            for order_id, until in set_aside.until(transaction, order_ids).items()
        },
    )


def _promises(told: Collection[ToldDay]) -> Iterator[Promise]:
    for each in told:
        if before := _days(each.earlier):
            yield Promise(days=before, said_at=None)
        if each.sent_at and (after := _days(each.about)):
            yield Promise(days=after, said_at=each.sent_at)


def _days(written: str | None) -> Days | None:
    """None for what is no day: another release may write something else."""
    try:
        day = date.fromisoformat(written or "")
    except ValueError:
        return None
    return Days(day, day)
