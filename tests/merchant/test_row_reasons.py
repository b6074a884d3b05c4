from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests import demo_orders
from tests.directory import stored_orders
from tests.fakes import NOW
from tests.merchant.listed import RULES
from tests.order.usual_figures import REFUNDED, usual_policy
from tracking.database.orders import OrderRow
from tracking.directory.judged_row import judged_row
from tracking.merchant.needs import Need, NeedCode
from tracking.merchant.row_reasons import reason_of_part
from tracking.order.vocabulary import Condition, Reason
from tracking.shopify.documents.stored_document import stored_document

if TYPE_CHECKING:
    from tracking.order.status_types import Parcel, ReturnStatus


def test_the_reason_is_that_of_the_part_in_this_condition_where_the_whole_order_is_in_another() -> None:
    documents, found = demo_orders.documents(), 0
    for slug in demo_orders.order_sample():
        judged = judged_row(stored_document(documents[slug]), RULES, fetched_at=NOW, now=NOW)
        row, status = judged.row, judged.status
        parts: list[Parcel | ReturnStatus] = [*status.parcels, *status.returns]
        problem = reason_of_part(row, Need(rank=2, why=NeedCode.PROBLEM), NOW, stored_orders.POLICY)
        expected = {part.reason for part in parts if part.condition is Condition.PROBLEM and part.reason}
        if row.condition == Condition.PROBLEM:
            assert problem is None, slug
        elif expected:
            found += 1
            assert problem in expected, slug
            answered = reason_of_part(row, Need(rank=1, why=NeedCode.ANSWER), NOW, stored_orders.POLICY)
            assert row.has_open_return or answered is None
            assert (
                reason_of_part(replace(row, answer={}), Need(rank=2, why=NeedCode.PROBLEM), NOW, stored_orders.POLICY)
                is None
            )
        elif not row.has_open_return:
            assert problem is None, slug
            assert reason_of_part(row, None, NOW, stored_orders.POLICY) is None
    assert found


def _judged(slug: str) -> OrderRow:
    document = stored_document(demo_orders.documents()[slug])
    return judged_row(document, RULES, fetched_at=NOW, now=NOW).row


@pytest.mark.parametrize(
    ("slug", "expected"),
    [("return-requested", Reason.RETURN_REQUESTED), ("return-received", Reason.RETURN_RECEIVED), ("delivered", None)],
)
def test_an_open_return_speaks_for_an_order_of_which_nothing_else_is_said(slug: str, expected: Reason | None) -> None:
    assert reason_of_part(_judged(slug), None, NOW, stored_orders.POLICY) is expected


def test_a_refund_that_takes_longer_than_usual_speaks_for_a_delivered_order() -> None:
    row, need = _judged("return-inspected"), Need(rank=4, why=NeedCode.PAST_USUAL)
    assert row.condition != "late"
    its_policy = usual_policy(REFUNDED)
    assert reason_of_part(row, need, NOW + timedelta(days=30), its_policy) is Reason.RETURN_INSPECTED
    assert reason_of_part(row, need, NOW, its_policy) is None


def test_an_order_that_is_not_paid_is_not_to_be_sent_because_it_is_late() -> None:
    row, need = _judged("bank-transfer-late"), Need(rank=3, why=NeedCode.LATE_UNSENT)
    assert row.reason == Reason.PAY_OVERDUE
    assert reason_of_part(row, need, NOW, stored_orders.POLICY) is None
    paid = replace(row, reason=Reason.AT_PICKUP_POINT.value)
    assert reason_of_part(paid, need, NOW, stored_orders.POLICY) is Reason.OLDER_THAN_USUAL
