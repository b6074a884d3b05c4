"""The out-of-step findings of an order of the list, with the evidence, which is read from the order itself."""

from datetime import datetime

from tracking.database.orders import OrderRow
from tracking.merchant.out_of_step import ROWS, OutOfStep, OutOfStepCode, out_of_step
from tracking.order.policy import Policy
from tracking.order.status import order_status
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order


def row_findings(order: OrderRow, now: datetime, policy: Policy) -> tuple[OutOfStep, ...]:
    """The findings from when the order was judged, by which filters find it; the most urgent first.

    Where the order tells no evidence any more, because it is about to be judged or fetched anew, the probable cause
    stands in its place.
    """
    codes = row_codes(order)
    found = {each.code: each for each in _with_evidence(order, now, policy)} if codes else {}
    return tuple(found.get(each.code) or each for each in codes)


def row_codes(order: OrderRow) -> tuple[OutOfStep, ...]:
    """Likewise, each with its probable cause in place of the evidence, for which the order would have to be read."""
    return tuple(_without_evidence(code) for code in ROWS if code in order.out_of_step) if order.out_of_step else ()


def _with_evidence(order: OrderRow, now: datetime, policy: Policy) -> tuple[OutOfStep, ...]:
    try:
        parsed = read_order(order.answer)
    except Unavailable:  # kept by another release
        return ()
    return out_of_step(parsed, order_status(parsed, now, policy), now, policy)


def _without_evidence(code: OutOfStepCode) -> OutOfStep:
    row = ROWS[code]
    return OutOfStep(code=code, evidence=row.cause, cause=row.cause, step=row.step, place=row.place)
