"""How often promises were kept: by week, by the carrier that made them, and by who said what.

By week without the usual times, whose day is the last one before somebody looks into it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracking.database.promise_counts import PromiseOutcome
from tracking.durations.percentiles import percentiles
from tracking.durations.promises import PromisedStep, SaidBy

Counted = Iterable[tuple[PromiseOutcome, int]]
"""Each outcome, and how often there was it."""


class PromiseBy(StrEnum):
    """The dimension of a figure: a week (by its Monday), a carrier's own promises, or who said what."""

    WEEK = "week"
    CARRIER = "carrier"
    SAID_BY = "said_by"


@dataclass(frozen=True, slots=True)
class PromiseFigure:
    """``kept`` of ``count`` promises; nine of ten were late by no more than ``most`` days, None: of too few.

    ``value`` is empty where it is not known; of SAID_BY it is "carrier arrive": who said it, and the step.
    """

    by: str
    value: str
    count: int
    kept: int
    most: int | None


def promise_figures(counted: Counted) -> Iterator[PromiseFigure]:
    """Weeks stand with the newest first, other values with the most promises first."""
    found = [*counted]
    planned = [row for row in found if row[0].said_by != SaidBy.USUAL]
    yield from sorted(_figures(planned, PromiseBy.WEEK, _week), key=lambda figure: figure.value, reverse=True)
    own = [row for row in found if row[0].said_by == SaidBy.CARRIER and row[0].step == PromisedStep.ARRIVE]
    for by, rows, value in ((PromiseBy.CARRIER, own, _carrier), (PromiseBy.SAID_BY, found, _said_by)):
        yield from sorted(_figures(rows, by, value), key=lambda figure: (-figure.count, figure.value))


def _figures(counted: Counted, by: PromiseBy, value_of: Callable[[PromiseOutcome], str]) -> Iterator[PromiseFigure]:
    by_value: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for outcome, count in counted:
        by_value[value_of(outcome)][outcome.days_over] += count
    for value, days in by_value.items():
        found = percentiles(days)
        yield PromiseFigure(by.value, value, found.count, days[0], found.most)


def _week(outcome: PromiseOutcome) -> str:
    return outcome.week.isoformat()


def _carrier(outcome: PromiseOutcome) -> str:
    return outcome.carrier


def _said_by(outcome: PromiseOutcome) -> str:
    return f"{outcome.said_by} {outcome.step}"
