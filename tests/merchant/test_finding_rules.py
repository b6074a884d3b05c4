import pytest

from tests.merchant.rules import found_in, need_of
from tests.order.builders import NOW, ago, group, order, policy, sent, shipment, status_of
from tracking.database.order_needs import OrderNeed
from tracking.database.set_aside import AsideState
from tracking.merchant.finding_rules import MerchantRules
from tracking.merchant.needs import FREQUENT_OPENINGS

RULES = MerchantRules()
THEN = AsideState(
    rank=7, why="late", condition="late", parcel_condition="late", reason="delayed", out_of_step=("no_tracking_number",)
)


@pytest.mark.parametrize(
    "its_order",
    [
        sent(fulfillments=(shipment(display_status="NOT_DELIVERED"),)),
        order(financial_status="VOIDED", cancelled_at=ago(hours=1), fulfillment_orders=(group(),)),
        order(),
    ],
    ids=["problem", "out of step", "fine"],
)
def test_findings_are_what_the_rules_say(its_order: object) -> None:
    found = RULES.findings(its_order, status_of(its_order), NOW, policy())  # type: ignore[arg-type]
    need = need_of(its_order)  # type: ignore[arg-type]
    assert found.need == (OrderNeed(need.rank, need.why.value) if need else None)
    assert found.out_of_step == tuple(each.code for each in found_in(its_order))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "answered", "openings", "is_done", "need"),
    [
        (None, False, FREQUENT_OPENINGS - 1, False, None),
        (None, False, FREQUENT_OPENINGS, False, OrderNeed(9, "opened_often")),
        (None, False, FREQUENT_OPENINGS, True, None),
        (OrderNeed(7, "late"), False, FREQUENT_OPENINGS, False, OrderNeed(7, "late")),
        (OrderNeed(2, "problem"), True, 0, False, OrderNeed(1, "answer")),
        (OrderNeed(5, "of another release"), False, 0, False, OrderNeed(5, "of another release")),
    ],
)
def test_need_is_the_first_of_the_orders_and_the_customers(
    found: OrderNeed | None, openings: int, need: OrderNeed | None, *, answered: bool, is_done: bool
) -> None:
    assert RULES.need(found, has_open_answer=answered, openings_today=openings, is_done=is_done) == need


def test_nothing_new_is_no_news() -> None:
    assert not RULES.is_news(THEN, THEN)
    assert not RULES.is_news(
        THEN,
        AsideState(rank=None, why=None, condition="fine", parcel_condition="fine", reason=None, out_of_step=()),
    )
