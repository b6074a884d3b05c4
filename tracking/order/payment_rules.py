"""The meaning of a financial status, by the evidence of how the order is paid: the first row that applies wins.

A row names the stage that unsent parcels cannot pass before the payment has: None, "by the goods", holds nothing back.
A status without a row here has the meaning of ``statuses.PAYMENTS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto

from tracking.order.allocation import allocate, is_active
from tracking.order.calendar import day
from tracking.order.gateways import GatewayKind, is_processing, payment_means
from tracking.order.model import Order
from tracking.order.partly_delivered import state_of_boxes
from tracking.order.selling_plans import is_deferred
from tracking.order.shipment_state import shipment_state
from tracking.order.statuses import Meaning
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Stage

# A bank transfer takes a few days; after a week the customer is asked to act.
PENDING_LIMIT = timedelta(days=7)


class Detail(Enum):
    """The difference between two states with the same reason: each has sentences of its own."""

    NONE = auto()
    PROCESSING = auto()
    TRANSFER = auto()
    INVOICE = auto()
    REST = auto()  # of which a part has been paid
    AT_WORK = auto()  # the shop works on it all the same
    SILENT = auto()  # the shop's matter, of which the customer is told nothing
    CANCELLED = auto()


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: Shopify's status, the evidence beside it, and what both mean. ``owes``: the customer has to pay now."""

    status: str
    applies: Callable[[Order, datetime], bool]
    meaning: Meaning
    detail: Detail = Detail.NONE
    owes: bool = False


def rule_for(order: Order, now: datetime) -> Rule | None:
    """The first row that applies."""
    return next((rule for rule in RULES if rule.status == order.financial_status and rule.applies(order, now)), None)


# --- evidence ---------------------------------------------------------------------------------------------------------


def _always(_: Order, __: datetime) -> bool:
    return True


def _is_cancelled(order: Order, _: datetime) -> bool:
    return order.cancelled_at is not None


def _pays_on_delivery(order: Order, _: datetime) -> bool:
    return GatewayKind.ON_DELIVERY in payment_means(order).kinds


def _pays_in_the_shop(order: Order, _: datetime) -> bool:
    return GatewayKind.IN_SHOP in payment_means(order).kinds


def _is_paid_on_arrival(order: Order, now: datetime) -> bool:
    """To be paid when it is handed over, which has happened: passing the money on is not the customer's matter."""
    kinds = payment_means(order).kinds
    return not kinds.isdisjoint(_AT_THE_HANDOVER) and is_all_sent(order) and _have_goods_arrived(order, now)


_AT_THE_HANDOVER = frozenset({GatewayKind.ON_DELIVERY, GatewayKind.IN_SHOP})


def _have_goods_arrived(order: Order, now: datetime) -> bool:
    goods = {line.id for line in order.lines if line.requires_shipping}
    return all(
        state_of_boxes(parcel, shipment_state(parcel), now).stage in ARRIVED
        for parcel in order.fulfillments
        if is_active(parcel) and (not parcel.units or any(units.line_id in goods for units in parcel.units))
    )


def _has_terms(order: Order, _: datetime) -> bool:
    return order.has_payment_terms or order.payment_due_at is not None or order.payment_overdue


def _is_overdue(order: Order, now: datetime) -> bool:
    """Past its day: on the day itself there is still time, whatever the hour."""
    if order.payment_due_at is None:
        return order.payment_overdue
    due, today = day(order.payment_due_at, order.zone), day(now, order.zone)
    return due < today or (order.payment_overdue and due != today)


def _is_processing(order: Order, _: datetime) -> bool:
    return is_processing(order)


def _is_paying_at_work(order: Order, now: datetime) -> bool:
    return is_processing(order) and goes_on(order, now)


def _awaits_transfer(order: Order, _: datetime) -> bool:
    """By hand, and neither of a kind that pays later, nor in work: the shop waits for the money."""
    return payment_means(order).by_hand


def _transfer_is_late(order: Order, now: datetime) -> bool:
    return _awaits_transfer(order, now) and _is_past_its_time(order, now)


def _is_past_its_time(order: Order, now: datetime) -> bool:
    return not any(map(is_active, order.fulfillments)) and now - order.placed_at > PENDING_LIMIT


def _goes_on_unpaid(order: Order, now: datetime) -> bool:
    """The shop records the payment by hand, and works on the order: it does not wait for the money."""
    return payment_means(order).by_hand and goes_on(order, now)


