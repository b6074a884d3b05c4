from tests.order.builders import NOW, group, order, sent
from tests.sampling import each_row
from tracking.order.missing import missing
from tracking.order.payment_rules import RULES, goes_on, is_all_sent, is_in_work, rule_for
from tracking.order.payment_words import TEXTS
from tracking.order.statuses import PAYMENTS, UNKNOWN
from tracking.order.vocabulary import Condition


def test_every_reason_of_a_payment_has_its_line() -> None:
    meanings = (*PAYMENTS.values(), UNKNOWN, *(rule.meaning for rule in RULES))
    reasons = [meaning.reason for meaning in meanings if meaning.reason]
    assert missing(TEXTS, reasons, content="payment line", module="tracking/order/payment_words.py") == []


def test_every_rule_is_for_a_status_of_shopifys() -> None:
    assert {rule.status for rule in RULES} <= set(PAYMENTS)


def test_customer_who_is_asked_to_act_owes() -> None:
    assert all(rule.owes for rule in RULES if rule.meaning.condition is Condition.ACTION_NEEDED)


def test_status_without_a_rule_has_its_own_meaning() -> None:
    assert rule_for(order(financial_status="PAID"), NOW) is None


@each_row(
    ("groups", "expected"),
    [
        ((group(),), False),
        ((group(status="IN_PROGRESS"),), True),
        ((group(request_status="ACCEPTED"),), True),
        ((group(request_status="SUBMITTED"),), False),
        ((group(request_status="REJECTED"),), False),
        ((group(status="IN_PROGRESS"), group(status="ON_HOLD", holds=("AWAITING_PAYMENT",))), False),
    ],
)
def test_work_on_the_goods_is_evidence(groups: tuple[object, ...], *, expected: bool) -> None:
    assert is_in_work(order(fulfillment_orders=groups)) is expected
    assert goes_on(order(fulfillment_orders=groups), NOW) is expected


@each_row(("status", "expected"), [("IN_PROGRESS", True), ("UNFULFILLED", False)])
def test_without_fulfillment_orders_the_orders_status_is_the_evidence(status: str, *, expected: bool) -> None:
    assert is_in_work(order(fulfillment_status=status)) is expected


def test_order_without_shipments_is_not_all_sent() -> None:
    assert is_all_sent(sent())
    assert not is_all_sent(order())
    assert not is_all_sent(order(lines=()))
