"""The life of an order: everything that happens to it, with its time, so that it can be looked at on any day of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime

from tests.judge.payments import PaymentWay
from tracking.demo.building import DemoDestination, DemoLine, DemoLocation, DemoTracking

Quantities = Mapping[str, int]
"""Units by line key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedLine:
    """A line, from the moment at which it belongs to the order."""

    line: DemoLine
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxScan:
    """A carrier's report about one box."""

    at: datetime
    status: str
    estimated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of a shipment, with its number and what was really reported of it."""

    tracking: DemoTracking | None
    scans: tuple[BoxScan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A fulfillment. ``first_status`` stands until the first scan, ``last_status`` from ``ends_at`` on."""

    created_at: datetime
    units: Quantities
    boxes: tuple[Box, ...]
    first_status: str
    last_status: str | None = None
    ends_at: datetime | None = None
    estimated_at: datetime | None = None
    called_off_at: datetime | None = None
    strays: tuple[BoxScan, ...] = ()  # of an earlier parcel with that number, or of a wrong clock
    is_voided: bool = False  # the label alone was called off, and Shopify still counts the units as sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """The state of the units that wait, from a moment on."""

    at: datetime
    status: str = "OPEN"
    request: str = "UNSUBMITTED"
    hold: str | None = None
    fulfill_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A fulfillment order: units that one location sends by one method."""

    units: Quantities
    method: str
    location: DemoLocation | None
    phases: tuple[Phase, ...]
    shipments: tuple[Shipment, ...] = ()
    promised: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOut:
    """Units that an edit took out before they were sent; with a refund where ``is_refunded``."""

    at: datetime
    units: Quantities
    is_refunded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBack:
    """A refund; ``moved_at`` is when the money moved, None where it never does. ``amount`` None is the units' price."""

    at: datetime
    units: Quantities
    moved_at: datetime | None
    restock: str = "RETURN"
    amount: int | None = None
    of_return: int | None = None
    ends_as: str = "SUCCESS"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnStory:
    """A return; a moment is None where that never happens. ``exchange`` is the key of the line that replaces it."""

    requested_at: datetime
    units: Quantities
    approved_at: datetime | None = None
    ended_at: datetime | None = None
    ends_as: str = "CLOSED"
    decline_reason: str | None = None
    label_url: str | None = None
    sent_at: datetime | None = None
    looked_at: datetime | None = None
    found: str = "RESTOCKED"
    exchange: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The whole story of an order, also of what has not happened yet at the moment at which it is looked at."""

    placed_at: datetime
    destination: DemoDestination
    lines: tuple[OrderedLine, ...]
    way: PaymentWay
    groups: tuple[Group, ...]
    paid_at: datetime | None = None
    due_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str = "CUSTOMER"
    taken_out: tuple[TakenOut, ...] = ()
    returns: tuple[ReturnStory, ...] = ()
    money_back: tuple[MoneyBack, ...] = ()
    archived_at: datetime | None = None
    source: str = "web"
    has_fulfillment_orders: bool = True

    @property
    def sources(self) -> tuple[tuple[Shipment, Group], ...]:
        """Every shipment with its group; a cancellation prevents those after it."""
        pairs = ((each, group) for group in self.groups for each in group.shipments)
        return tuple(pair for pair in pairs if not self.cancelled_at or pair[0].created_at < self.cancelled_at)

    @property
    def shipments(self) -> tuple[Shipment, ...]:
        """Those of every group."""
        return tuple(shipment for shipment, _ in self.sources)

    def is_paid_at(self, now: datetime) -> bool:
        """Whether the money was there by then."""
        return self.paid_at is not None and self.paid_at <= now

    def ordered(self, now: datetime) -> Counter[str]:
        """The units that were ever ordered until now, by line key."""
        return Counter({each.line.line_key: each.line.quantity for each in self.lines if each.added_at <= now})

    def price(self, units: Quantities) -> int:
        """The price of these units, in pounds."""
        prices = {each.line.line_key: each.line.product.price for each in self.lines}
        return sum(prices[key] * count for key, count in units.items())

    def refunded(self, now: datetime) -> int:
        """The money that has really gone back, in pounds."""
        return sum(self.amount_of(each) for each in self.money_back if each.moved_at and each.moved_at <= now)

    def amount_of(self, refund: MoneyBack) -> int:
        """The amount of a refund."""
        return self.price(refund.units) if refund.amount is None else refund.amount

    def moments(self) -> list[datetime]:
        """Every moment at which something happens, or is due."""
        return sorted({at for at in _moments(self) if at >= self.placed_at})


def _moments(part: object) -> Iterator[datetime]:
    if isinstance(part, datetime):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _moments(each)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _moments(getattr(part, field.name))
