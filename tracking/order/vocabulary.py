"""The public codes in JSON, CSS classes and emails, the same in every language."""

from enum import StrEnum


class Condition(StrEnum):
    """The condition of a parcel, return or order: shown as color, icon and text together."""

    FINE = "fine"
    WAITING = "waiting"  # nothing is wrong, something has to happen first
    LATE = "late"
    ACTION_NEEDED = "action_needed"  # the customer must do something
    PROBLEM = "problem"  # the shop or the carrier must
    DONE = "done"  # nothing more will happen


class Stage(StrEnum):
    """A step on the progress bar of a route."""

    ORDERED = "ordered"
    CONFIRMED = "confirmed"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    READY_FOR_PICKUP = "ready_for_pickup"
    PICKED_UP = "picked_up"
    SENT = "sent"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REQUESTED = "requested"
    APPROVED = "approved"
    ON_ITS_WAY_BACK = "on_its_way_back"
    RECEIVED = "received"
    REFUNDED = "refunded"


class Route(StrEnum):
    """The delivery route, which decides the steps of the progress bar."""

    SHIP = "ship"
    PICKUP_POINT = "pickup_point"
    PICKUP = "pickup"
    LOCAL_DELIVERY = "local_delivery"
    DIGITAL = "digital"
    IN_STORE = "in_store"
    RETURN = "return"
    CANCELLED = "cancelled"


_START = (Stage.ORDERED, Stage.CONFIRMED, Stage.PREPARING)

STAGES: dict[Route, tuple[Stage, ...]] = {
    Route.SHIP: (*_START, Stage.SHIPPED, Stage.OUT_FOR_DELIVERY, Stage.DELIVERED),
    Route.PICKUP_POINT: (*_START, Stage.SHIPPED, Stage.READY_FOR_PICKUP, Stage.PICKED_UP),
    Route.PICKUP: (*_START, Stage.READY_FOR_PICKUP, Stage.PICKED_UP),
    Route.LOCAL_DELIVERY: (*_START, Stage.OUT_FOR_DELIVERY, Stage.DELIVERED),
    Route.DIGITAL: (Stage.ORDERED, Stage.CONFIRMED, Stage.SENT),
    Route.IN_STORE: (Stage.COMPLETED,),
    Route.RETURN: (
        Stage.REQUESTED,
        Stage.APPROVED,
        Stage.ON_ITS_WAY_BACK,
        Stage.RECEIVED,
        Stage.REFUNDED,
    ),
    Route.CANCELLED: (Stage.ORDERED, Stage.CANCELLED),
}

# The bar of an exchange: no money is due at its end.
EXCHANGE_STAGES = STAGES[Route.RETURN][:-1]

# Conditions in which somebody has to act, the most urgent first.
NEEDS_SOMEONE = (Condition.PROBLEM, Condition.ACTION_NEEDED, Condition.LATE)

# Stages at which the customer has everything.
ARRIVED = frozenset({Stage.DELIVERED, Stage.PICKED_UP, Stage.SENT, Stage.COMPLETED})


class StepState(StrEnum):
    """The state of a step on the progress bar."""

    PASSED = "passed"
    CURRENT = "current"
    TODO = "todo"


class Reason(StrEnum):
    """The reason of a condition or stage."""

    # payment
    PAY_PENDING = "pay_pending"
    PAY_RESERVED = "pay_reserved"
    PAY_ON_DELIVERY = "pay_on_delivery"
    PAY_IN_SHOP = "pay_in_shop"
    PAY_LATER = "pay_later"
    PAY_OVERDUE = "pay_overdue"
    PAY_BALANCE_DUE = "pay_balance_due"
    PAY_EXPIRED = "pay_expired"
    PAY_VOIDED = "pay_voided"
    PAY_PAID = "pay_paid"
    PAY_REFUND_PARTIAL = "pay_refund_partial"
    PAY_REFUNDED = "pay_refunded"
    PAY_REFUND_FAILED = "pay_refund_failed"
    PAY_OWED_BACK = "pay_owed_back"
    # before sending
    HOLD_PAYMENT = "hold_payment"
    HOLD_REVIEW = "hold_review"
    HOLD_ADDRESS = "hold_address"
    HOLD_STOCK = "hold_stock"
    HOLD_DATE_UNKNOWN = "hold_date_unknown"
    HOLD_RETURN_ITEMS = "hold_return_items"
    HOLD_OTHER = "hold_other"
    SCHEDULED = "scheduled"
    PREORDER = "preorder"
    AT_WAREHOUSE = "at_warehouse"
    WAITING_FOR_SUPPLIER = "waiting_for_supplier"
    REQUEST_SENT = "request_sent"
    REQUEST_STOPPING = "request_stopping"
    REQUEST_DECLINED = "request_declined"
    OLDER_THAN_USUAL = "older_than_usual"
    FULFILLMENT_CANCELLED = "fulfillment_cancelled"
    NOTHING_TO_SEND = "nothing_to_send"
    # shipment
    NO_SCAN_YET = "no_scan_yet"
    LABEL_VOIDED = "label_voided"
    NO_TRACKING = "no_tracking"
    SEE_CARRIER = "see_carrier"
    STALLED = "stalled"
    ESTIMATE_PASSED = "estimate_passed"
    DELAYED = "delayed"
    BUYER_ACTION = "buyer_action"
    ATTEMPT_FAILED = "attempt_failed"
    AT_PICKUP_POINT = "at_pickup_point"
    NOT_DELIVERED = "not_delivered"
    TRACKING_FAILED = "tracking_failed"
    RETURNING = "returning"
    UNKNOWN_STATUS = "unknown_status"
    PARTLY_DELIVERED = "partly_delivered"  # of one shipment's boxes
    SHOULD_HAVE_ARRIVED = "should_have_arrived"  # nobody reports on it, and its time is over
    MAYBE_LOST = "maybe_lost"
    PICKUP_OVER = "pickup_over"  # kept longer than is usual
    # going back
    RETURN_REQUESTED = "return_requested"
    RETURN_DECLINED = "return_declined"
    RETURN_APPROVED = "return_approved"
    RETURN_ON_ITS_WAY = "return_on_its_way"
    RETURN_RECEIVED = "return_received"
    RETURN_INSPECTED = "return_inspected"
    RETURN_REFUNDED = "return_refunded"
    RETURN_FAILED = "return_failed"
    RETURN_MISSING = "return_missing"
    RETURN_CANCELLED = "return_cancelled"
    RETURN_LATE = "return_late"
    EXCHANGE = "exchange"
    EXCHANGED = "exchanged"
    # cancel
    CANCELLED_CUSTOMER = "cancelled_customer"
    CANCELLED_PAYMENT = "cancelled_payment"
    CANCELLED_STOCK = "cancelled_stock"
    CANCELLED_OTHER = "cancelled_other"


class NextStep(StrEnum):
    """The customer's next step."""

    WAIT = "wait"
    TRACK = "track"
    PAY = "pay"
    CONTACT = "contact"
    PRINT_LABEL = "print_label"
    SEND_BACK = "send_back"
    PICK_UP = "pick_up"
    ARRANGE_DELIVERY = "arrange_delivery"
    CHECK_ADDRESS = "check_address"
    RATE = "rate"


class RemovedReason(StrEnum):
    """The reason why units were removed before they were sent."""

    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    EDITED = "edited"


class EntryKind(StrEnum):
    """The kind of a timeline entry."""

    ORDER = "order"
    PAYMENT = "payment"
    FULFILLMENT = "fulfillment"
    RETURN = "return"
