"""The views of the merchant's list, in the order in which they are shown."""

from enum import StrEnum


class ViewCode(StrEnum):
    """The public code of a view."""

    NEEDS_YOU = "needs_you"
    WAITING_PAYMENT = "waiting_payment"
    TO_SEND = "to_send"
    WAITING_ON_PURPOSE = "waiting_on_purpose"
    AT_WAREHOUSE = "at_warehouse"
    PACKED = "packed"
    ON_ITS_WAY = "on_its_way"
    LATE = "late"
    PROBLEM = "problem"
    PICKUP = "pickup"
    RETURNS = "returns"
    ANSWERS = "answers"
    DONE = "done"
    ALL = "all"
