"""The days that a customer was promised of a parcel, by whom and when: pure.

A history of promises is a function of those that were kept and of those that the order itself states now.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

A_SLIP = timedelta(minutes=10)
"""A day that was put right as soon as that was hardly read by anybody, and did not move."""


class PromisedStep(StrEnum):
    """The event of the promised day: the parcel leaves, or arrives, also at the place where it is picked up."""

    SEND = "send"
    ARRIVE = "arrive"


class SaidBy(StrEnum):
    """The source of a promise: the carrier, the shop (also at its checkout), or the usual times.

    The last of these name the day until which it may still come by itself. No plan says that it comes then: such a day
    is kept and counted, and no other day moves it.
    """

    CARRIER = "carrier"
    SHOP = "shop"
    USUAL = "usual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Days, both included, in the time zone of the destination."""

    step: PromisedStep
    first: date
    last: date
    said_by: SaidBy
    said_at: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last one."""
        return self.first, self.last


def history(kept: Iterable[Promise], stated: Sequence[Promise], now: datetime) -> tuple[Promise, ...]:
    """The promises about one step of a parcel, the oldest first: each once, until another one took its place.

    ``stated`` is what the order itself says, the oldest first; the last of it is what holds. It takes the last place
    also where its own time, which is that of the order's data, is before that of something that was kept.
    """
    before = {_statement(each): each for each in stated[:-1]}
    places = {_statement(each): place for place, each in enumerate(stated)}  # of what was said at one moment
    before |= {_statement(each): each for each in kept}
    in_order = sorted(before.items(), key=lambda item: (item[1].said_at, places.get(item[0], -1)))
    said = [*_without_repeats(each for _, each in in_order)]
    current = stated[-1] if stated else None
    if current is None or (said and _is_same(said[-1], current)):
        return tuple(said)
    is_behind = bool(said) and current.said_at <= said[-1].said_at
    return *said, replace(current, said_at=max(now, said[-1].said_at)) if is_behind else current


def moves(said: Sequence[Promise]) -> tuple[Promise, ...]:
    """The days that took each other's place, the oldest first; none where nothing moved.

    A range that only became narrower did not move, and neither did a slip that was put right at once.
    """
    days_said = planned(said)
    stood = [each for each, after in pairwise(days_said) if after.said_at - each.said_at >= A_SLIP]
    days = [*_each_day_once([*stood, *days_said[-1:]])]
    is_moved = any(not before.first <= after.first <= after.last <= before.last for before, after in pairwise(days))
    return tuple(days) if is_moved else ()


def of_order(histories: Mapping[str, Sequence[Promise]], estimate: tuple[date, date] | None) -> tuple[Promise, ...]:
    """The days of arrival that were promised of the order as a whole; ``histories`` are those of its parcels.

    They are those of the parcel whose last promise is the order's ``estimate``; without such a parcel all that were
    said of any.
    """
    days = {part: of_step(planned(said), PromisedStep.ARRIVE) for part, said in histories.items()}
    arrivals = {part: arrival for part, arrival in days.items() if arrival}
    shown = next((part for part in arrivals if arrivals[part][-1].days == estimate), None)
    said = [each for part in ([shown] if shown is not None else arrivals) for each in arrivals[part]]
    return tuple(_each_day_once(sorted(said, key=lambda each: each.said_at)))


def planned(said: Iterable[Promise]) -> tuple[Promise, ...]:
    """Those of a carrier and of the shop: the days on which it was to come."""
    return tuple(each for each in said if each.said_by is not SaidBy.USUAL)


def of_step(said: Iterable[Promise], step: PromisedStep) -> tuple[Promise, ...]:
    """Those that are about this step."""
    return tuple(each for each in said if each.step is step)


def _without_repeats(said: Iterable[Promise]) -> Iterator[Promise]:
    last = None
    for each in said:
        if last is None or not _is_same(last, each):
            yield each
        last = each


def _statement(promise: Promise) -> tuple[object, ...]:
    return *promise.days, promise.said_by, promise.said_at


def _is_same(one: Promise, other: Promise) -> bool:
    return (one.days, one.said_by) == (other.days, other.said_by)


def _each_day_once(said: Iterable[Promise]) -> Iterator[Promise]:
    """One after another: what was said again of the same days, also by another source, is no other promise."""
    last = None
    for each in said:
        if last is None or last.days != each.days:
            yield each
        last = each
