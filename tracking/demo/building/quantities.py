"""Counts the units of a demo order: removed, sent and unsent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tracking.demo.building.specs import DemoLine, DemoOrder, DemoParcel, Units, UnsentGroup

LIVE = "SUCCESS"


@dataclass(frozen=True, slots=True)
class Quantities:
    """Counts by line key."""

    ordered: Counter[str]
    removed: Counter[str]
    refunded: Counter[str]
    parcels: tuple[Counter[str], ...]
    unsent_groups: tuple[Counter[str], ...]
    sent: Counter[str]

    def current(self, key: str) -> int:
        """Units that were neither refunded nor removed."""
        return self.ordered[key] - self.removed[key] - self.refunded[key]

    def unsent(self, line: DemoLine) -> int:
        """Units that are still to be sent."""
        if not line.product.is_sent:
            return 0
        return max(0, self.ordered[line.line_key] - self.removed[line.line_key] - self.sent[line.line_key])


def count_quantities(order: DemoOrder) -> Quantities:
    """Count: a parcel or an unsent group without ``units`` contains all units of no other one."""
    ordered = Counter({line.line_key: line.quantity for line in order.lines})
    removed = _removed(order, ordered)
    taken = removed + _sum(parcel.units for parcel in _live(order)) + _sum(part.units for part in order.unsent)
    parcels = tuple(_units(order, part, ordered - taken) for part in order.parcels)
    sent = _sum(units for part, units in zip(order.parcels, parcels, strict=True) if part.fulfillment_status == LIVE)
    remaining = ordered - removed - sent - _sum(part.units for part in order.unsent)
    waiting = tuple(_units(order, part, remaining) for part in order.unsent)
    return Quantities(ordered, removed, _refunded(order), parcels, waiting, sent)


def _live(order: DemoOrder) -> Iterable[DemoParcel]:
    return (parcel for parcel in order.parcels if parcel.fulfillment_status == LIVE)


def _sum(units: Iterable[Units | None]) -> Counter[str]:
    return sum((Counter(some or {}) for some in units), Counter())


def _units(order: DemoOrder, part: DemoParcel | UnsentGroup, remaining: Counter[str]) -> Counter[str]:
    if part.units is not None:
        return Counter(part.units)
    is_shipped = part.is_shipped if isinstance(part, DemoParcel) else part.method != "NONE"
    fitting = {line.line_key for line in order.lines if line.product.is_sent and line.product.is_shipped is is_shipped}
    return Counter({key: count for key, count in remaining.items() if key in fitting})


def _removed(order: DemoOrder, ordered: Counter[str]) -> Counter[str]:
    if order.cancellation:
        return ordered
    refunded = _sum(refund.units for refund in order.refunds if refund.restock == "CANCEL")
    return refunded + Counter(order.removed)


def _refunded(order: DemoOrder) -> Counter[str]:
    return _sum(refund.units for refund in order.refunds if refund.restock != "CANCEL")
