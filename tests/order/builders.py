"""Builders of orders: every part has defaults, a test passes only the fields it is about."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zlib import crc32

from tracking.carriers import Carriers
from tracking.i18n.text import Country, Days, Money, Phrase, Value
from tracking.order.model import (
    DeliveryMethod,
    Destination,
    Disposition,
    Event,
    ExchangeItem,
    Fulfillment,
    FulfillmentOrder,
    Line,
    Location,
    Order,
    OrderEdit,
    Refund,
    RefundUnits,
    Return,
    ReturnUnits,
    Tracking,
    Transaction,
    Units,
)
from tracking.order.status import Policy, order_status
from tracking.order.status_types import OrderStatus, Parcel, ReturnStatus

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday, noon
PLACED = NOW - timedelta(days=1)
ZONE = "Europe/Stockholm"


def ago(days: float = 0, hours: float = 0) -> datetime:
    return NOW - timedelta(days=days, hours=hours)


def ahead(days: float = 0, hours: float = 0) -> datetime:
    return NOW + timedelta(days=days, hours=hours)


def money(amount: str, currency: str = "SEK") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def units(quantity: int = 1, line_id: str = "mug") -> Units:
    return Units(line_id=line_id, quantity=quantity)


line = partial(
    replace,
    Line(
        id="mug",
        title="Mug",
        variant=None,
        sku=None,
        quantity=1,
        current_quantity=1,
        unfulfilled_quantity=1,
        requires_shipping=True,
        is_gift_card=False,
        selling_plan=None,
        is_subscription=False,
        group=None,
        image=None,
    ),
)

TRACKED = Tracking(company="UPS", number="1Z999AA10123456784", url=None)


def event(
    status: str, happened_at: datetime, *, estimated_at: datetime | None = None, city: str | None = None
) -> Event:
    return Event(
        status=status, happened_at=happened_at, city=city, province=None, country=None, estimated_at=estimated_at
    )


_SHIPMENT = Fulfillment(
    id="parcel",
    status="SUCCESS",
    display_status="FULFILLED",
    created_at=ago(hours=3),
    updated_at=ago(hours=3),
    in_transit_at=None,
    delivered_at=None,
    estimated_at=None,
    requires_shipping=True,
    tracking=(TRACKED,),
    events=(),
    units=(units(),),
)


def numbered(shipment_id: str) -> Tracking:
    """Tracking details that only the shipment with this id has."""
    return TRACKED if shipment_id == _SHIPMENT.id else replace(TRACKED, number=f"1Z{crc32(shipment_id.encode()):010}")


def shipment(**changes: Any) -> Fulfillment:  # noqa: ANN401 - the fields of a Fulfillment
    """One mug that was sent three hours ago with a number, without events. Each id has its own number."""
    made = replace(_SHIPMENT, **changes)
    return made if "tracking" in changes else replace(made, tracking=(numbered(made.id),))


method = partial(replace, DeliveryMethod(method="SHIPPING", name=None, earliest_at=None, latest_at=None))
place = partial(replace, Location(name="Harbor shop", address="Quay 1", postcode="211 20", city="Malmö", country="SE"))

# A group of one mug that is to be sent from Malmö.
group = partial(
    replace,
    FulfillmentOrder(
        id="group",
        status="OPEN",
        request_status="UNSUBMITTED",
        created_at=PLACED,
        fulfill_at=None,
        fulfill_by=None,
        delivery=method(),
        holds=(),
        released_at=None,
        location=place(),
        can_request=False,
        units=(units(),),
        fulfillment_ids=(),
    ),
)

# An approved return of one mug.
order_return = partial(
    replace,
    Return(
        id="return",
        status="OPEN",
        created_at=ago(days=2),
        approved_at=ago(days=1),
        closed_at=None,
        decline_reason=None,
        units=(ReturnUnits(line_id="mug", quantity=1, refunded_quantity=0),),
        exchanges=(),
        tracking=(),
        label_url=None,
        dispositions=(),
        reverse_statuses=(),
    ),
)

refund = partial(
    replace, Refund(processed_at=ago(hours=1), total=money("49.00"), return_id=None, units=(), transactions=())
)

# A change of what is not known.
edit = partial(replace, OrderEdit(happened_at=ago(hours=1), added=0, removed=0))

_ORDER = Order(
    id="1",
    name="#1001",
    placed_at=PLACED,
    updated_at=PLACED,
    cancelled_at=None,
    cancel_reason=None,
    closed_at=None,
    is_test=False,
    is_edited=False,
    source="web",
    requires_shipping=True,
    locale="en",
    zone=ZONE,
    shop_region=None,
    financial_status="PAID",
    fulfillment_status="UNFULFILLED",
    return_status="NO_RETURN",
    refunded=money("0.00"),
    outstanding=money("0.00"),
    capturable=money("0.00"),
    gateways=("shopify_payments",),
    transactions=(),
    has_payment_terms=False,
    payment_due_at=None,
    payment_overdue=False,
    destination=Destination(city="Lund", province=None, country="SE", postcode="222 22"),
    shipping_title="Standard",
    lines=(line(),),
    fulfillments=(),
    fulfillment_orders=(),
    returns=(),
    refunds=(),
    edits=(),
    replaced_by=None,
    is_partial=False,
    is_cut=False,
)


def order(**changes: Any) -> Order:  # noqa: ANN401 - the fields of an Order
    """Paid yesterday, or before its shipments unless it has a day of its own; one mug, not sent yet."""
    made = replace(_ORDER, **changes)
    if "placed_at" in changes:
        return made
    shipped = [at for its in made.fulfillments for at in (its.created_at, *(each.happened_at for each in its.events))]
    return replace(made, placed_at=min([PLACED, *shipped]))


# An order whose mug was sent.
sent = partial(
    order,
    fulfillment_status="FULFILLED",
    lines=(line(unfulfilled_quantity=0),),
    fulfillments=(shipment(),),
)

download = partial(line, id="pdf", title="Pattern", requires_shipping=False)

# A line of which nothing is delivered.
insurance = partial(line, id="insurance", title="Parcel insurance", requires_shipping=False)

policy = partial(Policy, carriers=Carriers.built_in(), downloads=("Pattern",))


def refunded_units(quantity: int, restock: str, line_id: str = "mug") -> RefundUnits:
    return RefundUnits(line_id=line_id, quantity=quantity, restock=restock)


def disposition(kind: str = "RESTOCKED", at: datetime | None = None, quantity: int = 1) -> Disposition:
    return Disposition(type=kind, quantity=quantity, at=at)


def exchange_item(title: str | None = "Blue mug", line_id: str | None = None) -> ExchangeItem:
    return ExchangeItem(line_id=line_id, title=title, variant=None, quantity=1)


def transaction(
    kind: str = "SALE",
    status: str = "PENDING",
    gateway: str | None = "shopify_payments",
    *,
    is_manual: bool = False,
    at: datetime | None = None,
) -> Transaction:
    return Transaction(kind=kind, status=status, gateway=gateway, is_manual=is_manual, processed_at=at)


def repaid(status: str, gateway: str = "shopify_payments") -> Transaction:
    """The transaction of a refund."""
    return transaction("REFUND", status, gateway)


def by_hand(gateway: str, **changes: object) -> Order:
    """An unpaid order, whose payment the shop records by hand under a name of its own."""
    awaited = transaction("SALE", "PENDING", gateway, is_manual=True)
    unpaid = {"financial_status": "PENDING", "outstanding": money("49.00")}
    return order(**{"gateways": (gateway,), "transactions": (awaited,)} | unpaid | changes)


def status_of(its_order: Order, now: datetime = NOW, its_policy: Policy | None = None) -> OrderStatus:
    """The status of an order."""
    return order_status(its_order, now, its_policy or policy())


def parcel_of(its_order: Order, now: datetime = NOW, its_policy: Policy | None = None) -> Parcel:
    """The only parcel of an order."""
    (parcel,) = status_of(its_order, now, its_policy).parcels
    return parcel


def parcel_reported(display_status: str | None, *events: Event, tracking: tuple[Tracking, ...] = (TRACKED,)) -> Parcel:
    """The parcel of a shipment with an aggregate status and events."""
    return parcel_of(sent(fulfillments=(shipment(display_status=display_status, events=events, tracking=tracking),)))


def return_of(its_order: Order) -> ReturnStatus:
    """The only return of an order."""
    (return_,) = status_of(its_order).returns
    return return_


def english(phrase: Phrase) -> str:
    """A phrase in English, its source language."""
    message = phrase.message if phrase.plural is None or phrase.count == 1 else phrase.plural
    values = {name: _as_text(value) for name, value in phrase.values.items()}
    return message % ({"count": str(phrase.count)} | values)


def _as_text(value: Value) -> str:
    match value:
        case Phrase():
            return english(value)
        case time():
            return value.isoformat("minutes")
        case Days(first, last):
            return f"{first} to {last}"
        case Money(amount=amount, currency=currency):
            return f"{amount} {currency}"
        case Country(code):
            return f"<{code}>"
        case date() | str() | int():
            return str(value)


def phrases(value: object) -> Iterator[Phrase]:
    """Every phrase in a part of a status, nested ones too."""
    if isinstance(value, Phrase):
        yield value
        yield from phrases(tuple(value.values.values()))
    elif is_dataclass(value):
        for field in fields(value):
            yield from phrases(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from phrases(part)