def _is_held_for_it(order: Order, _: datetime) -> bool:
    return _shop_waits(order)


def _waits_past_its_time(order: Order, now: datetime) -> bool:
    return _shop_waits(order) and now - order.placed_at > PENDING_LIMIT


def _is_invoiced(order: Order, _: datetime) -> bool:
    means = payment_means(order)
    return GatewayKind.INVOICE_LATER in means.kinds and means.by_hand and not _shop_waits(order)


def _nothing_is_outstanding(order: Order, _: datetime) -> bool:
    return order.outstanding is not None and order.outstanding.amount <= 0


def _costs_nothing_more(order: Order, _: datetime) -> bool:
    """An edit has taken out all that was to be paid."""
    return order.is_edited and order.outstanding is not None and order.outstanding.amount == 0


def _is_reserved(order: Order, _: datetime) -> bool:
    """The shop takes the rest when it sends: what is reserved covers what is outstanding."""
    if order.outstanding is None or order.capturable is None:
        return False
    return Decimal(0) < order.outstanding.amount <= order.capturable.amount


def is_all_sent(order: Order) -> bool:
    """Whether no goods wait to be sent, and some were sent: what needs no shipping is not waited for beside goods."""
    goods = [line for line in order.lines if line.requires_shipping] or list(order.lines)
    if not any(map(is_active, order.fulfillments)) or any(line.unfulfilled_quantity for line in goods):
        return False
    waiting = allocate(order).waiting  # Shopify counts what is in a voided label as sent
    return not any(line.id in waiting for line in goods)


def _is_all_sent(order: Order, _: datetime) -> bool:
    return is_all_sent(order)


def _has_deposit_plan(order: Order, _: datetime) -> bool:
    """A plan took a part at the checkout, and takes the rest later: unless an edit added to it, or the shop waits.

    https://shopify.dev/docs/apps/build/purchase-options/deferred
    """
    if order.is_edited or _shop_waits(order):
        return False
    planned = [line for line in order.lines if is_deferred(line)]
    waiting = allocate(order).waiting if planned else {}
    return any(line.id in waiting for line in planned)


# FulfillmentOrderRequestStatus and OrderDisplayFulfillmentStatus of goods that are being worked on.
_ACCEPTED = frozenset({"ACCEPTED", "CANCELLATION_REJECTED"})
_IN_WORK = frozenset({"IN_PROGRESS", "PENDING_FULFILLMENT"})


def is_in_work(order: Order) -> bool:
    """Whether the shop or a warehouse works on it, and no hold waits for the payment."""
    if _shop_waits(order):
        return False
    if not order.fulfillment_orders:
        return order.fulfillment_status in _IN_WORK
    return any(each.status == "IN_PROGRESS" or each.request_status in _ACCEPTED for each in order.fulfillment_orders)


def goes_on(order: Order, _: datetime) -> bool:
    """Whether it is in work or sent: evidence that the shop does not wait for the money."""
    return is_in_work(order) or (any(map(is_active, order.fulfillments)) and not _shop_waits(order))


def _is_in_work(order: Order, _: datetime) -> bool:
    return is_in_work(order)


def _shop_waits(order: Order) -> bool:
    return any("AWAITING_PAYMENT" in each.holds for each in order.fulfillment_orders)


# --- the table --------------------------------------------------------------------------------------------------------

_FINE, _WAITING, _ACTION, _DONE = Condition.FINE, Condition.WAITING, Condition.ACTION_NEEDED, Condition.DONE
_BY_THE_GOODS = None

