"""Counts an order's parcels, parts to pick up and items in a sentence: "1 of 3 parcels delivered, 1 on its way".

A shipment with several numbers is as many parcels. A part picked up at the shop is no parcel, and is not sent.
"""

from collections.abc import Callable, Iterable, Sequence

from tracking.i18n.text import Phrase, counted, text
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Route, Stage

_ON_THE_WAY = (Stage.SHIPPED, Stage.OUT_FOR_DELIVERY)


def are_for_pickup(parcels: Sequence[Parcel]) -> bool:
    """Whether all of them are picked up at the shop."""
    return all(parcel.route is Route.PICKUP for parcel in parcels)


def includes_pickup(parcels: Sequence[Parcel]) -> bool:
    """Whether one of them is picked up at the shop."""
    return any(parcel.route is Route.PICKUP for parcel in parcels)


def parcel_counts(carried: Sequence[Parcel]) -> Phrase:
    """The number of parcels by stage."""
    partly = [parcel for parcel in carried if parcel.reason is Reason.PARTLY_DELIVERED]
    refunded = _boxes(carried, lambda parcel: parcel.reason is Reason.PAY_REFUNDED)
    others = [parcel for parcel in carried if parcel.reason not in (Reason.PARTLY_DELIVERED, Reason.PAY_REFUNDED)]
    silent = _boxes(others, _is_silent)
    others = [parcel for parcel in others if not _is_silent(parcel)]
    done = _boxes(others, lambda parcel: parcel.stage in ARRIVED) + len(partly)
    moving = _boxes(others, lambda parcel: parcel.stage in _ON_THE_WAY)
    ready = _boxes(others, lambda parcel: parcel.stage is Stage.READY_FOR_PICKUP)
    preparing = _boxes(others, lambda _: True) - (done - len(partly)) - moving - ready
    total = sum(parcel.box_count for parcel in carried)
    counts = (
        (done, _done(carried, done, total, is_at_least=bool(partly))),
        (moving, counted("%(count)s on its way", "%(count)s on their way", moving)),
        (ready, counted("%(count)s ready for pickup", "%(count)s ready for pickup", ready)),
        (preparing, counted("%(count)s being prepared", "%(count)s being prepared", preparing)),
        (silent, counted("%(count)s without news", "%(count)s without news", silent)),
        (refunded, counted("%(count)s refunded", "%(count)s refunded", refunded)),
    )
    first, *rest = [phrase for number, phrase in counts if number]
    if not done:
        first = text("%(parcels)s: %(first)s", parcels=_total(carried, total), first=first)
    return _joined(first, rest)


# It is not known whether these are still on their way or waiting.
_SILENT = frozenset({Reason.STALLED, Reason.MAYBE_LOST, Reason.PICKUP_OVER, Reason.SHOULD_HAVE_ARRIVED})


def _is_silent(parcel: Parcel) -> bool:
    """Whether the present tense no longer holds for it: it may not be said to be on its way, or ready."""
    is_over = parcel.condition is Condition.DONE and parcel.stage not in ARRIVED
    return parcel.reason in _SILENT or is_over


def _boxes(parcels: Sequence[Parcel], matches: Callable[[Parcel], bool]) -> int:
    return sum(parcel.box_count for parcel in parcels if matches(parcel))


def _total(carried: Sequence[Parcel], total: int) -> Phrase:
    if includes_pickup(carried):
        return counted("%(count)s part", "%(count)s parts", total)
    return counted("%(count)s parcel", "%(count)s parcels", total)


def _done(carried: Sequence[Parcel], done: int, total: int, *, is_at_least: bool) -> Phrase:
    if are_for_pickup(carried):
        return counted(
            "%(done)s of %(count)s part picked up", "%(done)s of %(count)s parts picked up", total, done=done
        )
    if includes_pickup(carried):
        return counted("%(done)s of %(count)s part with you", "%(done)s of %(count)s parts with you", total, done=done)
    if is_at_least:
        return counted(
            "At least %(done)s of %(count)s parcel delivered",
            "At least %(done)s of %(count)s parcels delivered",
            total,
            done=done,
        )
    return counted(
        "%(done)s of %(count)s parcel delivered", "%(done)s of %(count)s parcels delivered", total, done=done
    )


def _joined(first: Phrase, rest: list[Phrase]) -> Phrase:
    for then in rest:
        first = text("%(first)s, %(then)s", first=first, then=then)
    return first


def count_items(parcels: Iterable[Parcel], *, only_sent: bool = False) -> int:
    """The units in the parcels that are carried, or in those of them that were sent."""
    matching = (parcel for parcel in parcels if parcel.is_carried and (parcel.sent or not only_sent))
    return sum(item.quantity for parcel in matching for item in parcel.items)


def items_sent(carried: Sequence[Parcel]) -> Phrase:
    """The number of items sent or ready, "2 of 3 items sent so far.": a verb would have to agree with both numbers."""
    total, sent = count_items(carried), count_items(carried, only_sent=True)
    if are_for_pickup(carried):
        return counted(
            "%(sent)s of %(count)s item ready or picked up.",
            "%(sent)s of %(count)s items ready or picked up.",
            total,
            sent=sent,
        )
    if includes_pickup(carried):
        return counted(
            "%(sent)s of %(count)s item sent or ready for pickup.",
            "%(sent)s of %(count)s items sent or ready for pickup.",
            total,
            sent=sent,
        )
    return counted(
        "%(sent)s of %(count)s item sent so far.",
        "%(sent)s of %(count)s items sent so far.",
        total,
        sent=sent,
    )
