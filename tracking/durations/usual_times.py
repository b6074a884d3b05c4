"""How long each step usually takes in this shop: its median, and what nine of ten do not exceed. Pure.

The steps of the last 90 days count; where those of the last 14 differ, as after a change of the warehouse, they count
alone. A figure is looked up by the narrowest group of ``GROUPS`` that has one; where none has, nothing is known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from math import sqrt
from operator import attrgetter
from typing import Any, Protocol, Self

from tracking.durations.percentiles import LEAST_VALUES, MEDIAN, MOST, percentile
from tracking.durations.steps import GROUPS, IN_WORKING_DAYS, MAX_NAME, TimedStep
from tracking.durations.working_days import holidays_until, working_days_until

DAYS, RECENT_DAYS = 90, 14

RETENTION_DAYS = 30
"""For so long a figure that was replaced is kept: steps that began before go by it."""

MOST_FIGURES = 2_000
"""Those of the most steps: more would be a shop's whole history, not its habits."""

_HALF_DAY, _DAY = 12, 24  # hours
_CERTAIN = 1.95  # of the Kolmogorov-Smirnov test: one of a thousand shops that do not change seems to

Group = tuple[str | None, ...]
"""The values of ``NAMES``; None where the group has any."""

Key = tuple[TimedStep, Group]

NAMES = ("carrier", "shipping_method", "country", "location", "product_type")
"""By what steps are told apart. Another one is added last: rows that were kept without it are of any value of it."""

_LENGTH = 1 + len(NAMES) + 2  # of a row of JSON, without the day of a past one
_LENGTH_WITHOUT_TYPES = _LENGTH - 1  # of a release before 0013
_LENGTH_OF_HOURS = 2  # a carrier, and the hour by which it has scanned

_values = attrgetter(*NAMES)


