"""Defines a demo order: the few facts from which its node is derived."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracking.demo.building.destinations import DemoDestination
from tracking.demo.building.relative_time import When

Units = Mapping[str, int]
"""Quantities by line key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product of the shop. ``price`` is in pounds; ``picture`` names a drawing."""

    key: str
    title: str
    price: int
    picture: str
    variant: str | None = None
    is_shipped: bool = True
    is_gift_card: bool = False
    is_sent: bool = True  # False: a tip, which is not fulfilled
    sku: str | None = None
    type: str = ""  # the kind of product, in the shop's words


@dataclass(frozen=True, slots=True)
class DemoLine:
    """A line of the order, identified by the product's key unless it has its own."""

    product: Product
    quantity: int = 1
    key: str = ""
    selling_plan: str | None = None  # of a preorder or a subscription
    is_subscription: bool = False
    set_title: str | None = None  # of the bundle that it is a part of

    @property
    def line_key(self) -> str:
        """The key of this line in parcels, refunds and returns."""
        return self.key or self.product.key


@dataclass(frozen=True, slots=True)
class DemoLocation:
    """A location that sends goods. ``is_supplier``: it must be requested to send."""

    name: str
    address: str
    postcode: str
    city: str
    country: str
    is_supplier: bool = False


@dataclass(frozen=True, slots=True)
class DemoTracking:
    """The tracking info of a parcel."""

    company: str | None
    number: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class DemoScan:
    """A carrier's scan: time, status, place, and estimated delivery."""

    at: When
    status: str
    city: str | None = None
    country: str | None = None
    estimated_at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoParcel:
    """A sent parcel.

    Without ``units`` it contains all units of no other one; ``delivered_at`` is for parcels without a delivery scan.
    """

    sent_at: When
    status: str | None
    units: Units | None = None
    trackings: tuple[DemoTracking, ...] = ()
    scans: tuple[DemoScan, ...] = ()
    estimated_at: When | None = None
    delivered_at: When | None = None
    fulfillment_status: str = "SUCCESS"
    method: str = "SHIPPING"
    location: DemoLocation | None = None
    is_shipped: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsentGroup:
    """Units that are not sent yet.

    Without ``units`` it contains all units of no other one; ``includes_sent``: the parcels of the same location belong
    to the same fulfillment order.
    """

    units: Units | None = None
    status: str = "OPEN"
    request_status: str = "UNSUBMITTED"
    method: str = "SHIPPING"
    promised: tuple[When, When] | None = None
    holds: tuple[str, ...] = ()
    fulfill_at: When | None = None
    location: DemoLocation | None = None
    includes_sent: bool = False


@dataclass(frozen=True, slots=True)
class DemoTransaction:
    """An attempt to move money at a moment, by the gateway of the order unless it has its own."""

    kind: str
    status: str
    at: When | None = None
    gateway: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRefund:
    """A refund: of units (``restock`` CANCEL: they were never sent), or of a round ``amount`` in pounds."""

    at: When
    units: Units = field(default_factory=dict)
    restock: str = "RETURN"
    amount: int | None = None
    status: str = "SUCCESS"  # of its transaction
    gateway: str | None = None  # that pays it, unless it is the order's
    return_index: int | None = None  # which of the order's returns, counted from 0


@dataclass(frozen=True, slots=True)
class DemoExchange:
    """The product that replaces a returned one."""

    product: Product
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReturn:
    """A return."""

    requested_at: When
    units: Units
    status: str = "OPEN"
    approved_at: When | None = None
    closed_at: When | None = None
    decline_reason: str | None = None
    refunded_units: int = 0
    exchanges: tuple[DemoExchange, ...] = ()
    trackings: tuple[DemoTracking, ...] = ()
    label_url: str | None = None
    dispositions: tuple[tuple[str, int, When], ...] = ()
    reverse_status: str = "OPEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEdit:
    """An edit of the order, with the units that it added and removed."""

    at: When
    added: Units = field(default_factory=dict)
    removed: Units = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The cancellation of the whole order."""

    at: When
    reason: str


@dataclass(frozen=True, slots=True)
class DemoPaymentTerms:
    """Deferred payment: "Net 30"."""

    name: str
    days: int
    due_at: When
    is_overdue: bool = False
    completed_at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOrder:
    """An order. ``slug`` names its situation, ``situation`` describes it in a sentence.

    ``unpaid_share`` is the unpaid part, between 0 and 1, negative where the shop owes; ``reserved_share`` is reserved
    and not taken yet. Without ``transactions`` they follow from the financial status. ``removed`` are units that an
    edit removed; ``edits`` tell when, and what was added. ``number`` is its numeric id, unless that follows from the
    name. The ids of its parcels go on after so many ``earlier_parcels``.
    """

    name: str
    slug: str
    situation: str
    email: str | None
    destination: DemoDestination
    placed_at: When
    lines: tuple[DemoLine, ...]
    parcels: tuple[DemoParcel, ...] = ()
    unsent: tuple[UnsentGroup, ...] = ()
    returns: tuple[DemoReturn, ...] = ()
    refunds: tuple[DemoRefund, ...] = ()
    removed: Units = field(default_factory=dict)
    edits: tuple[DemoEdit, ...] = ()
    cancellation: Cancellation | None = None
    financial_status: str = "PAID"
    unpaid_share: float = 0
    reserved_share: float = 0
    gateway: str = "shopify_payments"
    is_manual_gateway: bool = False
    transactions: tuple[DemoTransaction, ...] = ()
    payment_terms: DemoPaymentTerms | None = None
    phone: str | None = None
    shipping_method: str | None = "Standard"
    updated_at: When | None = None
    closed_at: When | None = None
    fulfillment_status: str | None = None
    return_status: str | None = None
    source_name: str = "web"
    is_edited: bool = False
    is_free: bool = False
    is_test: bool = False
    tags: tuple[str, ...] = ()
    number: int | None = None
    earlier_parcels: int = 0
    featured: int = 0  # its rank among the examples on the first page; 0: not among them
