"""The merchant's numbers: how long orders take, what is late, what was told and asked."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from tracking.database import Transaction, number_counts, promise_counts
from tracking.database.notices import NoticeState
from tracking.database.number_counts import NumberBy
from tracking.durations.percentiles import percentiles
from tracking.durations.steps import BY_PRODUCT_TYPE, TimedStep
from tracking.merchant.promise_figures import PromiseFigure, promise_figures

WEEKS = 13
"""Steps that ended earlier are not kept."""

MONTH = timedelta(days=30)

_WEEK = timedelta(weeks=1)


class FigureBy(StrEnum):
    """The dimension of a figure: a week (by its Monday), or all steps with one value."""

    WEEK = "week"
    CARRIER = "carrier"
    COUNTRY = "country"
    LOCATION = "location"
    PRODUCT_TYPE = "product_type"


@dataclass(frozen=True, slots=True)
class StepFigure:
    """``median`` and ``most`` (90 %) are hours, None of too few steps; ``value`` is empty where it is not known."""

    step: str
    by: str
    value: str
    count: int
    median: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class StepChange:
    """The median hours of the last MONTH and of the one before, of steps with this value."""

    step: str
    by: str
    value: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class LateFigure:
    """How many of the ``open`` orders are late now."""

    by: str
    value: str
    late: int
    open: int


@dataclass(frozen=True, slots=True)
class NewsFigure:
    """Outcomes of the news for customers, or of the shop's own letters, in the week that began on this day (ISO)."""

    week: str
    sent: int
    withheld: int
    failed: int


@dataclass(frozen=True, slots=True)
class OpeningFigure:
    """``times`` is how often pages were opened in the week; ``order_days`` counts an order once a day."""

    week: str
    times: int
    order_days: int


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """``open`` of them are not handled yet."""

    kind: str
    given: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopNumbers:
    """All that was counted, at this moment. The values with the most orders stand first, weeks the newest first."""

    at: datetime
    steps: tuple[StepFigure, ...] = ()
    late: tuple[LateFigure, ...] = ()
    news: tuple[NewsFigure, ...] = ()
    own_letters: tuple[NewsFigure, ...] = ()
    openings: tuple[OpeningFigure, ...] = ()
    answers: tuple[AnswerFigure, ...] = ()
    promises: tuple[PromiseFigure, ...] = ()
    changes: tuple[StepChange, ...] = ()


def count_numbers(transaction: Transaction, now: datetime, zone: tzinfo) -> ShopNumbers:
    """Count all of them; weeks begin on Mondays of the shop's ``zone``."""
    mondays = _mondays(now.astimezone(zone).date())
    since = mondays[0]
    return ShopNumbers(
        at=now,
        steps=tuple(_steps(transaction, since)),
        late=tuple(_late(transaction)),
        news=tuple(_by_week(transaction, number_counts.news_by_week, mondays, zone)),
        own_letters=tuple(_by_week(transaction, number_counts.letters_by_week, mondays, zone)),
        openings=tuple(_openings(transaction, since)),
        answers=tuple(AnswerFigure(*row) for row in number_counts.answers_by_kind(transaction)),
        promises=tuple(promise_figures(promise_counts.since(transaction, since))),
        changes=tuple(_changes(transaction, now.astimezone(zone).date())),
    )


def _mondays(today: date) -> list[date]:
    newest = _monday(today)
    return [newest - number * _WEEK for number in reversed(range(WEEKS))]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _steps(transaction: Transaction, since: date) -> Iterator[StepFigure]:
    by_day = number_counts.hours_by_day(transaction, since=since)
    weeks = [(step, _monday(day).isoformat(), hours, count) for step, day, hours, count in by_day]
    yield from _figures(weeks, FigureBy.WEEK, lambda figure: figure.value)
    for by in NumberBy:
        rows = number_counts.hours_by(transaction, by, since=since)
        values = [(step, value or "", hours, count) for step, value, hours, count in rows if _depends(step, by)]
        if by is NumberBy.PRODUCT_TYPE and not any(value for _, value, _, _ in values):
            continue  # the app may not read it, or the shop gives its products none
        yield from _figures(values, FigureBy(by.value), lambda figure: figure.count)


def _depends(step: str, by: NumberBy) -> bool:
    return by is not NumberBy.PRODUCT_TYPE or step in BY_PRODUCT_TYPE


def _figures(
    rows: Iterable[tuple[str, str, int, int]], by: FigureBy, rank: Callable[[StepFigure], str | int]
) -> Iterator[StepFigure]:
    counted: Mapping[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for step, value, hours, count in rows:
        counted[step, value][hours] += count
    figures = []
    for (step, value), counts in counted.items():
        found = percentiles(counts)
        figures.append(StepFigure(step, by.value, value, found.count, found.median, found.most))
    order = [*TimedStep]
    figures.sort(key=lambda figure: figure.value)
    figures.sort(key=rank, reverse=True)
    return iter(sorted(figures, key=lambda figure: order.index(TimedStep(figure.step))))


def _changes(transaction: Transaction, today: date) -> Iterator[StepChange]:
    """Of values with figures of both months, what has become slower first: by how much of what it took before."""
    this, last = today + timedelta(days=1) - MONTH, today + timedelta(days=1) - 2 * MONTH
    found: list[StepChange] = []
    for by in NumberBy:
        now, before = (
            _medians(number_counts.hours_by(transaction, by, since=since, until=until))
            for since, until in ((this, None), (last, this))
        )
        found += [
            StepChange(step, by.value, value, now[step, value], before[step, value])
            for step, value in now.keys() & before.keys()
        ]
    yield from sorted(found, key=lambda each: (-(each.now + 1) / (each.before + 1), each.step, each.by, each.value))


def _medians(rows: Iterable[tuple[str, str | None, int, int]]) -> dict[tuple[str, str], int]:
    """By step and value: where the value is known, and there are enough of them."""
    counted: Mapping[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for step, value, hours, count in rows:
        if value:
            counted[step, value][hours] += count
    medians = {key: percentiles(counts).median for key, counts in counted.items()}
    return {key: median for key, median in medians.items() if median is not None}


def _late(transaction: Transaction) -> Iterator[LateFigure]:
    for by in number_counts.OF_ORDERS:
        rows = number_counts.late_by(transaction, by)
        yield from sorted(
            (LateFigure(by.value, value or "", late, count) for value, late, count in rows),
            key=lambda figure: (-figure.open, figure.value),
        )


def _by_week(
    transaction: Transaction,
    count_by_week: Callable[[Transaction, list[datetime]], list[tuple[datetime, str, int]]],
    mondays: list[date],
    zone: tzinfo,
) -> Iterator[NewsFigure]:
    begin = [datetime.combine(monday, time(), zone) for monday in mondays]
    counts: Counter[tuple[datetime, str]] = Counter()
    for week, state, count in count_by_week(transaction, begin):
        counts[week, state] += count
    for week in reversed(begin):
        sent, withheld, failed = (
            counts[week, state.value] for state in (NoticeState.SENT, NoticeState.WITHHELD, NoticeState.GIVEN_UP)
        )
        if sent or withheld or failed:
            yield NewsFigure(week.date().isoformat(), sent, withheld, failed)


def _openings(transaction: Transaction, since: date) -> Iterator[OpeningFigure]:
    times: Counter[date] = Counter()
    order_days: Counter[date] = Counter()
    for day, count, orders in number_counts.openings_by_day(transaction, since=since):
        times[_monday(day)] += count
        order_days[_monday(day)] += orders
    for monday in sorted(times, reverse=True):
        yield OpeningFigure(monday.isoformat(), times[monday], order_days[monday])
