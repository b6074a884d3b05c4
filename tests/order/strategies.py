"""Hypothesis strategies for orders: any status, contradicting counts, missing parts."""

from collections.abc import Iterable
from typing import TypeVar

from hypothesis import strategies as st

from tests.order.builders import TRACKED, ago, money, order, shipment
from tracking.order.model import (
    DeliveryMethod,
    Disposition,
    Event,
    ExchangeItem,
    Fulfillment,
    FulfillmentOrder,
    Line,
    Location,
    OrderEdit,
    Refund,
    RefundUnits,
    Return,
    ReturnUnits,
    Tracking,
    Transaction,
    Units,
)
from tracking.order.statuses import (
    ACTIVE,
    BEFORE_CARRIER,
    CALLED_OFF,
    CAME_BACK,
    CANCELLATIONS,
    DECLINES,
    FULFILLMENT_ORDERS,
    HOLDS,
    INSPECTED,
    NEVER_SENT,
    ORDER_RETURNS,
    PAYMENTS,
    REQUESTS,
    RETURNS,
    ROUTES,
    SHIPMENTS,
    UNSENT,
)

T = TypeVar("T")

OTHER_BOX = Tracking(company="UPS", number="1z 999-AA1 01 2345 6785", url=None)

UNKNOWN = "WAITING_FOR_THE_TIDE"
ZONES = (
    "Pacific/Kiritimati",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "Africa/Cairo",  # its days may begin at 1:00
    "Europe/Stockholm",
    "UTC",
    "America/Santiago",  # likewise
    "America/Los_Angeles",
    "Pacific/Pago_Pago",
)
LINES = ("mug", "lamp", "pdf")
PARCELS = ("first parcel", "second parcel", "third parcel")


def _statuses(table: Iterable[str]) -> st.SearchStrategy[str]:
    return st.sampled_from([*table, UNKNOWN])


def _some(strategy: st.SearchStrategy[T], max_size: int = 3) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=max_size).map(tuple)


_few = st.integers(0, 4)
_moments = st.integers(-48, 60 * 24).map(lambda hours: ago(hours=hours))
_line_ids = st.sampled_from([*LINES, "of another order"])
_money = st.none() | st.sampled_from(["0.00", "49.00"]).map(money)
_units = st.builds(Units, line_id=_line_ids, quantity=_few)
_tracking = st.sampled_from([TRACKED, OTHER_BOX]) | st.builds(
    Tracking, company=st.none(), number=st.none(), url=st.none()
)

events = st.builds(
    Event,
    status=_statuses(SHIPMENTS),
    happened_at=_moments,
    city=st.none() | st.just("Malmö"),
    province=st.none(),
    country=st.none() | st.just("Sweden"),
    estimated_at=st.none() | _moments,
)


def in_order(its_events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(its_events, key=lambda event: event.happened_at))


fulfillments = st.builds(
    Fulfillment,
    id=st.sampled_from(PARCELS),
    status=_statuses(ACTIVE),
    display_status=st.none() | _statuses(SHIPMENTS),
    created_at=_moments,
    updated_at=_moments,
    in_transit_at=st.none() | _moments,
    delivered_at=st.none() | _moments,
    estimated_at=st.none() | _moments,
    requires_shipping=st.booleans(),
    tracking=_some(_tracking, 2),
    events=_some(events, 4).map(in_order),
    units=_some(_units),
)

_methods = st.builds(
    DeliveryMethod,
    method=_statuses(ROUTES),
    name=st.none(),
    earliest_at=st.none() | _moments,
    latest_at=st.none() | _moments,
)
_locations = st.builds(
    Location,
    name=st.just("Harbor shop"),
    address=st.none() | st.just("Quay 1"),
    postcode=st.none(),
    city=st.none() | st.just("Malmö"),
    country=st.just("SE"),
)


_groups = st.builds(
    FulfillmentOrder,
    id=st.sampled_from(["group", "groups", "grouped"]),
    status=_statuses(FULFILLMENT_ORDERS),
    request_status=_statuses(REQUESTS),
    created_at=st.none() | _moments,
    fulfill_at=st.none() | _moments,
    released_at=st.none() | _moments,
    fulfill_by=st.none() | _moments,
    delivery=st.none() | _methods,
    holds=_some(_statuses(HOLDS), 2),
    location=st.none() | _locations,
    can_request=st.booleans(),
    units=_some(_units),
    fulfillment_ids=_some(st.sampled_from(PARCELS), 2),
)


