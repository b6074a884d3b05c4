"""What is written down of a demo order: the few facts from which everything else follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracking.demo.building.destinations import Place
from tracking.demo.building.relative_time import When

Units = Mapping[str, int]
"""How many of which line, by the line's key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """Something that the shop sells. ``price`` is in pounds; ``picture`` names a drawing."""

    key: str
    title: str
    price: int
    picture: str
    variant: str | None = None
    is_shipped: bool = True
    is_gift_card: bool = False
    is_sent: bool = True  # False: a tip, which nobody sends


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of the order, known by the good's key unless it has its own."""

    good: Good
    quantity: int = 1
    key: str = ""
    plan: str | None = None  # the selling plan of a preorder

    @property
    def name(self) -> str:
        """What parcels, refunds and returns call this line."""
        return self.key or self.good.key


@dataclass(frozen=True, slots=True)
class Site:
    """A place that goods leave from. ``is_supplier`` has to be asked to send."""

    name: str
    address: str
    postcode: str
    city: str
    country: str
    is_supplier: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """What stands on the parcel."""

    company: str | None
    number: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """What the carrier said: when, what, where, and when it should arrive."""

    at: When
    status: str
    city: str | None = None
    country: str | None = None
    expected: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Something sent.

    Without ``units`` it holds all that is not elsewhere; ``arrived`` is for those that came without a scan saying so.
    """

    sent: When
    status: str | None
    units: Units | None = None
    tracks: tuple[Track, ...] = ()
    scans: tuple[Scan, ...] = ()
    expected: When | None = None
    arrived: When | None = None
    state: str = "SUCCESS"
    method: str = "SHIPPING"
    site: Site | None = None
    is_shipped: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something not sent yet.

    Without ``units`` it holds all that is not elsewhere; ``holds_sent`` says that the parcels of the same place
    belong to the same group.
    """

    units: Units | None = None
    status: str = "OPEN"
    request: str = "UNSUBMITTED"
    method: str = "SHIPPING"
    promised: tuple[When, When] | None = None
    holds: tuple[str, ...] = ()
    fulfill_at: When | None = None
    site: Site | None = None
    holds_sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded:
    """Money that went back: for units (``restock`` CANCEL: they were never sent), or a round ``amount`` in pounds."""

    at: When
    units: Units = field(default_factory=dict)
    restock: str = "RETURN"
    amount: int | None = None
    of_return: int | None = None  # which of the order's returns, counted from 0


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What the customer gets instead."""

    good: Good
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """A return."""

    asked: When
    units: Units
    status: str = "OPEN"
    approved: When | None = None
    closed: When | None = None
    declined: str | None = None
    refunded: int = 0
    exchanges: tuple[Exchanged, ...] = ()
    tracks: tuple[Track, ...] = ()
    label: str | None = None
    dispositions: tuple[tuple[str, int, When], ...] = ()
    reverse: str = "OPEN"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The whole order was called off."""

    at: When
    reason: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Payment later: "Net 30"."""

    name: str
    days: int
    due: When
    is_overdue: bool = False
    completed: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """An order. ``slug`` names its situation, ``situation`` says it in a sentence.

    ``unpaid`` is the part still to be paid, between 0 and 1; ``removed`` are units taken out by an edit.
    """

    name: str
    slug: str
    situation: str
    email: str | None
    place: Place
    placed: When
    lines: tuple[Bought, ...]
    parcels: tuple[Parcel, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    returns: tuple[Back, ...] = ()
    refunds: tuple[Refunded, ...] = ()
    removed: Units = field(default_factory=dict)
    cancelled: Cancelled | None = None
    payment: str = "PAID"
    unpaid: float = 0
    terms: Terms | None = None
    phone: str | None = None
    shipping: str | None = "Standard"
    updated: When | None = None
    closed: When | None = None
    fulfillment_status: str | None = None
    return_status: str | None = None
    source: str = "web"
    is_edited: bool = False
    is_free: bool = False
    is_test: bool = False
    featured: int = 0  # its place among the orders offered on the first page; 0: not among them
