from dataclasses import replace
from typing import TYPE_CHECKING

from tests import demo_orders
from tests.directory import kept
from tests.fakes import NOW
from tests.merchant.listed import RULES
from tracking.directory.judged_row import judged_row
from tracking.merchant.needs import Need, NeedCode
from tracking.merchant.row_reasons import reason_of_part
from tracking.order.vocabulary import Condition
from tracking.shopify.kept_document import kept_document

if TYPE_CHECKING:
    from tracking.order.status_types import Parcel, ReturnStatus


def test_the_reason_is_that_of_the_part_in_this_condition_where_the_whole_order_is_in_another() -> None:
    documents, found = demo_orders.documents(), 0
    for slug in demo_orders.order_sample():
        judged = judged_row(kept_document(documents[slug]), RULES, fetched_at=NOW, now=NOW)
        row, status = judged.row, judged.status
        parts: list[Parcel | ReturnStatus] = [*status.parcels, *status.returns]
        problem = reason_of_part(row, Need(rank=2, why=NeedCode.PROBLEM), NOW, kept.POLICY)
        expected = {part.reason for part in parts if part.condition is Condition.PROBLEM and part.reason}
        if row.condition == Condition.PROBLEM:
            assert problem is None, slug
        elif expected:
            found += 1
            assert problem in expected, slug
            assert reason_of_part(row, Need(rank=1, why=NeedCode.ANSWER), NOW, kept.POLICY) is None
            assert reason_of_part(replace(row, answer={}), Need(rank=2, why=NeedCode.PROBLEM), NOW, kept.POLICY) is None
        else:
            assert problem is None, slug
        assert reason_of_part(row, None, NOW, kept.POLICY) is None
    assert found
