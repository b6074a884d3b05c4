"""Why an order waits and what the shop does about it, as far as its status tells."""

from dataclasses import dataclass

from tracking.database.orders import OrderRow
from tracking.i18n.text import Phrase, text
from tracking.order.reasons import NOTHING_TO_DO, REASONS, reason_text
from tracking.order.vocabulary import Condition, Reason, Route, Stage


@dataclass(frozen=True, slots=True)
class Cause:
    """The merchant's two sentences."""

    cause: Phrase
    remedy: Phrase


# Of a parcel that waits without a reason. One that is on its way or done does not wait for the shop.
_TO_SEND = Cause(
    text("Nothing holds it up: it is still to be packed and sent."), text("Pack it, and mark it as fulfilled.")
)
_AT_THE_COUNTER = Cause(
    text("The customer has not picked it up yet."), text("Mark it as picked up once it is handed over.")
)
_UNEXPLAINED = {
    Stage.ORDERED: _TO_SEND,
    Stage.CONFIRMED: _TO_SEND,
    Stage.PREPARING: _TO_SEND,
    Stage.READY_FOR_PICKUP: _AT_THE_COUNTER,
}
_NEVER_PACKED = Cause(text("Downloads are usually sent within the hour."), NOTHING_TO_DO)
_TO_PACK = Cause(
    text("Nothing holds it up: it is still to be packed."), text("Pack it, and mark it as ready for pickup.")
)

# By route and reason, without a reason by stage: what is never packed, and what no carrier brings or sends back.
_WITHOUT_PARCEL: dict[tuple[Route, Reason | None, Stage | None], Cause] = {
    (Route.DIGITAL, None, Stage.CONFIRMED): _NEVER_PACKED,
    (Route.PICKUP, None, Stage.CONFIRMED): _TO_PACK,
    (Route.PICKUP, None, Stage.PREPARING): _TO_PACK,
    (Route.PICKUP, Reason.OLDER_THAN_USUAL, None): Cause(
        REASONS[Reason.OLDER_THAN_USUAL].merchant_cause, text("Pack it, or tell the customer when it will be ready.")
    ),
    (Route.PICKUP, Reason.AT_PICKUP_POINT, None): _AT_THE_COUNTER,
    (Route.PICKUP, Reason.PICKUP_OVER, None): Cause(
        text("It has waited in the shop for a long time, and nobody has picked it up."),
        text("Ask the customer whether they still want it. If they have it, mark it as picked up."),
    ),
}
A_PROBLEM = Cause(
    text("Something is wrong with a part of the order."), text("Open the order, and see which part it is.")
)
"""Of a parcel or a return, whatever it is."""

# Made once: an export asks for each of a hundred thousand orders.
_STAGES, _ROUTES, _REASONS = frozenset(Stage), frozenset(Route), frozenset(Reason)

# A part of an order has its own condition, which the order's reason does not tell.
_IN_PARTS = {
    Condition.PROBLEM: A_PROBLEM,
    Condition.LATE: Cause(text("A part of the order is late."), text("Open the order, and see which part it is.")),
}


def cause_of(order: OrderRow) -> Cause | None:
    """The sentences of the row's reason, else of its stage; None where it is on its way or done, as it should be."""
    if order.reason:
        reason = _reason(order.reason)
        return _without_parcel(order, reason) or cause_of_reason(reason)
    for condition, cause in _IN_PARTS.items():
        if condition in {order.condition, order.parcel_condition}:
            return cause
    is_waiting = order.condition != Condition.DONE and order.stage in _STAGES
    return (_without_parcel(order, None) or _UNEXPLAINED.get(Stage(order.stage))) if is_waiting else None


def cause_of_reason(reason: Reason) -> Cause:
    """The sentences of the reason."""
    row = reason_text(reason)
    return Cause(row.merchant_cause, row.merchant_fix)


def _without_parcel(order: OrderRow, reason: Reason | None) -> Cause | None:
    if order.route not in _ROUTES:
        return None
    stage = None if reason else Stage(order.stage)
    return _WITHOUT_PARCEL.get((Route(order.route), reason, stage))


def _reason(code: str) -> Reason:
    """Of another release's codes the one that says so."""
    return Reason(code) if code in _REASONS else Reason.UNKNOWN_STATUS