class EndedStep(Protocol):
    """A step that has ended: its code, the days of the shop on which it began and ended, and the hours between."""

    @property
    def step(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def started_on(self) -> date: ...  # noqa: D102 - likewise
    @property
    def ended_on(self) -> date: ...  # noqa: D102 - likewise
    @property
    def hours(self) -> int: ...  # noqa: D102 - likewise
    @property
    def carrier(self) -> str | None: ...  # noqa: D102 - likewise
    @property
    def shipping_method(self) -> str | None: ...  # noqa: D102 - likewise
    @property
    def country(self) -> str | None: ...  # noqa: D102 - likewise
    @property
    def location(self) -> str | None: ...  # noqa: D102 - likewise
    @property
    def product_type(self) -> str | None: ...  # noqa: D102 - likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualTime:
    """Half of the steps took no longer than ``median``, nine of ten no longer than ``most``.

    Both in half days: of the shop's working days for what the shop does, of 24 hours for what a carrier does, without
    the holidays from Monday to Friday.
    ``names`` are what all of these steps have in common.
    """

    median: int
    most: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualTimes:
    """The figures of a shop, by step and group, and those that they have replaced.

    ``past`` are, by step and group, the figures of before, the newest first, each with the first day that it was no
    longer of; None where there was no figure. ``done_by`` is by which hour of the day carriers have scanned that do so
    at night (see ``scan_hours``).
    """

    figures: Mapping[Key, UsualTime] = field(default_factory=dict)
    past: Mapping[Key, tuple[tuple[date, UsualTime | None], ...]] = field(default_factory=dict)
    done_by: Mapping[str, int] = field(default_factory=dict)

    def of(self, step: TimedStep, begun_on: date | None = None, /, **values: str | None) -> UsualTime | None:
        """The usual time of what has these values, which are ``EndedStep``'s; None where none is known.

        By the figures of the day on which it began, else the newest ones.
        """
        cut = {name: value and value[:MAX_NAME] for name, value in values.items()}
        for names in GROUPS[step]:
            if not all(cut.get(name) for name in names):
                continue  # else it would be compared with a wider group, before the other narrow ones
            if found := self._figure((step, _group(names, cut)), begun_on):
                return found
        return None

    def _figure(self, key: Key, begun_on: date | None) -> UsualTime | None:
        found = self.figures.get(key)
        for until, before in self.past.get(key, ()):
            if begun_on is None or begun_on >= until:
                break
            found = before
        return found

    def after(self, before: Self, today: date) -> Self:
        """These in place of those of ``before``, from tomorrow on: what has begun by then goes by the older ones.

        The first ones of a shop hold for what has begun, too.
        """
        if not (before.figures or before.past):
            return self
        oldest, tomorrow = today - timedelta(days=RETENTION_DAYS), today + timedelta(days=1)
        past: dict[Key, tuple[tuple[date, UsualTime | None], ...]] = {}
        for key in before.figures.keys() | before.past.keys() | self.figures.keys():
            its_past = tuple(each for each in before.past.get(key, ()) if each[0] > oldest)
            if before.figures.get(key) != self.figures.get(key) and not any(until == tomorrow for until, _ in its_past):
                its_past = ((tomorrow, before.figures.get(key)), *its_past)
            if its_past:
                past[key] = its_past
        return replace(self, past=past)

    def to_json(self) -> list[list[Any]]:
        """A list that ``from_json`` reads; a row of the past has its day as well."""
        now = [[step.value, *group, time.median, time.most] for (step, group), time in self.figures.items()]
        past = [
            [step.value, *group, time and time.median, time and time.most, until.isoformat()]
            for (step, group), rows in self.past.items()
            for until, time in rows
        ]
        return now + past + [[carrier, hour] for carrier, hour in self.done_by.items()]

    @classmethod
    def from_json(cls, rows: object) -> Self:
        """The usual times; none where another release has written them in another form."""
        if not isinstance(rows, list):
            return cls()
        try:
            past: defaultdict[Key, list[tuple[date, UsualTime | None]]] = defaultdict(list)
            figures: dict[Key, UsualTime | None] = {}
            for row in rows:
                if len(row) == _LENGTH_OF_HOURS:
                    continue
                *its, until = row if isinstance(row[-1], str) else (*row, None)
                key, time = _figure(*its)
                if until is None:
                    figures[key] = time
                else:
                    past[key].append((date.fromisoformat(until), time))
            done_by = {str(row[0]): int(row[1]) for row in rows if len(row) == _LENGTH_OF_HOURS}
            return cls(
                done_by=done_by,
                figures={key: time for key, time in figures.items() if time},
                past={key: tuple(its_past) for key, its_past in past.items()},
            )
        except (IndexError, TypeError, ValueError):
            return cls()


class KnownUsualTimes:
    """The usual times as this process has read them last: replaced whole, and read by every rule."""

    __slots__ = ("current",)

    def __init__(self, current: UsualTimes | None = None) -> None:
        self.current = current or UsualTimes()


@dataclass(slots=True)
class _Counts:
    """How often each number of half days occurs, in the last days and before them."""

    recent: Counter[int] = field(default_factory=Counter)
    before: Counter[int] = field(default_factory=Counter)

    def add(self, other: "_Counts") -> None:
        self.recent.update(other.recent)
        self.before.update(other.before)

    @property
    def has_changed(self) -> bool:
        return min(self.recent.total(), self.before.total()) >= LEAST_VALUES and _differ(self.recent, self.before)


def usual_times(steps: Iterable[EndedStep], today: date, region: str | None = None) -> UsualTimes:
    """The usual times on the morning of ``today``; ``region`` is the shop's, whose holidays are left out."""
    groups = _grouped(_counted(steps, today, region))
    changed = {key for key, counts in groups.items() if counts.has_changed}
    figures: list[tuple[int, tuple[TimedStep, Group], UsualTime]] = []
    for key, counts in groups.items():
        wider = _among(changed, key)
        is_recent = bool(wider) and not _keeps_its_past(groups, wider, key)
        values = counts.recent if is_recent else counts.recent + counts.before
        if values.total() >= LEAST_VALUES:
            median, most = percentile(values, MEDIAN), percentile(values, MOST)
            figures.append((values.total(), key, _usual(key[1], median, most)))
    figures.sort(key=lambda figure: -figure[0])
    return UsualTimes(figures={key: time for _, key, time in figures[:MOST_FIGURES]})


def _counted(steps: Iterable[EndedStep], today: date, region: str | None) -> dict[tuple[str, Group], _Counts]:
    """By the step and all that it depends on."""
    found: defaultdict[tuple[str, Group], _Counts] = defaultdict(_Counts)
    for each in steps:
        age = (today - each.ended_on).days
        if 0 <= age < DAYS:
            counts = found[each.step, _values(each)]
            (counts.recent if age <= RECENT_DAYS else counts.before)[_half_days(each, region)] += 1
    return found


def _half_days(ended: EndedStep, region: str | None) -> int:
    """How long it took, at most."""
    if ended.step in IN_WORKING_DAYS:
        return 2 * working_days_until(ended.started_on, ended.ended_on, region)
    hours = ended.hours - _DAY * holidays_until(ended.started_on, ended.ended_on, region)
    return -(-max(0, hours) // _HALF_DAY)


def _grouped(found: Mapping[tuple[str, Group], _Counts]) -> dict[tuple[TimedStep, Group], _Counts]:
    """By every group that they belong to; to none by a value that is not known."""
    groups: defaultdict[tuple[TimedStep, Group], _Counts] = defaultdict(_Counts)
    for (code, its_values), counts in found.items():
        step, values = TimedStep(code), dict(zip(NAMES, its_values, strict=True))
        for names in GROUPS[step]:
            if all(values[name] for name in names):
                groups[step, _group(names, values)].add(counts)
    return groups


def _group(names: Sequence[str], values: Mapping[str, str | None]) -> Group:
    return tuple(values.get(name) if name in names else None for name in NAMES)


def _differ(some: Counter[int], others: Counter[int]) -> bool:
    """Whether they are not of one kind: https://en.wikipedia.org/wiki/Kolmogorov%E2%80%93Smirnov_test ."""
    values = sorted(some.keys() | others.keys())
    distance = max(abs(one - other) for one, other in zip(_shares(some, values), _shares(others, values), strict=True))
    return distance > _CERTAIN * sqrt(1 / some.total() + 1 / others.total())


def _shares(counts: Counter[int], values: Sequence[int]) -> Iterator[float]:
    """The share that does not exceed each value."""
    return (count / counts.total() for count in accumulate(counts[value] for value in values))


def _among(changed: AbstractSet[Key], key: Key) -> list[Key]:
    """The groups among these that are this one, or that it is a part of: looked up, for there may be thousands."""
    step, group = key
    values = dict(zip(NAMES, group, strict=True))
    wider = ((step, _group(names, values)) for names in GROUPS[step] if all(values[name] for name in names))
    return [each for each in wider if each in changed]


def _keeps_its_past(groups: Mapping[Key, _Counts], wider: Iterable[Key], key: Key) -> bool:
    """Whether the group has too few steps to follow a change of ``wider`` ones, and is unlike each of them.

    A product made to order is better known by its own past than by those that now leave the shelf, and a small location
    by its own than by a large one that has moved; unless even its few steps show that it has changed, too.
    """
    its = groups[key]
    if its.recent.total() >= LEAST_VALUES or its.before.total() < LEAST_VALUES:
        return False
    if its.recent and _differ(its.recent, its.before):
        return False
    return all(_differ(its.before, groups[each].before) for each in wider)


def _usual(group: Group, median: int, most: int) -> UsualTime:
    names = tuple(name for name, value in zip(NAMES, group, strict=True) if value)
    return UsualTime(median=median, most=most, names=names)


def _figure(*row: Any) -> tuple[Key, UsualTime | None]:  # noqa: ANN401 - as JSON has it
    """Raises ValueError for another form."""
    if len(row) not in (_LENGTH, _LENGTH_WITHOUT_TYPES):
        raise ValueError(row)
    step, *group, median, most = row
    group += [None] * (_LENGTH - len(row))
    time = None if median is None else _usual(tuple(group), int(median), int(most))
    return (TimedStep(step), tuple(group)), time
