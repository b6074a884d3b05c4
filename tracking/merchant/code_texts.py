"""The words for the codes of the list: the values of its filters, and its sort orders."""

from collections.abc import Mapping
from typing import Any

from tracking.i18n.text import Phrase, text
from tracking.merchant.list_codes import LettersFilter, PartsFilter, Sort, TrackingFilter
from tracking.merchant.out_of_step import OutOfStepCode
from tracking.order.reasons import REASONS
from tracking.order.stages import LABELS
from tracking.order.vocabulary import Condition, Route

CONDITION_TEXTS: dict[Condition, Phrase] = {
    Condition.FINE: text("On track"),
    Condition.WAITING: text("Waiting"),
    Condition.LATE: text("Late"),
    Condition.ACTION_NEEDED: text("Up to the customer"),
    Condition.PROBLEM: text("Problem"),
    Condition.DONE: text("Done"),
}

ROUTE_TEXTS: dict[Route, Phrase] = {
    Route.SHIP: text("To the door"),
    Route.PICKUP_POINT: text("To a pickup point"),
    Route.PICKUP: text("Pickup at the shop"),
    Route.LOCAL_DELIVERY: text("Own delivery"),
    Route.DIGITAL: text("By email"),
    Route.IN_STORE: text("Taken along"),
    Route.RETURN: text("Return"),
    Route.CANCELLED: text("Canceled"),
}

OUT_OF_STEP_TEXTS: dict[OutOfStepCode, Phrase] = {
    OutOfStepCode.REFUNDED_STILL_OPEN: text("Called off, and still to be packed"),
    OutOfStepCode.REFUND_OWED: text("Refund owed"),
    OutOfStepCode.ARCHIVED_UNSENT: text("Archived and not sent"),
    OutOfStepCode.NO_TRACKING_NUMBER: text("Sent without a tracking number"),
    OutOfStepCode.UNKNOWN_NUMBER: text("The carrier does not know the number"),
    OutOfStepCode.REQUEST_UNANSWERED: text("A service has not answered"),
    OutOfStepCode.NOBODY_ASKED: text("Paid, and nobody asked to send it"),
    OutOfStepCode.DOWNLOAD_STUCK: text("A download that was not sent"),
    OutOfStepCode.AUTHORIZATION_LAPSING: text("An authorization about to lapse"),
    OutOfStepCode.TILL_ORDER_UNSENT: text("Sold at the till and not sent"),
    OutOfStepCode.DELIVERED_BUT_MOVING: text("Delivered, and still moving"),
    OutOfStepCode.SERVICE_WARNS: text("A service cannot send it"),
}

SORT_TEXTS: dict[Sort, Phrase] = {
    Sort.NEED: text("Most urgent"),
    Sort.AGE: text("Oldest"),
    Sort.PROMISED: text("Promised day"),
    Sort.SCAN: text("Longest without a scan"),
}

CODE_TEXTS: Mapping[str, Mapping[Any, Phrase]] = {
    "stage": LABELS,
    "condition": CONDITION_TEXTS,
    "reason": {reason: row.merchant_cause for reason, row in REASONS.items()},  # titles, for customers, repeat
    "route": ROUTE_TEXTS,
    "out_of_step": OUT_OF_STEP_TEXTS,
    "tracking": {TrackingFilter.NONE: text("Has none")},
    "parts": {PartsFilter.SEVERAL: text("Sent in several")},
    "letters": {LettersFilter.FAILED: text("Could not be sent")},
}
"""By the filter's name, then by its code."""
