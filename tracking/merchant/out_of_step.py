"""Out-of-step findings of an order: two things that Shopify says contradict, or a next step was forgotten.

One row a code: its rule, the probable cause, the step, and where in Shopify's admin it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from tracking.i18n.text import Phrase, text
from tracking.merchant import refund_rules, shipment_rules, unsent_rules
from tracking.merchant.rule_facts import RuleFacts, rule_facts
from tracking.order.archived import is_archived
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.reasons import REASONS
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Reason


class OutOfStepCode(StrEnum):
    """The public code of something out of step."""

    REFUNDED_STILL_OPEN = "refunded_still_open"
    REFUND_OWED = "refund_owed"
    ARCHIVED_UNSENT = "archived_unsent"
    NO_TRACKING_NUMBER = "no_tracking_number"
    UNKNOWN_NUMBER = "unknown_number"
    REQUEST_UNANSWERED = "request_unanswered"
    NOBODY_ASKED = "nobody_asked"
    DOWNLOAD_STUCK = "download_stuck"
    AUTHORIZATION_LAPSING = "authorization_lapsing"
    TILL_ORDER_UNSENT = "till_order_unsent"
    DELIVERED_BUT_MOVING = "delivered_but_moving"
    SERVICE_WARNS = "service_warns"


Rule: TypeAlias = Callable[[RuleFacts], Phrase | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfStepRow:
    """A row: the rule gives the evidence or None; ``place`` is the part of the order's page in Shopify's admin."""

    rule: Rule
    cause: Phrase
    step: Phrase
    place: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfStep:
    """Something out of step, with its evidence, the probable cause, the step and where it is done."""

    code: OutOfStepCode
    evidence: Phrase
    cause: Phrase
    step: Phrase
    place: Phrase


_UNFULFILLED = text("In the order, at the items that are not fulfilled.")
_FULFILLED = text("In the order, at the fulfilled items and their tracking number.")
_PAYMENT = text("In the order, at its payment.")
_ACTIONS = text("In the order, in the menu of further actions at the top.")

ROWS: dict[OutOfStepCode, OutOfStepRow] = {
    OutOfStepCode.REFUNDED_STILL_OPEN: OutOfStepRow(
        rule=unsent_rules.refunded_still_open,
        cause=text("The money or the order was called off, but not the sending: the warehouse may still pack it."),
        step=text("Cancel what is still to be sent, or ask the service that ships for you to stop."),
        place=_UNFULFILLED,
    ),
    OutOfStepCode.REFUND_OWED: OutOfStepRow(
        rule=refund_rules.refund_owed,
        cause=text("The refund was not made yet, or the payment provider refused it."),
        step=text("Refund it from the order, or pay it back in another way and tell the customer."),
        place=_PAYMENT,
    ),
    OutOfStepCode.SERVICE_WARNS: OutOfStepRow(
        rule=unsent_rules.service_warns,
        cause=text("The service that ships for you cannot do it as asked, often for lack of stock."),
        step=REASONS[Reason.REQUEST_DECLINED].merchant_fix,
        place=_UNFULFILLED,
    ),
    OutOfStepCode.REQUEST_UNANSWERED: OutOfStepRow(
        rule=unsent_rules.request_unanswered,
        cause=text("The service that ships for you has not seen the request, or works through older ones."),
        step=text("Ask the service. If it does not answer, cancel the request and send the items another way."),
        place=_UNFULFILLED,
    ),
    OutOfStepCode.NOBODY_ASKED: OutOfStepRow(
        rule=unsent_rules.nobody_asked,
        cause=REASONS[Reason.WAITING_FOR_SUPPLIER].merchant_cause,
        step=REASONS[Reason.WAITING_FOR_SUPPLIER].merchant_fix,
        place=_UNFULFILLED,
    ),
    OutOfStepCode.AUTHORIZATION_LAPSING: OutOfStepRow(
        rule=unsent_rules.authorization_lapsing,
        cause=REASONS[Reason.PAY_RESERVED].merchant_cause,
        step=REASONS[Reason.PAY_RESERVED].merchant_fix,
        place=_PAYMENT,
    ),
    OutOfStepCode.DOWNLOAD_STUCK: OutOfStepRow(
        rule=unsent_rules.download_stuck,
        cause=text("The app that sends downloads has not sent it, or has not told Shopify so."),
        step=text("Send the customer the file or the code, and mark the item as fulfilled."),
        place=_UNFULFILLED,
    ),
    OutOfStepCode.ARCHIVED_UNSENT: OutOfStepRow(
        rule=unsent_rules.archived_unsent,
        cause=text("The order was archived by hand or by an app, and has left the list of open orders."),
        step=text("Unarchive the order, then send the items or refund them."),
        place=_ACTIONS,
    ),
    OutOfStepCode.TILL_ORDER_UNSENT: OutOfStepRow(
        rule=unsent_rules.till_order_unsent,
        cause=text("It looked like a sale over the counter, so it was not packed; or the customer took it along."),
        step=text("Send it, or mark it as fulfilled if the customer has it."),
        place=_UNFULFILLED,
    ),
    OutOfStepCode.DELIVERED_BUT_MOVING: OutOfStepRow(
        rule=shipment_rules.delivered_but_moving,
        cause=text("One of the two scans is wrong, or the carrier has used the number twice."),
        step=text("Ask the carrier where the parcel is, and write to the customer before they ask."),
        place=_FULFILLED,
    ),
    OutOfStepCode.UNKNOWN_NUMBER: OutOfStepRow(
        rule=shipment_rules.unknown_number,
        cause=text("The number or the carrier is mistyped, or the parcel was never handed over."),
        step=text("Compare both with the label and correct them. If they are right, look for the parcel."),
        place=_FULFILLED,
    ),
    OutOfStepCode.NO_TRACKING_NUMBER: OutOfStepRow(
        rule=shipment_rules.no_tracking_number,
        cause=text("It went as a letter, or the number was left out."),
        step=REASONS[Reason.NO_TRACKING].merchant_fix,
        place=_FULFILLED,
    ),
}
"""The most urgent first: goods that go out wrongly, money that is owed, what nobody sends, then wrong tracking."""


def out_of_step(order: Order, status: OrderStatus, now: datetime, policy: Policy) -> tuple[OutOfStep, ...]:
    """Everything out of step at ``now``, the most urgent first; nothing in an order that is over (see ``archived``)."""
    if is_archived(order, now):
        return ()
    facts = rule_facts(order, status, now, policy)
    return tuple(
        OutOfStep(code=code, evidence=evidence, cause=row.cause, step=row.step, place=row.place)
        for code, row in ROWS.items()
        if (evidence := row.rule(facts))
    )
