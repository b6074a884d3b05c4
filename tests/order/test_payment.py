import pytest

from tests.order.builders import NOW, ago, ahead, money, order, parcel_of, refund, say, sent, shown
from tracking.i18n.text import Money
from tracking.order.missing import missing
from tracking.order.payment import TEXTS, is_cancelled, needs_customer, payment_state
from tracking.order.statuses import PAYMENTS, UNKNOWN
from tracking.order.vocabulary import Condition, Reason, Stage


@pytest.mark.parametrize(
    ("word", "stage", "condition", "reason"),
    [
        ("PENDING", Stage.ORDERED, Condition.WAITING, Reason.PAY_PENDING),
        ("AUTHORIZED", Stage.CONFIRMED, Condition.FINE, Reason.PAY_RESERVED),
        ("PARTIALLY_PAID", Stage.CONFIRMED, Condition.ACTION_NEEDED, Reason.PAY_BALANCE_DUE),
        ("PAID", Stage.PREPARING, Condition.FINE, Reason.PAY_PAID),
        ("EXPIRED", Stage.ORDERED, Condition.ACTION_NEEDED, Reason.PAY_EXPIRED),
        ("VOIDED", Stage.ORDERED, Condition.DONE, Reason.PAY_VOIDED),
        ("PARTIALLY_REFUNDED", Stage.PREPARING, Condition.FINE, Reason.PAY_REFUND_PARTIAL),
    ],
)
def test_an_unsent_parcel_stands_no_further_than_its_payment(
    word: str, stage: Stage, condition: Condition, reason: Reason
) -> None:
    status = shown(order(financial_status=word))
    assert status.parcels[0].stage is stage
    assert (status.payment.condition, status.payment.reason) == (condition, reason)


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("PENDING", Reason.PAY_PENDING),
        ("PARTIALLY_PAID", Reason.PAY_BALANCE_DUE),
        ("EXPIRED", Reason.PAY_EXPIRED),
        ("VOIDED", Reason.PAY_VOIDED),
    ],
)
def test_a_payment_that_holds_a_parcel_back_is_its_reason(word: str, reason: Reason) -> None:
    assert parcel_of(order(financial_status=word)).reason is reason


def test_what_was_sent_stands_where_it_is_whatever_the_payment_says() -> None:
    assert shown(sent(financial_status="PENDING")).parcels[0].stage is Stage.SHIPPED


def test_refunded_with_nothing_sent_is_cancelled() -> None:
    refunded = order(financial_status="REFUNDED")
    assert is_cancelled(refunded)
    assert shown(refunded).headline.stage is Stage.CANCELLED


def test_refunded_after_it_was_sent_is_not_cancelled() -> None:
    refunded = sent(financial_status="REFUNDED")
    assert not is_cancelled(refunded)
    assert shown(refunded).headline.stage is Stage.SHIPPED


def test_a_payment_is_waited_for_a_week() -> None:
    assert not needs_customer(payment_state(order(financial_status="PENDING", placed_at=ago(days=7)), NOW))


def test_after_a_week_the_customer_has_to_pay() -> None:
    late = payment_state(order(financial_status="PENDING", placed_at=ago(days=7, hours=1)), NOW)
    assert needs_customer(late)
    assert late.max_stage is Stage.ORDERED


def test_what_was_sent_unpaid_is_paid_on_delivery() -> None:
    on_delivery = sent(financial_status="PENDING", placed_at=ago(days=30))
    assert not needs_customer(payment_state(on_delivery, NOW))
    assert say(shown(on_delivery).payment.text) == "Not paid yet: you pay on delivery or by invoice"


def test_a_cancelled_order_asks_for_no_money() -> None:
    cancelled = order(financial_status="PENDING", placed_at=ago(days=30), cancelled_at=ago(days=20))
    assert not needs_customer(payment_state(cancelled, NOW))
    assert say(shown(cancelled).payment.text) == "You have not been charged"


