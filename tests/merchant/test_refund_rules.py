import pytest

from tests.demo_orders import orders
from tests.fakes import NOW as DEMO_NOW
from tests.merchant.rules import evidence_in
from tests.order.builders import ago, money, order, refund, transaction

_SALE = transaction("SALE")


@pytest.mark.parametrize(
    ("slug", "evidence"),
    [
        ("cancelled-other", "Canceled on 2026-11-21, and what was paid is not refunded."),
        ("refund-failed", "A refund of 25.00 USD did not go through."),
        ("owed-back", "The order costs 14.04 GBP less than was paid for it."),
        ("cancelled-stock", None),
    ],
)
def test_demo_orders_whose_money_is_owed(slug: str, evidence: str | None) -> None:
    assert evidence_in(orders()[slug], DEMO_NOW).get("refund_owed") == evidence


def test_a_canceled_order_says_what_is_owed_where_shopify_does() -> None:
    canceled = order(cancelled_at=ago(hours=2), transactions=(_SALE,), outstanding=money("-49.00"))
    assert "49.00" in evidence_in(canceled)["refund_owed"]


def test_nothing_is_owed_for_what_cost_nothing_was_not_paid_or_is_being_refunded() -> None:
    free = order(cancelled_at=ago(hours=2), gateways=(), transactions=())
    unpaid = order(cancelled_at=ago(hours=2), transactions=(_SALE,), financial_status="PENDING")
    under_way = order(cancelled_at=ago(hours=2), transactions=(_SALE,), refunds=(refund(),))
    kept = order(transactions=(_SALE,))
    assert [evidence_in(each) for each in (free, unpaid, under_way, kept)] == [{}] * 4
