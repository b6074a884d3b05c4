"""A day that moved, in short and as a sentence: "at first Thursday 26 November (shop, 20 November), now …"."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from tracking.durations.promises import Promise, PromisedStep, SaidBy, moves, of_order, of_step
from tracking.i18n.text import Days, Phrase, text
from tracking.order.calendar import day
from tracking.order.promises import Histories
from tracking.order.status_types import OrderStatus, Parcel

MOST_SHOWN = 4
"""Of more days the first is shown, and the last ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDays:
    """The days one after another, the newest last; ``is_cut``: some behind the first are left out.

    ``by`` said the newest one, on the day ``said_on``; ``sentence`` says all of it.
    """

    days: tuple[Days, ...]
    is_cut: bool
    by: Phrase
    said_on: Days
    sentence: Phrase


def moved_days(said: Sequence[Promise], parcels: Sequence[Parcel], zone: str) -> MovedDays | None:
    """Of what was said of one step; None where nothing moved. ``parcels`` are those that it may be about."""
    moved = moves(said)
    if not moved:
        return None
    shown = moved if len(moved) <= MOST_SHOWN else (moved[0], *moved[1 - MOST_SHOWN :])
    first, *between, last = (_part(each, parcels, zone) for each in shown)
    words = [
        text("at first %(days)s (%(who)s, %(day)s)", **first),
        *(text("then %(days)s (%(who)s, %(day)s)", **each) for each in between),
        text("now %(days)s (%(who)s, %(day)s)", **last),
    ]
    return MovedDays(
        days=tuple(Days(each.first, each.last) for each in shown),
        is_cut=len(shown) < len(moved),
        by=speaker(shown[-1].said_by, parcels),
        said_on=_said_on(shown[-1], zone),
        sentence=text(
            "The day has moved: %(days)s.",
            days=reduce(_listed, words),
        ),
    )


def _listed(before: Phrase, after: Phrase) -> Phrase:
    return text("%(before)s, %(after)s", before=before, after=after)


def _part(promise: Promise, parcels: Sequence[Parcel], zone: str) -> dict[str, Days | Phrase]:
    return {
        "days": Days(promise.first, promise.last),
        "who": speaker(promise.said_by, parcels),
        "day": _said_on(promise, zone),
    }


def _said_on(promise: Promise, zone: str) -> Days:
    on = day(promise.said_at, zone)
    return Days(on, on)


_SPEAKERS = {
    SaidBy.CARRIER: text("carrier"),
    SaidBy.SHOP: text("shop"),
    SaidBy.USUAL: text("usual time"),
}


def speaker(said_by: SaidBy, parcels: Sequence[Parcel]) -> Phrase:
    """The source of a promise in words; a carrier by its name where only one can be meant."""
    names = {link.name for parcel in parcels for link in parcel.tracking if link.name}
    if said_by is SaidBy.CARRIER and len(names) == 1:
        return Phrase("%(name)s", values={"name": names.pop()})
    return _SPEAKERS[said_by]


def of_headline(status: OrderStatus, histories: Histories) -> MovedDays | None:
    """Of the day that leads the page: of the arrival, else that on which its only parcel leaves."""
    estimate, alone = status.estimate, status.only_parcel
    if estimate:
        said = of_order(histories, (estimate.first, estimate.last))
        return moved_days(said, status.parcels, status.zone)
    return of_parcel(alone, histories, status.zone) if alone else None


def moved_by_parcel(status: OrderStatus, histories: Histories) -> dict[str, MovedDays]:
    """Of each parcel whose day moved, by its id."""
    found = ((parcel.id, of_parcel(parcel, histories, status.zone)) for parcel in status.parcels)
    return {part: moved for part, moved in found if moved}


def of_parcel(parcel: Parcel, histories: Histories, zone: str) -> MovedDays | None:
    """Of the day that its card shows; None where it shows none."""
    if not (parcel.estimate or parcel.leaves_on):
        return None
    step = PromisedStep.ARRIVE if parcel.estimate else PromisedStep.SEND
    return moved_days(of_step(histories.get(parcel.id, ()), step), [parcel], zone)