_returns = st.builds(
    Return,
    id=st.sampled_from(["first return", "second return"]),
    status=_statuses(RETURNS),
    created_at=_moments,
    approved_at=st.none() | _moments,
    closed_at=st.none() | _moments,
    decline_reason=st.none() | _statuses(DECLINES),
    units=_some(st.builds(ReturnUnits, line_id=st.none() | _line_ids, quantity=_few, refunded_quantity=_few), 2),
    exchanges=_some(
        st.builds(
            ExchangeItem,
            line_id=st.none() | _line_ids,
            title=st.none() | st.just("Blue mug"),
            variant=st.none(),
            quantity=_few,
        ),
        1,
    ),
    tracking=_some(_tracking, 1),
    label_url=st.none() | st.just("https://example.com/label.pdf"),
    dispositions=_some(st.builds(Disposition, type=_statuses(INSPECTED), quantity=_few, at=st.none() | _moments), 2),
    reverse_statuses=_some(_statuses(CAME_BACK), 1),
)
_gateways = st.sampled_from(["shopify_payments", "Nachnahme", "Pay in store", "Vorkasse", "Faktura", "gift_card", "X"])
_transactions = st.builds(
    Transaction,
    kind=st.sampled_from(["SALE", "AUTHORIZATION", "REFUND"]),
    status=st.sampled_from(["SUCCESS", "PENDING", "FAILURE", UNKNOWN]),
    gateway=st.none() | _gateways,
    is_manual=st.booleans(),
    processed_at=st.none() | _moments,
)
_refunds = st.builds(
    Refund,
    processed_at=_moments,
    total=_money,
    return_id=st.none() | st.just("first return"),
    units=_some(st.builds(RefundUnits, line_id=_line_ids, quantity=_few, restock=_statuses(NEVER_SENT)), 2),
    transactions=_some(_transactions, 2),
)


def _line(line_id: str) -> st.SearchStrategy[Line]:
    return st.builds(
        Line,
        id=st.just(line_id),
        title=st.just(line_id),
        variant=st.none(),
        quantity=_few,
        current_quantity=_few,
        unfulfilled_quantity=_few,
        requires_shipping=st.booleans(),
        is_gift_card=st.booleans(),
        selling_plan=st.sampled_from([None, "Preorder", "Monthly"]),
        is_subscription=st.booleans(),
        group=st.none(),
        image=st.none(),
    )


_edits = st.builds(OrderEdit, happened_at=_moments, added=_few, removed=_few)
_lines = st.tuples(*(st.none() | _line(line_id) for line_id in LINES)).map(
    lambda lines: tuple(line for line in lines if line)
)

orders = st.builds(
    order,
    cancelled_at=st.none() | _moments,
    cancel_reason=st.none() | _statuses(CANCELLATIONS),
    placed_at=_moments,
    is_edited=st.booleans(),
    source=st.sampled_from(["web", "pos", None]),
    zone=st.sampled_from(ZONES),
    shop_region=st.sampled_from([None, "SE", "US-CA", "XX"]),
    financial_status=st.none() | _statuses(PAYMENTS),
    fulfillment_status=_statuses(UNSENT),
    return_status=_statuses(ORDER_RETURNS),
    refunded=_money,
    outstanding=_money,
    capturable=_money,
    gateways=_some(_gateways, 2),
    transactions=_some(_transactions, 2),
    has_payment_terms=st.booleans(),
    payment_due_at=st.none() | _moments,
    payment_overdue=st.booleans(),
    destination=st.none() | st.just(order().destination),
    shipping_title=st.none() | st.just("Standard"),
    lines=_lines,
    fulfillments=st.lists(fulfillments, max_size=3, unique_by=lambda parcel: parcel.id).map(tuple),
    fulfillment_orders=st.lists(_groups, max_size=3, unique_by=lambda group: group.id).map(tuple),
    returns=_some(_returns, 2),
    refunds=_some(_refunds, 2),
    edits=_some(_edits, 2),
)

# Parcels with a carrier event, which overrides the aggregate status.
carried = st.builds(
    shipment,
    display_status=_statuses(sorted(SHIPMENTS.keys() - CALLED_OFF)),
    events=st.lists(events, min_size=1, max_size=4)
    .map(in_order)
    .filter(lambda reported: any(event.status in SHIPMENTS.keys() - BEFORE_CARRIER for event in reported)),
    tracking=_some(_tracking, 1),
)
