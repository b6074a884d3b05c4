"""Finds the first need of an order: why somebody in the shop has to look at it now, the most urgent reason first."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracking.merchant.out_of_step import OutOfStep
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition, Reason

FREQUENT_OPENINGS = 3
"""So many openings of the page on one day are many."""


class NeedCode(StrEnum):
    """The public code of why an order needs somebody."""

    ANSWER = "answer"
    PROBLEM = "problem"
    LATE_UNSENT = "late_unsent"
    PAST_USUAL = "past_usual"
    NO_SCAN_YET = "no_scan_yet"
    ESTIMATE_PASSED = "estimate_passed"
    LATE = "late"
    OUT_OF_STEP = "out_of_step"
    OPENED_OFTEN = "opened_often"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Why an order needs somebody; ``rank`` 1 comes first in the list."""

    rank: int
    why: NeedCode


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts:
    """The facts behind a need that follows from the order alone."""

    status: OrderStatus
    out_of_step: Collection[OutOfStep]

    @property
    def conditions(self) -> frozenset[Condition]:
        """The conditions of the headline and of the parcels."""
        return frozenset({self.status.headline.condition, *(parcel.condition for parcel in self.status.parcels)})

    def has_late(self, reasons: Collection[Reason]) -> bool:
        """Whether a parcel is late for one of the reasons."""
        return any(parcel.condition is Condition.LATE and parcel.reason in reasons for parcel in self.status.parcels)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """The facts behind a need that follows from what the customer does."""

    has_open_answer: bool
    openings_today: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A row: the rank, and whether an order has the need."""

    rank: int
    applies: Callable[[NeedFacts], bool]


@dataclass(frozen=True, slots=True)
class CustomerNeedRow:
    """A row: the rank, and whether what the customer does is a need."""

    rank: int
    applies: Callable[[CustomerFacts], bool]


def first_order_need(status: OrderStatus, out_of_step: Collection[OutOfStep]) -> Need | None:
    """The first need that follows from the order alone."""
    facts = NeedFacts(status=status, out_of_step=out_of_step)
    return _first(Need(rank=row.rank, why=why) for why, row in NEEDS.items() if row.applies(facts))


def first_customer_need(facts: CustomerFacts) -> Need | None:
    """The first need that follows from what the customer does."""
    return _first(Need(rank=row.rank, why=why) for why, row in CUSTOMER_NEEDS.items() if row.applies(facts))


def _first(found: Iterable[Need]) -> Need | None:
    return min(found, key=lambda need: need.rank, default=None)


def _is_answered(facts: CustomerFacts) -> bool:
    return facts.has_open_answer


def _is_opened_often(facts: CustomerFacts) -> bool:
    return facts.openings_today >= FREQUENT_OPENINGS and not facts.is_done


def _has_problem(facts: NeedFacts) -> bool:
    return Condition.PROBLEM in facts.conditions | {back.condition for back in facts.status.returns}


def _is_late_unsent(facts: NeedFacts) -> bool:
    late = (parcel for parcel in facts.status.parcels if parcel.condition is Condition.LATE)
    return any(parcel.reason in _LATE_UNSENT and not parcel.is_past_usual for parcel in late)


_LATE_UNSENT = frozenset({Reason.OLDER_THAN_USUAL, Reason.REQUEST_DECLINED})


def _is_past_usual(facts: NeedFacts) -> bool:
    its_returns = facts.status.returns
    return any(parcel.is_past_usual for parcel in facts.status.parcels) or any(
        back.is_past_usual for back in its_returns
    )


def _is_unscanned(facts: NeedFacts) -> bool:
    return facts.has_late({Reason.NO_SCAN_YET})


def _is_past_estimate(facts: NeedFacts) -> bool:
    return facts.has_late({Reason.ESTIMATE_PASSED})


def _is_late(facts: NeedFacts) -> bool:
    return Condition.LATE in facts.conditions


def _is_out_of_step(facts: NeedFacts) -> bool:
    return bool(facts.out_of_step)


NEEDS: dict[NeedCode, NeedRow] = {
    NeedCode.PROBLEM: NeedRow(2, _has_problem),
    NeedCode.LATE_UNSENT: NeedRow(3, _is_late_unsent),
    NeedCode.PAST_USUAL: NeedRow(4, _is_past_usual),
    NeedCode.NO_SCAN_YET: NeedRow(5, _is_unscanned),
    NeedCode.ESTIMATE_PASSED: NeedRow(6, _is_past_estimate),
    NeedCode.LATE: NeedRow(7, _is_late),  # delayed, stalled, and whatever else is late
    NeedCode.OUT_OF_STEP: NeedRow(8, _is_out_of_step),
}

CUSTOMER_NEEDS: dict[NeedCode, CustomerNeedRow] = {
    NeedCode.ANSWER: CustomerNeedRow(1, _is_answered),
    NeedCode.OPENED_OFTEN: CustomerNeedRow(9, _is_opened_often),
}
