"""The meaning of each of Shopify's statuses: tables only, one row per status.

Shopify may add statuses: one without a row keeps the stage from other evidence, gets the reason ``unknown_status`` and
is logged once. The tables already have the statuses of the 2027 schema.
https://shopify.dev/docs/api/admin-graphql/2026-10/enums/FulfillmentDisplayStatus and its neighbors.
"""

import logging
from dataclasses import dataclass
from functools import lru_cache

from tracking.i18n.text import Phrase, text
from tracking.order.vocabulary import Condition, Reason, Route, Stage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a status: ``stage`` None keeps the stage from other evidence."""

    stage: Stage | None
    condition: Condition
    reason: Reason | None = None


UNKNOWN = Meaning(None, Condition.WAITING, Reason.UNKNOWN_STATUS)

_FINE, _WAITING, _LATE = Condition.FINE, Condition.WAITING, Condition.LATE
_ACTION, _PROBLEM, _DONE = Condition.ACTION_NEEDED, Condition.PROBLEM, Condition.DONE

# OrderDisplayFinancialStatus. The stage caps parcels that are not sent yet; None lets them go on.
PAYMENTS = {
    "PENDING": Meaning(Stage.ORDERED, _WAITING, Reason.PAY_PENDING),
    "AUTHORIZED": Meaning(Stage.CONFIRMED, _FINE, Reason.PAY_RESERVED),
    "PARTIALLY_PAID": Meaning(Stage.CONFIRMED, _ACTION, Reason.PAY_BALANCE_DUE),
    "PAID": Meaning(None, _FINE, Reason.PAY_PAID),
    "EXPIRED": Meaning(Stage.ORDERED, _ACTION, Reason.PAY_EXPIRED),
    "VOIDED": Meaning(Stage.ORDERED, _DONE, Reason.PAY_VOIDED),
    "PARTIALLY_REFUNDED": Meaning(None, _FINE, Reason.PAY_REFUND_PARTIAL),
    "REFUNDED": Meaning(None, _DONE, Reason.PAY_REFUNDED),
}

# OrderDisplayFulfillmentStatus: for pending units without a fulfillment order.
UNSENT = {
    "UNFULFILLED": Meaning(Stage.PREPARING, _FINE),
    "OPEN": Meaning(Stage.PREPARING, _FINE),
    "RESTOCKED": Meaning(Stage.PREPARING, _FINE),
    "PARTIALLY_FULFILLED": Meaning(Stage.PREPARING, _FINE),
    "FULFILLED": Meaning(Stage.PREPARING, _FINE),
    "FULFILLMENT_NOT_REQUIRED": Meaning(Stage.PREPARING, _FINE),
    "IN_PROGRESS": Meaning(Stage.PREPARING, _FINE, Reason.AT_WAREHOUSE),
    "PENDING_FULFILLMENT": Meaning(Stage.PREPARING, _FINE, Reason.AT_WAREHOUSE),
    "ON_HOLD": Meaning(Stage.PREPARING, _WAITING, Reason.HOLD_OTHER),
    "SCHEDULED": Meaning(Stage.PREPARING, _WAITING, Reason.SCHEDULED),
    "REQUEST_DECLINED": Meaning(Stage.PREPARING, _LATE, Reason.REQUEST_DECLINED),
}

# FulfillmentOrderStatus.
FULFILLMENT_ORDERS = {
    "OPEN": Meaning(Stage.PREPARING, _FINE),
    "IN_PROGRESS": Meaning(Stage.PREPARING, _FINE, Reason.AT_WAREHOUSE),
    "SCHEDULED": Meaning(Stage.PREPARING, _WAITING, Reason.SCHEDULED),
    "ON_HOLD": Meaning(Stage.PREPARING, _WAITING, Reason.HOLD_OTHER),
    "INCOMPLETE": Meaning(Stage.PREPARING, _FINE),
    "CLOSED": Meaning(Stage.PREPARING, _FINE),
    "CANCELLED": Meaning(Stage.PREPARING, _FINE),
}

# Fulfillment orders with nothing left to send.
ENDED = frozenset({"CLOSED", "CANCELLED"})

# FulfillmentOrderRequestStatus: the response of the fulfillment service.
REQUESTS = {
    "UNSUBMITTED": Meaning(None, _FINE),
    "SUBMITTED": Meaning(Stage.PREPARING, _FINE, Reason.REQUEST_SENT),
    "ACCEPTED": Meaning(Stage.PREPARING, _FINE, Reason.AT_WAREHOUSE),
    "REJECTED": Meaning(Stage.PREPARING, _LATE, Reason.REQUEST_DECLINED),
    "CANCELLATION_REQUESTED": Meaning(Stage.PREPARING, _WAITING, Reason.REQUEST_STOPPING),
    "CANCELLATION_ACCEPTED": Meaning(None, _FINE),
    "CANCELLATION_REJECTED": Meaning(Stage.PREPARING, _FINE, Reason.AT_WAREHOUSE),
    "CLOSED": Meaning(None, _FINE),
}

# FulfillmentHoldReason. The hold of a few minutes for post-purchase offers has no reason: it is not shown.
HOLDS = {
    "AWAITING_PAYMENT": Meaning(Stage.PREPARING, _ACTION, Reason.HOLD_PAYMENT),
    "AWAITING_RETURN_ITEMS": Meaning(Stage.PREPARING, _WAITING, Reason.HOLD_RETURN_ITEMS),
    "HIGH_RISK_OF_FRAUD": Meaning(Stage.PREPARING, _WAITING, Reason.HOLD_REVIEW),
    "INCORRECT_ADDRESS": Meaning(Stage.PREPARING, _ACTION, Reason.HOLD_ADDRESS),
    "INVENTORY_OUT_OF_STOCK": Meaning(Stage.PREPARING, _WAITING, Reason.HOLD_STOCK),
    "UNKNOWN_DELIVERY_DATE": Meaning(Stage.PREPARING, _WAITING, Reason.HOLD_DATE_UNKNOWN),
    "OTHER": Meaning(Stage.PREPARING, _WAITING, Reason.HOLD_OTHER),
    "ONLINE_STORE_POST_PURCHASE_CROSS_SELL": Meaning(Stage.PREPARING, _FINE),
}

# FulfillmentDisplayStatus and FulfillmentEventStatus: one vocabulary for parcels and their events.
SHIPMENTS = {
    "SUBMITTED": Meaning(Stage.PREPARING, _WAITING, Reason.NO_SCAN_YET),
    "CONFIRMED": Meaning(Stage.PREPARING, _WAITING, Reason.NO_SCAN_YET),
    "MARKED_AS_FULFILLED": Meaning(Stage.PREPARING, _WAITING, Reason.NO_SCAN_YET),
    "LABEL_PURCHASED": Meaning(Stage.PREPARING, _WAITING, Reason.NO_SCAN_YET),
    "LABEL_PRINTED": Meaning(Stage.PREPARING, _WAITING, Reason.NO_SCAN_YET),
    "LABEL_VOIDED": Meaning(Stage.PREPARING, _WAITING, Reason.LABEL_VOIDED),
    "CANCELED": Meaning(Stage.PREPARING, _WAITING, Reason.FULFILLMENT_CANCELLED),
    "FULFILLED": Meaning(Stage.SHIPPED, _FINE, Reason.SEE_CARRIER),
    "CARRIER_PICKED_UP": Meaning(Stage.SHIPPED, _FINE),
    "IN_TRANSIT": Meaning(Stage.SHIPPED, _FINE),
    "DELAYED": Meaning(None, _LATE, Reason.DELAYED),
    "OUT_FOR_DELIVERY": Meaning(Stage.OUT_FOR_DELIVERY, _FINE),
    "ATTEMPTED_DELIVERY": Meaning(Stage.OUT_FOR_DELIVERY, _ACTION, Reason.ATTEMPT_FAILED),
    "READY_FOR_PICKUP": Meaning(Stage.READY_FOR_PICKUP, _ACTION, Reason.AT_PICKUP_POINT),
    "READY_FOR_RECIPIENT_PICKUP": Meaning(Stage.READY_FOR_PICKUP, _ACTION, Reason.AT_PICKUP_POINT),
    "DELIVERED": Meaning(Stage.DELIVERED, _DONE),
    "PICKED_UP": Meaning(Stage.PICKED_UP, _DONE),
    "BUYER_ACTION_REQUIRED": Meaning(None, _ACTION, Reason.BUYER_ACTION),
    "NOT_DELIVERED": Meaning(None, _PROBLEM, Reason.NOT_DELIVERED),
    "FAILURE": Meaning(None, _PROBLEM, Reason.TRACKING_FAILED),
    "RETURNING_TO_SENDER": Meaning(None, _PROBLEM, Reason.RETURNING),
}

# FulfillmentStatus: whether the fulfillment is a parcel.
ACTIVE = {"SUCCESS": True, "OPEN": True, "PENDING": True, "CANCELLED": False, "ERROR": False, "FAILURE": False}

# Display statuses of a parcel that was called off.
CALLED_OFF = frozenset({"LABEL_VOIDED", "CANCELED"})

# Statuses that no event can have (FulfillmentEventStatus lacks them), so that no newer event contradicts them.
ONLY_AGGREGATE = frozenset({"NOT_DELIVERED", "PICKED_UP"})

# Statuses from before a carrier had the parcel: they never override a carrier's.
BEFORE_CARRIER = frozenset(
    {"SUBMITTED", "CONFIRMED", "MARKED_AS_FULFILLED", "LABEL_PURCHASED", "LABEL_PRINTED", "FULFILLED"}
)

# Statuses without a stage that only a carrier with the parcel can report. FAILURE is not among them: it often means a
# number that is unknown to the carrier.
WITH_CARRIER = frozenset({"DELAYED", "BUYER_ACTION_REQUIRED", "NOT_DELIVERED", "RETURNING_TO_SENDER"})

# Statuses of a parcel that waits to be picked up.
READY = frozenset({"READY_FOR_PICKUP", "READY_FOR_RECIPIENT_PICKUP"})

# DeliveryMethodType.
ROUTES = {
    "SHIPPING": Route.SHIP,
    "PICKUP_POINT": Route.PICKUP_POINT,
    "PICK_UP": Route.PICKUP,
    "LOCAL": Route.LOCAL_DELIVERY,
    "NONE": Route.DIGITAL,
    "RETAIL": Route.IN_STORE,
}

# ReturnStatus; OPEN and CLOSED are refined by goods and money (see ``return_state``).
RETURNS = {
    "REQUESTED": Meaning(Stage.REQUESTED, _WAITING, Reason.RETURN_REQUESTED),
    "OPEN": Meaning(Stage.APPROVED, _ACTION, Reason.RETURN_APPROVED),
    "CLOSED": Meaning(Stage.RECEIVED, _DONE, Reason.RETURN_RECEIVED),
    "DECLINED": Meaning(None, _DONE, Reason.RETURN_DECLINED),
    "CANCELED": Meaning(None, _DONE, Reason.RETURN_CANCELLED),
}

# OrderReturnStatus: overrides the state of an open return; None does not.
ORDER_RETURNS: dict[str, Meaning | None] = {
    "NO_RETURN": None,
    "RETURN_REQUESTED": None,
    "IN_PROGRESS": None,
    "INSPECTION_COMPLETE": Meaning(Stage.RECEIVED, _WAITING, Reason.RETURN_INSPECTED),
    "RETURNED": None,
    "RETURN_FAILED": Meaning(None, _PROBLEM, Reason.RETURN_FAILED),
}

# ReverseFulfillmentOrderStatus: whether its units have been received.
CAME_BACK = {"OPEN": False, "CLOSED": True, "CANCELED": False}

# ReverseFulfillmentOrderDispositionType: whether the shop has inspected the unit.
INSPECTED = {"RESTOCKED": True, "NOT_RESTOCKED": True, "PROCESSING_REQUIRED": True, "MISSING": False}

# RefundLineItemRestockType: whether the unit had never been sent.
NEVER_SENT = {"CANCEL": True, "RETURN": False, "NO_RESTOCK": False, "LEGACY_RESTOCK": False}

# For a declined return without a reason, or with an unknown one.
NO_DECLINE_REASON = text("The shop can tell you why.")

# ReturnDeclineReason.
DECLINES: dict[str, Phrase] = {
    "FINAL_SALE": text("It was a final sale, which the shop doesn’t take back."),
    "RETURN_PERIOD_ENDED": text("The return window had closed."),
    "OTHER": NO_DECLINE_REASON,
}

# OrderCancelReason.
CANCELLATIONS = {
    "CUSTOMER": Reason.CANCELLED_CUSTOMER,
    "DECLINED": Reason.CANCELLED_PAYMENT,
    "INVENTORY": Reason.CANCELLED_STOCK,
    "FRAUD": Reason.CANCELLED_OTHER,
    "STAFF": Reason.CANCELLED_OTHER,
    "OTHER": Reason.CANCELLED_OTHER,
}

# The texts of carriers' events in a parcel's history.
EVENTS: dict[str, Phrase] = {
    "SUBMITTED": text("Handed to the warehouse"),
    "CONFIRMED": text("Carrier notified"),
    "MARKED_AS_FULFILLED": text("Packed"),
    "LABEL_PURCHASED": text("Label made"),
    "LABEL_PRINTED": text("Label printed"),
    "LABEL_VOIDED": text("Label canceled"),
    "CANCELED": text("Shipment canceled"),
    "FULFILLED": text("Handed over"),
    "CARRIER_PICKED_UP": text("Picked up by the carrier"),
    "IN_TRANSIT": text("On its way"),
    "DELAYED": text("Delayed"),
    "OUT_FOR_DELIVERY": text("Out for delivery"),
    "ATTEMPTED_DELIVERY": text("Delivery attempted"),
    "READY_FOR_PICKUP": text("Ready for pickup"),
    "READY_FOR_RECIPIENT_PICKUP": text("Ready for pickup"),
    "DELIVERED": text("Delivered"),
    "PICKED_UP": text("Picked up"),
    "BUYER_ACTION_REQUIRED": text("The carrier needs something from you"),
    "NOT_DELIVERED": text("Couldn’t be delivered"),
    "FAILURE": text("The carrier reported a problem"),
    "RETURNING_TO_SENDER": text("On its way back to the shop"),
}
UNKNOWN_EVENT = text("Update from the carrier")


@lru_cache(maxsize=256)
def report_unknown(kind: str, status: str) -> None:
    """Logs a status without a row, once per process, so that the operator notices a new one."""
    log.warning("unknown status of %s: %r, add its row to tracking/order/statuses.py", kind, status[:60])
