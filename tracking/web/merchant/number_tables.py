"""What the page of numbers shows of them: a table and a chart for each thing that they are told apart by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracking.clock.percentiles import LEAST_VALUES
from tracking.i18n.text import Phrase, text
from tracking.merchant.numbers import FigureBy, LateFigure, ShopNumbers, StepFigure
from tracking.order.step_durations import TimedStep
from tracking.web.merchant.bar_chart import BarChart, bar_chart

MOST_ROWS = 12
"""More are in the CSV."""

STEP_TEXTS: Mapping[TimedStep, Phrase] = {
    TimedStep.SENT: text("From payment to shipping"),
    TimedStep.FIRST_SCAN: text("From shipping to the first scan"),
    TimedStep.ARRIVED: text("From the first scan to arrival"),
    TimedStep.REFUNDED: text("From a return’s inspection to its refund"),
}

BY_TEXTS: Mapping[FigureBy, Phrase] = {
    FigureBy.WEEK: text("By week"),
    FigureBy.CARRIER: text("By carrier"),
    FigureBy.COUNTRY: text("By country"),
    FigureBy.LOCATION: text("By location"),
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
            percents = [_percent(row) for row in rows]
            chart = bar_chart([(percent, None) for percent in percents], longest=100)
            yield LateTable(by=by, rows=rows, percents=percents, chart=chart, left_out=len(found) - len(rows))


def _percent(row: LateFigure) -> int | None:
    return round(100 * row.late / row.open) if row.open >= LEAST_VALUES else None
