"""An order as typed, frozen data from Shopify, without any interpretation.

Statuses are Shopify's enum values, in capitals, since Shopify may add values: the tables in ``statuses`` give their
meaning. Times are aware and in UTC. ``Order.id`` is the numeric id; the other ids are global ids.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tracking.durations.promises import PromisedStep
from tracking.i18n.text import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of a product: a safe URL and its alternative text."""

    url: str
    alt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGroup:
    """A set that lines are parts of, such as a bundle."""

    id: str
    title: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A product in the order; ``title`` is None where the shop gave it none.

    ``quantity`` counts every unit ever ordered, ``current_quantity`` those that were
    neither refunded nor removed, ``unfulfilled_quantity`` those that are still to be sent. ``selling_plan`` is the
    plan's name; ``is_subscription`` is False where the app may not read subscription contracts. ``product_type`` is the
    shop's own word for what kind of product it is; None where it gives none, the product is deleted, or the app may not
    read products.
    """

    id: str
    title: str | None
    variant: str | None
    sku: str | None
    quantity: int
    current_quantity: int
    unfulfilled_quantity: int
    requires_shipping: bool
    is_gift_card: bool
    selling_plan: str | None
    is_subscription: bool
    group: LineGroup | None
    image: Image | None
    product_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """A number of units of one line."""

    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """Tracking details entered by the shop or a carrier app: each of the three may be missing or wrong."""

    company: str | None
    number: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A carrier's report. ``country`` is Shopify's value, a name or a code."""

    status: str
    happened_at: datetime
    city: str | None
    province: str | None
    country: str | None
    estimated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfillment:
    """A shipment, or items that the shop marked as sent. ``events`` are sorted oldest first.

    ``service`` is the name of the fulfillment service, ``location`` of the shop's location: only its history has them.
    """

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
    service: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryMethod:
    """The delivery method chosen at the checkout, and the delivery days promised there."""

    method: str  # SHIPPING, LOCAL, PICK_UP, PICKUP_POINT, RETAIL, NONE
    name: str | None
    earliest_at: datetime | None
    latest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A location of the shop: a warehouse, or a store for pickup."""

    name: str
    address: str | None
    postcode: str | None
    city: str | None
    country: str | None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfillmentOrder:
    """Units that one location sends by one delivery method.

    ``released_at`` is when its last hold was seen to be released. ``units`` are those still to be sent;
    ``fulfillment_ids`` the shipments made from it; ``can_request`` means that a fulfillment service has not been
    requested to send them.
    """

    id: str
    status: str
    request_status: str
    created_at: datetime | None
    fulfill_at: datetime | None
    fulfill_by: datetime | None
    delivery: DeliveryMethod | None
    holds: tuple[str, ...]  # reasons
    released_at: datetime | None
    location: Location | None
    can_request: bool
    units: tuple[Units, ...]
    fulfillment_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """The result of inspecting returned units: RESTOCKED, NOT_RESTOCKED, PROCESSING_REQUIRED, MISSING."""

    type: str
    quantity: int
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnUnits:
    """Units of one line in a return, and how many of them were refunded."""

    line_id: str | None
    quantity: int
    refunded_quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeItem:
    """A new item in exchange for a returned one; ``line_id`` is its line in the order, where there is one."""

    line_id: str | None
    title: str | None
    variant: str | None
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A return. ``reverse_statuses`` are those of its reverse fulfillment orders; ``label_url`` prints its label.

    ``has_label``: Shopify knows one; in what is kept its address is missing, because it shows the customer's.
    """

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
    has_label: bool = False
    dispositions: tuple[Disposition, ...]
    reverse_statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundUnits:
    """So many units of a line in a refund; ``restock``: CANCEL (never sent), RETURN, NO_RESTOCK, LEGACY_RESTOCK."""

    line_id: str
    quantity: int
    restock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """A movement of money, or an attempt at one, by a payment gateway.

    ``kind`` is SALE, AUTHORIZATION, CAPTURE, VOID, REFUND and so on, ``status`` SUCCESS, PENDING, FAILURE and so on.
    ``is_manual`` is a gateway whose payments the shop records by hand, such as a bank transfer.
    """

    kind: str
    status: str
    gateway: str | None
    is_manual: bool
    processed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """A refund to the customer, which may be of nothing. ``transactions`` move its money."""

    processed_at: datetime
    total: Money | None
    return_id: str | None
    units: tuple[RefundUnits, ...]
    transactions: tuple[Transaction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEdit:
    """A change of the order by the shop. ``added`` and ``removed`` are units; both are 0 where they are not known."""

    happened_at: datetime
    added: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """The destination without street and name; the postcode is only used in links to some carriers."""

    city: str | None
    province: str | None
    country: str | None  # ISO 3166-1 alpha-2
    postcode: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """The day that a page has named by the usual times: until ``last`` a step of ``part`` may still come by itself.

    ``part`` is the public id of a parcel. It is ours, not Shopify's: kept, and no facts move it to an earlier day.
    """

    part: str
    step: PromisedStep
    last: date
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order with all parts that its status depends on.

    ``zone`` is the IANA time zone of the destination, else of the shop; ``shop_region`` is the ISO 3166 code of the
    country that the shop is in, or of the part of it ("SE", "US-CA"). ``closed_at`` is when the shop archived it.
    ``capturable`` is reserved and not taken yet; ``outstanding`` is negative where the shop owes. ``payment_due_at``
    and ``payment_overdue`` come from payment terms. ``gateways`` are the names of the gateways that the customer paid
    with, ``transactions`` the first of the order's, ``edits`` the latest.
    ``fulfillment_orders`` and ``returns`` are empty where the shop granted no scope for them. ``replaced_by`` is the
    name of the order that was made anew after this one was cancelled. ``is_partial`` means that Shopify's response
    lacks a part, ``is_cut`` that the order has more lines or parcels than these. ``named_days`` are those that hold.
    """

    id: str
    name: str
    placed_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str | None
    closed_at: datetime | None
    is_test: bool
    is_edited: bool
    source: str | None  # web, pos, …
    requires_shipping: bool
    locale: str | None
    zone: str
    shop_region: str | None
    financial_status: str | None
    fulfillment_status: str
    return_status: str
    refunded: Money | None
    outstanding: Money | None
    capturable: Money | None
    gateways: tuple[str, ...]
    transactions: tuple[Transaction, ...]
    has_payment_terms: bool
    payment_due_at: datetime | None
    payment_overdue: bool
    destination: Destination | None
    shipping_title: str | None
    lines: tuple[Line, ...]
    fulfillments: tuple[Fulfillment, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    returns: tuple[Return, ...]
    refunds: tuple[Refund, ...]
    edits: tuple[OrderEdit, ...]
    replaced_by: str | None
    is_partial: bool
    is_cut: bool
    named_days: tuple[NamedDay, ...] = ()