RULES = (
    Rule("PENDING", _is_cancelled, Meaning(Stage.ORDERED, _DONE, Reason.PAY_PENDING), Detail.CANCELLED),
    Rule("PENDING", _costs_nothing_more, Meaning(_BY_THE_GOODS, _DONE, Reason.PAY_PENDING), Detail.CANCELLED),
    Rule("PENDING", _is_overdue, Meaning(_BY_THE_GOODS, _ACTION, Reason.PAY_OVERDUE), owes=True),
    Rule("PENDING", _has_terms, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_LATER)),
    Rule("PENDING", _is_paid_on_arrival, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_ON_DELIVERY), Detail.SILENT),
    Rule("PENDING", _pays_on_delivery, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_ON_DELIVERY)),
    Rule("PENDING", _pays_in_the_shop, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_IN_SHOP)),
    Rule("PENDING", _is_paying_at_work, Meaning(_BY_THE_GOODS, _WAITING, Reason.PAY_PENDING), Detail.PROCESSING),
    Rule("PENDING", _is_processing, Meaning(Stage.ORDERED, _WAITING, Reason.PAY_PENDING), Detail.PROCESSING),
    Rule("PENDING", _is_invoiced, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_LATER), Detail.INVOICE),
    Rule("PENDING", _goes_on_unpaid, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_LATER)),
    Rule("PENDING", _transfer_is_late, Meaning(Stage.ORDERED, _ACTION, Reason.PAY_PENDING), Detail.TRANSFER, owes=True),
    Rule("PENDING", _awaits_transfer, Meaning(Stage.ORDERED, _WAITING, Reason.PAY_PENDING), Detail.TRANSFER, owes=True),
    Rule("PENDING", _waits_past_its_time, Meaning(Stage.ORDERED, _ACTION, Reason.PAY_PENDING), owes=True),
    Rule("PENDING", _is_held_for_it, Meaning(Stage.ORDERED, _WAITING, Reason.PAY_PENDING), owes=True),
    Rule("PENDING", goes_on, Meaning(_BY_THE_GOODS, _WAITING, Reason.PAY_PENDING)),
    Rule("PENDING", _is_past_its_time, Meaning(Stage.ORDERED, _ACTION, Reason.PAY_PENDING), owes=True),
    Rule("AUTHORIZED", _is_cancelled, Meaning(Stage.CONFIRMED, _DONE, Reason.PAY_RESERVED), Detail.CANCELLED),
    Rule("AUTHORIZED", goes_on, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_RESERVED)),
    Rule("PARTIALLY_PAID", _is_cancelled, Meaning(_BY_THE_GOODS, _DONE, Reason.PAY_BALANCE_DUE), Detail.CANCELLED),
    Rule("PARTIALLY_PAID", _nothing_is_outstanding, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_PAID)),
    Rule("PARTIALLY_PAID", _is_reserved, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_RESERVED), Detail.REST),
    Rule("PARTIALLY_PAID", _is_overdue, Meaning(_BY_THE_GOODS, _ACTION, Reason.PAY_OVERDUE), Detail.REST, owes=True),
    Rule("PARTIALLY_PAID", _has_terms, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_LATER), Detail.REST),
    Rule("PARTIALLY_PAID", _is_paid_on_arrival, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_ON_DELIVERY), Detail.SILENT),
    Rule("PARTIALLY_PAID", _pays_on_delivery, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_ON_DELIVERY), Detail.REST),
    Rule("PARTIALLY_PAID", _pays_in_the_shop, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_IN_SHOP), Detail.REST),
    Rule("PARTIALLY_PAID", _is_paying_at_work, Meaning(_BY_THE_GOODS, _WAITING, Reason.PAY_PENDING), Detail.PROCESSING),
    Rule("PARTIALLY_PAID", _is_processing, Meaning(Stage.CONFIRMED, _WAITING, Reason.PAY_PENDING), Detail.PROCESSING),
    Rule("PARTIALLY_PAID", _has_deposit_plan, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_LATER), Detail.REST),
    Rule(
        "PARTIALLY_PAID",
        _is_in_work,
        Meaning(_BY_THE_GOODS, _ACTION, Reason.PAY_BALANCE_DUE),
        Detail.AT_WORK,
        owes=True,
    ),
    Rule("PARTIALLY_PAID", _always, Meaning(Stage.CONFIRMED, _ACTION, Reason.PAY_BALANCE_DUE), owes=True),
    Rule("EXPIRED", _is_cancelled, Meaning(Stage.ORDERED, _DONE, Reason.PAY_EXPIRED), Detail.CANCELLED),
    Rule("EXPIRED", _costs_nothing_more, Meaning(_BY_THE_GOODS, _DONE, Reason.PAY_EXPIRED), Detail.CANCELLED),
    Rule("EXPIRED", _is_all_sent, Meaning(_BY_THE_GOODS, _FINE, Reason.PAY_EXPIRED), Detail.SILENT),
    Rule("EXPIRED", _always, Meaning(Stage.ORDERED, _ACTION, Reason.PAY_EXPIRED), owes=True),
)
