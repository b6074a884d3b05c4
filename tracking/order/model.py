"""An order as Shopify tells it, typed: no word is interpreted here.

Statuses stay in Shopify's own words, in capitals, because the set of words is open: the tables in
``statuses`` say what each one means. Times are aware and in UTC. ``Order.id`` is the numeric id; the
other ids only tie the parts together.
"""

from dataclasses import dataclass
from datetime import datetime

from tracking.i18n.text import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of a product: an address that is safe to show, and what it shows."""

    url: str
    alt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A product in the order.

    ``quantity`` counts every unit ever ordered, ``current_quantity`` those that were
    neither refunded nor removed, ``unfulfilled_quantity`` those that are still to be sent.
    """

    id: str
    title: str
    variant: str | None
    quantity: int
    current_quantity: int
    unfulfilled_quantity: int
    requires_shipping: bool
    is_gift_card: bool
    has_selling_plan: bool
    image: Image | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """So many units of one line."""

    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """What the shop or its carrier app wrote down: each of the three may be missing or wrong."""

    company: str | None
    number: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something the carrier reported. ``country`` is as Shopify has it, a name or a code."""

    status: str
    happened_at: datetime
    city: str | None
    province: str | None
    country: str | None
    estimated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfillment:
    """A shipment, or whatever the shop marked as sent. ``events`` stand in the order they happened, oldest first."""

    id: str
    status: str
    display_status: str | None
    created_at: datetime
    updated_at: datetime
    in_transit_at: datetime | None
    delivered_at: datetime | None
    estimated_at: datetime | None
    requires_shipping: bool
    tracking: tuple[Tracking, ...]
    events: tuple[Event, ...]
    units: tuple[Units, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryMethod:
    """How the customer chose to get it, and what was promised at the checkout."""

    method: str  # SHIPPING, LOCAL, PICK_UP, PICKUP_POINT, RETAIL, NONE
    name: str | None
    earliest_at: datetime | None
    latest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place of the shop: a warehouse, or the counter where orders are picked up."""

    name: str
    address: str | None
    postcode: str | None
    city: str | None
    country: str | None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentOrder:
    """A group of units that one location sends one way.

    ``units`` are those still to be sent; ``fulfillment_ids``
    the shipments that came of it; ``can_request`` says that a third party would still have to be asked.
    """

    id: str
    status: str
    request_status: str
    created_at: datetime | None
    fulfill_at: datetime | None
    fulfill_by: datetime | None
    delivery: DeliveryMethod | None
    holds: tuple[str, ...]  # reasons
    location: Location | None
    can_request: bool
    units: tuple[Units, ...]
    fulfillment_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """What became of units that came back: RESTOCKED, NOT_RESTOCKED, PROCESSING_REQUIRED, MISSING."""

    type: str
    quantity: int
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnUnits:
    """So many units of one line that go back, and how many of them were refunded."""

    line_id: str | None
    quantity: int
    refunded_quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeItem:
    """What the customer gets instead."""

    title: str | None
    variant: str | None
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A return. ``reverse_statuses`` are those of its reverse fulfillment orders; ``label_url`` prints its label."""

    id: str
    status: str
    created_at: datetime
    approved_at: datetime | None
    closed_at: datetime | None
    decline_reason: str | None
    units: tuple[ReturnUnits, ...]
    exchanges: tuple[ExchangeItem, ...]
    tracking: tuple[Tracking, ...]
    label_url: str | None
    dispositions: tuple[Disposition, ...]
    reverse_statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundUnits:
    """So many units of a line in a refund; ``restock``: CANCEL (never sent), RETURN, NO_RESTOCK, LEGACY_RESTOCK."""

    line_id: str
    quantity: int
    restock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money that went back."""

    processed_at: datetime
    total: Money | None
    return_id: str | None
    units: tuple[RefundUnits, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where it goes, as coarse as the page shows it; the postcode only opens some carriers' pages."""

    city: str | None
    province: str | None
    country: str | None  # ISO 3166-1 alpha-2
    postcode: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Everything the page is made from.

    ``zone`` is the IANA time zone of the destination, else of the shop. ``payment_due_at`` and
    ``payment_overdue`` come from payment terms. ``fulfillment_orders`` and ``returns`` are empty where the shop
    granted no scope for them. ``is_partial`` says that Shopify left something out of its answer, ``is_cut`` that there
    are more lines or parcels than these.
    """

    id: str
    name: str
    placed_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str | None
    is_test: bool
    is_edited: bool
    source: str | None  # web, pos, …
    requires_shipping: bool
    locale: str | None
    zone: str
    financial_status: str | None
    fulfillment_status: str
    return_status: str
    total: Money | None
    refunded: Money | None
    outstanding: Money | None
    payment_due_at: datetime | None
    payment_overdue: bool
    destination: Destination | None
    shipping_title: str | None
    lines: tuple[Line, ...]
    fulfillments: tuple[Fulfillment, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    returns: tuple[Return, ...]
    refunds: tuple[Refund, ...]
    is_partial: bool
    is_cut: bool
