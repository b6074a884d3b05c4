from dataclasses import replace

import pytest

from tests import demo_orders
from tests.directory import stored_orders
from tests.fakes import NOW
from tests.order.builders import english
from tracking.database.orders import OrderRow
from tracking.directory.judged_row import Rules, judged_row
from tracking.i18n.text import text
from tracking.merchant.needs import Need, NeedCode
from tracking.merchant.out_of_step import ROWS, OutOfStep, OutOfStepCode
from tracking.merchant.row_causes import row_cause
from tracking.order.reasons import REASONS
from tracking.order.vocabulary import Reason
from tracking.shopify.documents.stored_document import stored_document

_ROW = ROWS[OutOfStepCode.UNKNOWN_NUMBER]
UNKNOWN = OutOfStep(
    code=OutOfStepCode.UNKNOWN_NUMBER,
    evidence=text("Nobody has scanned it."),
    cause=_ROW.cause,
    step=_ROW.step,
    place=_ROW.place,
)


@pytest.fixture(scope="module")
def late() -> OrderRow:
    document = stored_document(demo_orders.documents()["large"])
    row = judged_row(document, Rules(stored_orders.POLICY), fetched_at=NOW, now=NOW).row
    return replace(row, condition="late", reason="delayed", stage="shipped")


def said(
    order: OrderRow, why: NeedCode | None = None, found: tuple[OutOfStep, ...] = (), opened: int = 0
) -> list[str] | None:
    """The sentences in English."""
    cause = row_cause(order, Need(rank=1, why=why) if why else None, found, opened)
    return [english(each) for each in (cause.cause, cause.remedy, cause.place) if each] if cause else None


def test_the_reason_speaks_where_nothing_else_is_known(late: OrderRow) -> None:
    both = said(late)
    assert both
    assert len(both) == 2
    assert said(replace(late, reason=None, condition="fine", parcel_condition="fine")) is None


def test_evidence_cause_and_step_of_what_is_out_of_step_come_before_the_reason(late: OrderRow) -> None:
    found = said(late, NeedCode.LATE, (UNKNOWN,))
    assert found == [f"Nobody has scanned it. {english(_ROW.cause)}", english(_ROW.step), english(_ROW.place)]


def test_a_problem_that_the_customer_sees_comes_before_what_is_out_of_step(late: OrderRow) -> None:
    problem = replace(late, condition="problem", reason="maybe_lost")
    assert said(problem, NeedCode.PROBLEM, (UNKNOWN,)) == said(problem)


def test_a_part_that_needs_somebody_speaks_for_the_order(late: OrderRow) -> None:
    quiet, need = (
        replace(late, reason=None, condition="done", parcel_condition="done"),
        Need(rank=2, why=NeedCode.PROBLEM),
    )
    of_part = row_cause(quiet, need, (), 0, Reason.MAYBE_LOST)
    assert of_part
    assert of_part.cause == REASONS[Reason.MAYBE_LOST].merchant_cause
    unknown = row_cause(quiet, need, (), 0)
    assert unknown
    assert "a part of the order" in english(unknown.cause)


def test_a_customer_who_answered_comes_first(late: OrderRow) -> None:
    found = said(late, NeedCode.ANSWER, (UNKNOWN,))
    assert found
    assert "answered" in found[0]
    assert "handled" in found[1]


def test_a_customer_who_looks_often_is_counted_and_the_reason_is_told_too(late: OrderRow) -> None:
    found, reason = said(late, NeedCode.OPENED_OFTEN, (), 4), said(late)
    assert found
    assert reason
    assert found[0] == f"The customer has opened the page 4 times today. {reason[0]}"
    quiet = replace(late, reason=None, condition="fine", parcel_condition="fine")
    assert said(quiet, NeedCode.OPENED_OFTEN, (), 3) == ["The customer has opened the page 3 times today.", found[1]]


def test_order_slower_than_usual_says_so_and_what_to_do_by_its_reason(late: OrderRow) -> None:
    plain = said(late)
    assert plain
    assert said(late, NeedCode.PAST_USUAL) == ["It is taking longer than it usually does in your shop.", plain[1]]
