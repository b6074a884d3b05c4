"""The order in which the page shows the parcels: what needs someone first, then what moves, then what has arrived."""

from collections.abc import Iterator
from dataclasses import replace

from tracking.order.status_types import Parcel
from tracking.order.vocabulary import NEEDS_SOMEONE, Condition, Stage

_MOVING = (Stage.OUT_FOR_DELIVERY, Stage.READY_FOR_PICKUP, Stage.SHIPPED)
_WAITING, _PREPARING, _OVER, _ARRIVED, _QUIET = range(
    len(NEEDS_SOMEONE) + len(_MOVING), len(NEEDS_SOMEONE) + len(_MOVING) + 5
)


def in_page_order(parcels: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    """The parcels with their numbers, which are those of the order of creation, sorted as the page shows them."""
    return tuple(sorted(_numbered(parcels), key=_rank))


def _numbered(parcels: tuple[Parcel, ...]) -> Iterator[Parcel]:
    number = 0
    for parcel in parcels:
        number += parcel.is_carried
        yield replace(parcel, number=number) if parcel.is_carried else parcel


def _rank(parcel: Parcel) -> int:
    if parcel.is_quiet:
        return _QUIET
    if parcel.condition is Condition.DONE:
        return _ARRIVED if parcel.has_arrived else _OVER
    if parcel.condition in NEEDS_SOMEONE:
        return NEEDS_SOMEONE.index(parcel.condition)
    if parcel.stage in _MOVING:
        return len(NEEDS_SOMEONE) + _MOVING.index(parcel.stage)
    return _WAITING if parcel.condition is Condition.WAITING else _PREPARING
