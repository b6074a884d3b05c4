"""A status in short, to be stored and compared: stage, condition, reason and estimate of the order and of each part."""

from collections.abc import Iterator
from typing import TypedDict

from tracking.order.status_types import Estimate, Headline, OrderStatus, Parcel, ReturnStatus

ORDER = "order"  # the order's key among the ids that ``changed`` returns


class EstimateSummary(TypedDict):
    """Two days in ISO 8601."""

    first: str
    last: str


class StateSummary(TypedDict):
    """Public codes (see ``vocabulary``); ``stage`` is None for a return that was declined or called off."""

    stage: str | None
    condition: str
    reason: str | None
    estimate: EstimateSummary | None


class StatusSummary(TypedDict):
    """An order; its parcels and returns by their public ids. It survives JSON unchanged."""

    order: StateSummary
    parcels: dict[str, StateSummary]
    returns: dict[str, StateSummary]


def summary(status: OrderStatus) -> StatusSummary:
    """The summary of a status: the order's own state is its headline's."""
    return {
        "order": _state(status.headline, status.estimate),
        "parcels": {parcel.id: _state(parcel, parcel.estimate) for parcel in status.parcels},
        "returns": {return_.id: _state(return_, None) for return_ in status.returns},
    }


def changed(before: StatusSummary, after: StatusSummary) -> frozenset[str]:
    """The ids of parcels and returns that differ, are new or are gone; ``ORDER`` where the order itself differs."""
    old, new = dict(_states(before)), dict(_states(after))
    return frozenset(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def _states(short: StatusSummary) -> Iterator[tuple[str, StateSummary]]:
    yield ORDER, short["order"]
    yield from short["parcels"].items()
    yield from short["returns"].items()


def _state(part: Headline | Parcel | ReturnStatus, estimate: Estimate | None) -> StateSummary:
    return {
        "stage": part.stage.value if part.stage else None,
        "condition": part.condition.value,
        "reason": part.reason.value if part.reason else None,
        "estimate": {"first": estimate.first.isoformat(), "last": estimate.last.isoformat()} if estimate else None,
    }
