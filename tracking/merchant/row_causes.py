"""Why an order waits and the next step, from everything that is known of it: the most useful of several."""

from dataclasses import dataclass

from tracking.database.orders import OrderRow
from tracking.directory.causes import A_PROBLEM, cause_of, cause_of_reason
from tracking.i18n.text import Phrase, counted, joined, text
from tracking.merchant.needs import Need, NeedCode
from tracking.merchant.out_of_step import OutOfStep
from tracking.order.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class RowCause:
    """The sentences; ``place`` says where on the order's page in Shopify's admin the remedy is done."""

    cause: Phrase
    remedy: Phrase
    place: Phrase | None = None


ANSWERED = RowCause(
    text("The customer has answered, and waits for you."),
    text("Read the answer, do what it asks for, and mark it as handled."),
)
PAST_USUAL = text("It is taking longer than it usually does in your shop.")
WRITE_FIRST = text("Write to the customer before they write to you.")


def row_cause(
    order: OrderRow,
    need: Need | None,
    out_of_step: tuple[OutOfStep, ...],
    opened_today: int,
    reason_of_part: Reason | None = None,
) -> RowCause | None:
    """The cause that a colleague would name first; None where the order is on its way or done as it should be.

    A customer who waits comes before anything else. An out-of-step finding has its evidence and its own step, so it
    says more than the reason, unless that is a problem, which the customer sees, too. ``reason_of_part`` is that of the
    parcel or return for which the order needs somebody, where the order's own says something else.
    """
    by_reason = _by_reason(order, need, reason_of_part)
    if need and need.why is NeedCode.ANSWER:
        return ANSWERED
    if out_of_step and not (by_reason and need and need.why is NeedCode.PROBLEM):
        first = out_of_step[0]
        said = first.cause if first.evidence == first.cause else joined(first.evidence, first.cause)
        return RowCause(said, first.step, first.place)
    if need and need.why is NeedCode.OPENED_OFTEN:
        return RowCause(_opened(opened_today, by_reason), WRITE_FIRST)
    return by_reason


def _by_reason(order: OrderRow, need: Need | None, reason_of_part: Reason | None) -> RowCause | None:
    found = cause_of_reason(reason_of_part) if reason_of_part else cause_of(order)
    if need and need.why is NeedCode.PROBLEM and found is None:
        found = A_PROBLEM
    if need and need.why is NeedCode.PAST_USUAL and found:
        return RowCause(PAST_USUAL, found.remedy)
    return RowCause(found.cause, found.remedy) if found else None


def _opened(times: int, by_reason: RowCause | None) -> Phrase:
    said = counted(
        "The customer has opened the page %(count)s time today.",
        "The customer has opened the page %(count)s times today.",
        times,
    )
    return joined(said, by_reason.cause) if by_reason else said
