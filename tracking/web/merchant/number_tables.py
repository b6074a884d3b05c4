"""The page of numbers: a table and a chart for each dimension by which they are told apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracking.durations.percentiles import LEAST_VALUES
from tracking.durations.steps import TimedStep
from tracking.i18n.text import Phrase, text
from tracking.merchant.numbers import FigureBy, LateFigure, ShopNumbers, StepChange, StepFigure
from tracking.merchant.promise_figures import PromiseBy, PromiseFigure
from tracking.web.merchant.bar_chart import BarChart, bar_chart

MOST_ROWS = 12
"""More are in the CSV."""

MOST_WAITS = 8

# The dimensions of what a step waits for: the same orders told apart in another way would stand there twice.
_WAITS_FOR = {
    TimedStep.SENT: {FigureBy.LOCATION},
    TimedStep.FIRST_SCAN: {FigureBy.CARRIER},
    TimedStep.ARRIVED: {FigureBy.CARRIER, FigureBy.COUNTRY},
    TimedStep.REFUNDED: {FigureBy.COUNTRY},
}

STEP_TEXTS: Mapping[TimedStep, Phrase] = {
    TimedStep.SENT: text("From payment to shipping"),
    TimedStep.FIRST_SCAN: text("From shipping to the first scan"),
    TimedStep.ARRIVED: text("From the first scan to arrival"),
    TimedStep.REFUNDED: text("From a return’s inspection to its refund"),
}

SAID_TEXTS: Mapping[str, Phrase] = {
    "carrier arrive": text("Arrival: carrier"),
    "shop arrive": text("Arrival: shop"),
    "shop send": text("Shipping: shop"),
    "usual arrive": text("Arrival: usual time"),
    "usual send": text("Shipping: usual time"),
}
"""The source and step of a promise, by the value of a PromiseFigure."""

PROMISE_TEXTS: Mapping[PromiseBy, Phrase] = {
    PromiseBy.WEEK: text("By week"),
    PromiseBy.CARRIER: text("By carrier"),
    PromiseBy.SAID_BY: text("By who said it"),
}

BY_TEXTS: Mapping[FigureBy, Phrase] = {
    FigureBy.WEEK: text("By week"),
    FigureBy.CARRIER: text("By carrier"),
    FigureBy.COUNTRY: text("By country"),
    FigureBy.LOCATION: text("By location"),
    FigureBy.PRODUCT_TYPE: text("By product type"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTable:
    """``left_out`` is how many rows only the CSV has."""

    by: FigureBy
    rows: Sequence[StepFigure]
    chart: BarChart | None
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateTable:
    """``percents`` are of the open orders, beside ``rows``; None: they are too few."""

    by: FigureBy
    rows: Sequence[LateFigure]
    percents: Sequence[int | None]
    chart: BarChart | None
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTable:
    """``percents`` are the shares that were kept, beside ``rows``; None: they are too few."""

    by: PromiseBy
    rows: Sequence[PromiseFigure]
    percents: Sequence[int | None]
    chart: BarChart | None
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTable:
    """The steps that take longer than the month before. ``left_out`` is how many rows only the CSV has."""

    rows: Sequence[StepChange]
    chart: BarChart | None
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitTable:
    """Values of any step, with the longest wait first."""

    rows: Sequence[StepFigure]
    chart: BarChart | None


def step_tables(numbers: ShopNumbers, step: TimedStep) -> Iterator[StepTable]:
    """Of the step, without tables that would be empty."""
    for by in FigureBy:
        found = [row for row in numbers.steps if (row.step, row.by) == (step.value, by.value)]
        rows = found[: len(found) if by is FigureBy.WEEK else MOST_ROWS]
        if any(row.value for row in rows):
            chart = bar_chart([(row.median, row.most) for row in rows])
            yield StepTable(by=by, rows=rows, chart=chart, left_out=len(found) - len(rows))


def late_tables(numbers: ShopNumbers) -> Iterator[LateTable]:
    """Of what is late now, without tables that would be empty."""
    for by in FigureBy:
        found = [row for row in numbers.late if row.by == by.value]
        rows = found[:MOST_ROWS]
        if any(row.late for row in rows):
            percents = [_percent(row.late, row.open) for row in rows]
            chart = bar_chart([(percent, None) for percent in percents], longest=100)
            yield LateTable(by=by, rows=rows, percents=percents, chart=chart, left_out=len(found) - len(rows))


def promise_tables(numbers: ShopNumbers) -> Iterator[PromiseTable]:
    """How often promises were kept, without tables that would be empty."""
    for by in PromiseBy:
        found = [row for row in numbers.promises if row.by == by.value]
        rows = found[: len(found) if by is PromiseBy.WEEK else MOST_ROWS]
        if any(row.value for row in rows):
            percents = [_percent(row.kept, row.count) for row in rows]
            chart = bar_chart([(percent, None) for percent in percents], longest=100)
            yield PromiseTable(by=by, rows=rows, percents=percents, chart=chart, left_out=len(found) - len(rows))


def slower_table(numbers: ShopNumbers) -> ChangeTable | None:
    """The steps that take longer than the month before, by a tenth or more; None where none does."""
    found = [change for change in numbers.changes if 10 * change.now >= 11 * change.before and _is_named(change)]
    rows = found[:MOST_ROWS]
    chart = bar_chart([(row.before, row.now) for row in rows])
    return ChangeTable(rows=rows, chart=chart, left_out=len(found) - len(rows)) if rows else None


def longest_table(numbers: ShopNumbers) -> WaitTable | None:
    """Where orders wait longest, of any step: the values of which one in ten takes the longest."""
    found = [row for row in numbers.steps if row.most is not None and row.value and _is_named(row)]
    rows = sorted(found, key=lambda row: (-(row.most or 0), -(row.median or 0), row.value))[:MOST_WAITS]
    return WaitTable(rows=rows, chart=bar_chart([(row.median, row.most) for row in rows])) if rows else None


def _is_named(row: StepFigure | StepChange) -> bool:
    return row.by in _WAITS_FOR[TimedStep(row.step)]


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole >= LEAST_VALUES else None