def test_an_order_on_account_says_by_when_it_is_to_be_paid_and_blames_nobody() -> None:
    on_account = order(financial_status="PENDING", payment_due_at=ahead(days=20))
    parcel = shown(on_account).parcels[0]
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.ORDERED, Condition.WAITING, Reason.PAY_PENDING)
    assert say(parcel.title) == "We have your order"
    assert say(parcel.text) == "It is on account, to be paid by 2026-12-08."
    assert say(shown(on_account).payment.text) == "To be paid by 2026-12-08"


def test_an_order_on_account_waits_for_its_payment_once_that_is_overdue() -> None:
    overdue = order(financial_status="PENDING", payment_due_at=ago(days=1))
    assert (parcel_of(overdue).stage, parcel_of(overdue).reason) == (Stage.ORDERED, Reason.PAY_PENDING)
    assert needs_customer(payment_state(overdue, NOW))
    assert say(shown(overdue).payment.text) == "Not paid yet: it was due on 2026-11-17"


def test_a_payment_that_shopify_calls_overdue_is_overdue() -> None:
    assert needs_customer(payment_state(order(financial_status="PENDING", payment_overdue=True), NOW))


def test_a_balance_says_how_much_is_due() -> None:
    due = order(financial_status="PARTIALLY_PAID", outstanding=money("12.50"))
    assert say(shown(due).payment.text) == "Partly paid: 12.50 SEK is still due"


@pytest.mark.parametrize("outstanding", [None, money("0.00")])
def test_a_balance_that_is_not_known_is_not_named(outstanding: Money | None) -> None:
    due = order(financial_status="PARTIALLY_PAID", outstanding=outstanding)
    assert say(shown(due).payment.text) == "Partly paid"


@pytest.mark.parametrize("word", ["PAID", "AUTHORIZED", "PENDING"])
def test_paid_is_not_sent(word: str) -> None:
    status = shown(order(financial_status=word))
    assert not status.parcels[0].sent
    assert status.payment.text


def test_no_money_line_while_nothing_goes_back() -> None:
    money_line = shown(order()).money
    assert (money_line.refunded, money_line.text) == (None, None)


def test_the_money_line_says_how_much_went_back_and_when() -> None:
    back = order(refunded=money("49.00"), refunds=(refund(processed_at=ago(days=2)), refund(processed_at=ago(days=1))))
    line = shown(back).money
    assert line.refunded == money("49.00")
    assert line.text
    assert say(line.text) == "49.00 SEK was refunded on 2026-11-17. Banks often need 3 to 10 days to show it."


def test_the_money_line_names_no_day_that_is_not_known() -> None:
    line = shown(order(refunded=money("49.00"))).money
    assert line.text
    assert say(line.text) == "49.00 SEK was refunded. Banks often need 3 to 10 days to show it."


@pytest.mark.parametrize(
    ("word", "beginning"),
    [
        ("PENDING", "You have not been charged."),
        ("EXPIRED", "You have not been charged."),
        ("VOIDED", "You have not been charged. An amount that was reserved"),
        ("AUTHORIZED", "You have not been charged. The amount reserved"),
        ("PAID", "You have paid, and the refund has not been made yet."),
        ("PARTIALLY_PAID", "If you have paid and see no refund within 10 days"),
        (None, "If you have paid and see no refund within 10 days"),
    ],
)
def test_the_money_line_of_a_cancelled_order_says_what_happens_to_the_money(word: str | None, beginning: str) -> None:
    line = shown(order(cancelled_at=ago(hours=1), financial_status=word, refunded=None)).money
    assert line.text
    assert say(line.text).startswith(beginning)


def test_every_reason_of_a_payment_has_its_line() -> None:
    said = [meaning.reason for meaning in (*PAYMENTS.values(), UNKNOWN) if meaning.reason]
    assert missing(TEXTS, said, content="payment line", module="tracking/order/payment.py") == []
