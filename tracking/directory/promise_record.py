"""Records each day that an order's customer is promised, and counts whether it was kept, with the judgement it is of.

A page that asks Shopify hands its answer to the directory, so that what pages show is judged here, too. Two answers
that come before either is written are one: a day that stood in the first alone is kept only if the carrier's reports,
which stay in every answer, name it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracking.database import Transaction, promise_counts, promises
from tracking.database.promise_counts import PromiseOutcome
from tracking.database.promises import PromiseRow, by_part
from tracking.directory.judged_row import JudgedRow
from tracking.directory.step_rows import STEP_RETENTION
from tracking.durations.promise_outcomes import counted_days, days_over, first_of_each, is_given_up
from tracking.durations.promises import Promise, PromisedStep, SaidBy, of_step
from tracking.order.calendar import day
from tracking.order.promises import arrived_at, left_at, packed_at, promise_histories
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import Condition

# Reports after which it was the customer who had to do something.
_WAITED = frozenset({"attempted_delivery", "buyer_action_required"})


def record_promises(transaction: Transaction, judged: JudgedRow) -> None:
    """Write what has changed of a known order, which mostly is nothing: it has just been judged."""
    order_id, now = judged.row.id, judged.row.judged_at
    kept = promises.of_order(transaction, order_id)
    histories = promise_histories(judged.status, by_part(kept), now)
    for parcel in judged.status.parcels:
        said = histories.get(parcel.id, ())
        ended = [each for at, its in _by_event(parcel, said) for each in _ended(parcel, its, at, judged)]
        days = {id(each.promise): each.days_over for each in ended}
        # A promise about its units while they waited is kept of each shipment, too: it may be true of one of them.
        new = [each for each in said if not _is_of(parcel, each)]
        promises.add(transaction, order_id, parcel.id, [(each, days.get(id(each))) for each in new])
        for each in ended:
            if isinstance(each.promise, PromiseRow) and _is_of(parcel, each.promise):
                promises.end(transaction, each.promise.id, each.days_over)
        promise_counts.add(transaction, [each.outcome for each in ended if each.outcome])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A promise that has come to its end. ``outcome`` is None where it is not counted."""

    promise: Promise
    days_over: int
    outcome: PromiseOutcome | None


def _ended(parcel: Parcel, said: Sequence[Promise], at: datetime | None, judged: JudgedRow) -> Iterator[_Ended]:
    """Those about what happened at that moment that have come to their end since the parcel was judged before."""
    now, zone = judged.row.judged_at, judged.status.zone
    on, is_open = day(at or now, zone), parcel.condition is not Condition.DONE
    firsts = first_of_each(said, at or now)
    for each in said:
        is_first = firsts.get(each.said_by) is each
        if _has_ended(each) or (at is None and not (is_first and is_open and is_given_up(each, on))):
            continue
        is_counted = is_first and not any(_has_ended(other) and other.said_by is each.said_by for other in said)
        outcome = _outcome(each, parcel, on) if is_counted and _tells_something(parcel, at, on, judged) else None
        yield _Ended(promise=each, days_over=days_over(each, on), outcome=outcome)


def _by_event(parcel: Parcel, said: Sequence[Promise]) -> Iterator[tuple[datetime | None, Sequence[Promise]]]:
    """The promises, by when what they are about has happened: None while it has not.

    The usual times measure units that wait until they are packed, and what is packed until it leaves.
    """
    yield arrived_at(parcel), of_step(said, PromisedStep.ARRIVE)
    leaving, made_at = of_step(said, PromisedStep.SEND), packed_at(parcel)
    waiting = [
        each for each in leaving if each.said_by is SaidBy.USUAL and (made_at is None or each.said_at <= made_at)
    ]
    yield made_at, waiting
    yield left_at(parcel), [each for each in leaving if each not in waiting]


def _is_of(parcel: Parcel, promise: Promise) -> bool:
    return isinstance(promise, PromiseRow) and promise.part == parcel.id


def _has_ended(promise: Promise) -> bool:
    return isinstance(promise, PromiseRow) and promise.days_over is not None


def _tells_something(parcel: Parcel, at: datetime | None, on: date, judged: JudgedRow) -> bool:
    """Not of what is too old, nor where it was the customer who had to do something."""
    is_recent = on >= (judged.row.judged_at - STEP_RETENTION).date()
    waited = any(scan.status in _WAITED and (at is None or scan.at <= at) for scan in parcel.scans)
    return is_recent and not waited and not judged.row.is_test


def _outcome(promise: Promise, parcel: Parcel, on: date) -> PromiseOutcome:
    carrier = next((link.carrier for link in parcel.tracking if link.carrier), None)
    return PromiseOutcome(
        week=on - timedelta(days=on.weekday()),
        step=promise.step.value,
        said_by=promise.said_by.value,
        carrier=carrier or "",
        days_over=counted_days(promise, on),
    )
