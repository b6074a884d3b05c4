"""How long each step usually takes in this shop: its median, and what nine of ten do not exceed. Pure.

The steps of the last 90 days count; where those of the last 14 differ, as after a change of the warehouse, they count
alone. A figure is looked up by the narrowest group of ``GROUPS`` that has one; where none has, nothing is known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from math import sqrt
from typing import Any, Protocol, Self

from tracking.clock.percentiles import LEAST_VALUES, MEDIAN, MOST, percentile
from tracking.clock.steps import GROUPS, IN_WORKING_DAYS, TimedStep
from tracking.clock.working_days import working_days_until

DAYS, RECENT_DAYS = 90, 14

MOST_FIGURES = 2_000
"""Those of the most steps: more would be a shop's whole history, not its habits."""

_HALF_DAY = 12  # hours
_CERTAIN = 1.95  # of the Kolmogorov-Smirnov test: one of a thousand shops that do not change seems to

Group = tuple[str | None, ...]
"""The values of ``_NAMES``; None where the group has any."""

_NAMES = ("carrier", "shipping_method", "country", "location")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualTime:
    """Half of the steps took no longer than ``median``, nine of ten no longer than ``most``.

    Both in half days: of the shop's working days for what the shop does, of 24 hours for what a carrier does.
    ``names`` are what all of these steps have in common.
    """

    median: int
    most: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualTimes:
    """The figures of a shop, by step and group."""

    figures: Mapping[tuple[TimedStep, Group], UsualTime] = field(default_factory=dict)

    def of(self, step: TimedStep, **values: str | None) -> UsualTime | None:
        """The usual time of what has these values, which are ``EndedStep``'s; None where none is known."""
        for names in GROUPS[step]:
            if found := self.figures.get((step, _group(names, values))):
                return found
        return None

    def to_json(self) -> list[list[Any]]:
        """A list that ``from_json`` reads."""
        return [[step.value, *group, time.median, time.most] for (step, group), time in self.figures.items()]

    @classmethod
    def from_json(cls, rows: object) -> Self:
        """The usual times; none where another release has written them in another form."""
        if not isinstance(rows, list):
            return cls()
        try:
            return cls(figures=dict(_figure(*row) for row in rows))
        except (TypeError, ValueError):
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


def usual_times(steps: Iterable[EndedStep], today: date) -> UsualTimes:
    """The usual times on the morning of ``today``."""
    groups = _grouped(_counted(steps, today))
    changed = {key for key, counts in groups.items() if counts.has_changed}
    figures: list[tuple[int, tuple[TimedStep, Group], UsualTime]] = []
    for key, counts in groups.items():
        values = counts.recent if _is_in_one_of(changed, key) else counts.recent + counts.before
        if values.total() >= LEAST_VALUES:
            median, most = percentile(values, MEDIAN), percentile(values, MOST)
            figures.append((values.total(), key, _usual(key[1], median, most)))
    figures.sort(key=lambda figure: -figure[0])
    return UsualTimes(figures={key: time for _, key, time in figures[:MOST_FIGURES]})


def _counted(steps: Iterable[EndedStep], today: date) -> dict[tuple[str, Group], _Counts]:
    """By the step and all that it depends on."""
    found: defaultdict[tuple[str, Group], _Counts] = defaultdict(_Counts)
    for each in steps:
        age = (today - each.ended_on).days
        if 0 <= age < DAYS:
            counts = found[each.step, (each.carrier, each.shipping_method, each.country, each.location)]
            (counts.recent if age <= RECENT_DAYS else counts.before)[_half_days(each)] += 1
    return found


def _half_days(ended: EndedStep) -> int:
    """How long it took, at most."""
    if ended.step in IN_WORKING_DAYS:
        return 2 * working_days_until(ended.started_on, ended.ended_on)
    return -(-ended.hours // _HALF_DAY)


def _grouped(found: Mapping[tuple[str, Group], _Counts]) -> dict[tuple[TimedStep, Group], _Counts]:
    """By every group that they belong to; to none by a value that is not known."""
    groups: defaultdict[tuple[TimedStep, Group], _Counts] = defaultdict(_Counts)
    for (code, its_values), counts in found.items():
        step, values = TimedStep(code), dict(zip(_NAMES, its_values, strict=True))
        for names in GROUPS[step]:
            if all(values[name] for name in names):
                groups[step, _group(names, values)].add(counts)
    return groups


def _group(names: Sequence[str], values: Mapping[str, str | None]) -> Group:
    return tuple(values.get(name) if name in names else None for name in _NAMES)


def _differ(some: Counter[int], others: Counter[int]) -> bool:
    """Whether they are not of one kind: https://en.wikipedia.org/wiki/Kolmogorov%E2%80%93Smirnov_test ."""
    values = sorted(some.keys() | others.keys())
    distance = max(abs(one - other) for one, other in zip(_shares(some, values), _shares(others, values), strict=True))
    return distance > _CERTAIN * sqrt(1 / some.total() + 1 / others.total())


def _shares(counts: Counter[int], values: Sequence[int]) -> Iterator[float]:
    """The share that does not exceed each value."""
    return (count / counts.total() for count in accumulate(counts[value] for value in values))


def _is_in_one_of(changed: Iterable[tuple[TimedStep, Group]], key: tuple[TimedStep, Group]) -> bool:
    """Whether the group is one of these, or a part of one."""
    step, group = key
    return any(
        its_step is step and all(value in (None, mine) for value, mine in zip(wider, group, strict=True))
        for its_step, wider in changed
    )


def _usual(group: Group, median: int, most: int) -> UsualTime:
    names = tuple(name for name, value in zip(_NAMES, group, strict=True) if value)
    return UsualTime(median=median, most=most, names=names)


def _figure(step: str, *row: Any) -> tuple[tuple[TimedStep, Group], UsualTime]:  # noqa: ANN401 - as JSON has it
    *group, median, most = row
    return (TimedStep(step), tuple(group)), _usual(tuple(group), int(median), int(most))
