"""Where each unit of a demo order stands: removed, sent, or waiting."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tracking.demo.building.specs import Bought, Parcel, Sale, Units, Waiting

LIVE = "SUCCESS"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts by line key: all that was ordered, and what became of it."""

    ordered: Counter[str]
    removed: Counter[str]
    taken_back: Counter[str]
    parcels: tuple[Counter[str], ...]
    waiting: tuple[Counter[str], ...]
    sent: Counter[str]

    def current(self, key: str) -> int:
        """Units that were neither refunded nor removed."""
        return self.ordered[key] - self.removed[key] - self.taken_back[key]

    def unsent(self, line: Bought) -> int:
        """Units that are still to be sent."""
        if not line.good.is_sent:
            return 0
        return max(0, self.ordered[line.name] - self.removed[line.name] - self.sent[line.name])


def ledger_of(sale: Sale) -> Ledger:
    """Count: what a parcel or a waiting group does not name is all that nobody else has."""
    ordered = Counter({line.name: line.quantity for line in sale.lines})
    removed = _removed(sale, ordered)
    taken = removed + _sum(parcel.units for parcel in _live(sale)) + _sum(part.units for part in sale.waiting)
    parcels = tuple(_units(sale, part, ordered - taken) for part in sale.parcels)
    sent = _sum(units for part, units in zip(sale.parcels, parcels, strict=True) if part.state == LIVE)
    left = ordered - removed - sent - _sum(part.units for part in sale.waiting)
    waiting = tuple(_units(sale, part, left) for part in sale.waiting)
    return Ledger(ordered, removed, _taken_back(sale), parcels, waiting, sent)


def _live(sale: Sale) -> Iterable[Parcel]:
    return (parcel for parcel in sale.parcels if parcel.state == LIVE)


def _sum(units: Iterable[Units | None]) -> Counter[str]:
    return sum((Counter(some or {}) for some in units), Counter())


def _units(sale: Sale, part: Parcel | Waiting, left: Counter[str]) -> Counter[str]:
    if part.units is not None:
        return Counter(part.units)
    is_shipped = part.is_shipped if isinstance(part, Parcel) else part.method != "NONE"
    fitting = {line.name for line in sale.lines if line.good.is_sent and line.good.is_shipped is is_shipped}
    return Counter({key: count for key, count in left.items() if key in fitting})


def _removed(sale: Sale, ordered: Counter[str]) -> Counter[str]:
    if sale.cancelled:
        return ordered
    refunded = _sum(refund.units for refund in sale.refunds if refund.restock == "CANCEL")
    return refunded + Counter(sale.removed)


def _taken_back(sale: Sale) -> Counter[str]:
    return _sum(refund.units for refund in sale.refunds if refund.restock != "CANCEL")
