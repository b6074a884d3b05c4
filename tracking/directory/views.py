"""The views of the list of orders: which orders stand in each, by the codes of their status."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition, Reason, Stage


class OrderView(StrEnum):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """The criteria of a view: an order in it meets all of them; None is anything.

    ``stages``, ``conditions`` and ``reasons`` are the headline's; ``any_condition`` is also that of any parcel;
    ``open_return``: a return that has not ended.
    """

    stages: Collection[Stage] | None = None
    conditions: Collection[Condition] | None = None
    reasons: Collection[Reason | None] | None = None
    any_condition: Condition | None = None
    open_return: bool = False

    def includes(self, status: OrderStatus) -> bool:
        """Whether the order stands in the view."""
        headline = status.headline
        return (
            (self.stages is None or headline.stage in self.stages)
            and (self.conditions is None or headline.condition in self.conditions)
            and (self.reasons is None or headline.reason in self.reasons)
            and (self.any_condition is None or self.any_condition in conditions_of(status))
            and (not self.open_return or has_open_return(status))
        )


HELD = frozenset(reason for reason in Reason if reason.startswith("hold_"))
_PLANNED = frozenset({Reason.SCHEDULED, Reason.PREORDER})
_UNSENT = frozenset({Stage.ORDERED, Stage.CONFIRMED, Stage.PREPARING})
_OPEN = frozenset(Condition) - {Condition.DONE}
# Unsent, and nothing for the shop to send.
_NOT_TO_SEND = HELD | {Reason.NO_SCAN_YET, Reason.NOTHING_TO_SEND}

# NEEDS_YOU and ANSWERS depend on more than the order's status: ``OrderNeeds`` keeps them.
VIEWS: dict[OrderView, ViewRow] = {
    OrderView.WAITING_PAYMENT: ViewRow(
        reasons={
            Reason.PAY_PENDING,
            Reason.PAY_OVERDUE,
            Reason.PAY_BALANCE_DUE,
            Reason.PAY_EXPIRED,
            Reason.HOLD_PAYMENT,
        }
    ),
    OrderView.TO_SEND: ViewRow(stages=_UNSENT, conditions=_OPEN, reasons={None, *Reason} - _NOT_TO_SEND),
    OrderView.WAITING_ON_PURPOSE: ViewRow(reasons=HELD - {Reason.HOLD_PAYMENT} | _PLANNED),
    OrderView.AT_WAREHOUSE: ViewRow(
        reasons={
            Reason.AT_WAREHOUSE,
            Reason.REQUEST_SENT,
            Reason.REQUEST_STOPPING,
            Reason.WAITING_FOR_SUPPLIER,
        }
    ),
    OrderView.PACKED: ViewRow(reasons={Reason.NO_SCAN_YET}),
    OrderView.ON_ITS_WAY: ViewRow(stages={Stage.SHIPPED, Stage.OUT_FOR_DELIVERY}, conditions=_OPEN),
    OrderView.LATE: ViewRow(any_condition=Condition.LATE),
    OrderView.PROBLEM: ViewRow(any_condition=Condition.PROBLEM),
    OrderView.PICKUP: ViewRow(stages={Stage.READY_FOR_PICKUP}, conditions=_OPEN),
    OrderView.RETURNS: ViewRow(open_return=True),
    OrderView.DONE: ViewRow(conditions={Condition.DONE}),
    OrderView.ALL: ViewRow(),
}


def views_of(status: OrderStatus) -> frozenset[OrderView]:
    """Every view in which the order stands by itself."""
    return frozenset(view for view, row in VIEWS.items() if row.includes(status))


def conditions_of(status: OrderStatus) -> frozenset[Condition]:
    """The conditions of the headline and of every parcel."""
    return frozenset({status.headline.condition, *(parcel.condition for parcel in status.parcels)})


def has_open_return(status: OrderStatus) -> bool:
    """Whether a return has not ended."""
    return any(each.condition is not Condition.DONE for each in status.returns)
