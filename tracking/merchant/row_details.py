"""The details beside the rows of one page, read in as many queries for two hundred rows as for one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from tracking.database import Transaction, list_details, promises, set_aside
from tracking.database.list_details import ListedAnswer
from tracking.database.notices import NoticeState
from tracking.database.promises import PromiseRow, by_part
from tracking.durations.promises import Promise, of_order
from tracking.merchant.order_row import LetterCounts, RowAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDetails:
    """By order; an order that has none of something is not in it."""

    letters: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    promises: Mapping[str, Sequence[PromiseRow]] = field(default_factory=dict)
    answers: Mapping[str, ListedAnswer] = field(default_factory=dict)
    openings: Mapping[str, int] = field(default_factory=dict)
    set_aside: Mapping[str, date] = field(default_factory=dict)

    def of(self, order_id: str) -> tuple[object, ...]:
        """All of the order's, to be compared."""
        return (
            self.letters.get(order_id),
            self.promises.get(order_id),
            self.answers.get(order_id),
            self.openings.get(order_id),
            self.set_aside.get(order_id),
        )

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

    def promised_to(self, order_id: str, estimate: tuple[date, date] | None) -> tuple[Promise, ...]:
        """The days of arrival that the customer was promised; ``estimate`` are those that hold, if any do."""
        rows = by_part(self.promises.get(order_id, ()))
        return of_order({part: sorted(said, key=lambda each: each.said_at) for part, said in rows.items()}, estimate)


def read_details(transaction: Transaction, order_ids: Collection[str], *, now: datetime, zone: tzinfo) -> RowDetails:
    """The details of these orders; ``zone`` is the shop's. Openings are counted by days of UTC."""
    if not order_ids:
        return RowDetails()
    letters, openings = list_details.counts(transaction, order_ids, now.astimezone(UTC).date())
    return RowDetails(
        letters=letters,
        promises=promises.of_orders(transaction, order_ids),
        answers=list_details.last_answers(transaction, order_ids),
        openings=openings,
        set_aside={
            order_id: until.astimezone(zone).date()
            for order_id, until in set_aside.until(transaction, order_ids).items()
        },
    )
