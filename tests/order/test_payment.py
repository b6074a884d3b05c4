from tests.order.builders import (
    NOW,
    ago,
    ahead,
    english,
    money,
    order,
    parcel_of,
    refund,
    sent,
    status_of,
)
from tests.sampling import each_row
from tracking.order.model import Order
from tracking.order.payment import is_cancelled, needs_customer, payment_state
from tracking.order.vocabulary import Condition, Reason, Stage


@each_row(
    ("value", "stage", "condition", "reason"),
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
def test_stage_of_an_unsent_parcel_is_limited_by_the_payment(
    value: str, stage: Stage, condition: Condition, reason: Reason
) -> None:
    status = status_of(order(financial_status=value, outstanding=money("12.50")))
    assert status.parcels[0].stage is stage
    assert (status.payment.condition, status.payment.reason) == (condition, reason)


@each_row(
    ("value", "reason"),
    [
        ("PENDING", Reason.PAY_PENDING),
        ("PARTIALLY_PAID", Reason.PAY_BALANCE_DUE),
        ("EXPIRED", Reason.PAY_EXPIRED),
        ("VOIDED", Reason.PAY_VOIDED),
    ],
)
def test_blocking_payment_is_the_reason_of_the_parcel(value: str, reason: Reason) -> None:
    assert parcel_of(order(financial_status=value, outstanding=money("12.50"))).reason is reason


def test_payment_does_not_limit_the_stage_of_a_sent_parcel() -> None:
    assert status_of(sent(financial_status="PENDING")).parcels[0].stage is Stage.SHIPPED


def test_refunded_with_nothing_sent_is_cancelled() -> None:
    refunded = order(financial_status="REFUNDED")
    assert is_cancelled(refunded)
    assert status_of(refunded).headline.stage is Stage.CANCELLED


def test_refunded_after_it_was_sent_is_not_cancelled() -> None:
    refunded = sent(financial_status="REFUNDED")
    assert not is_cancelled(refunded)
    assert status_of(refunded).headline.stage is Stage.SHIPPED


def test_payment_is_pending_for_a_week() -> None:
    assert not needs_customer(payment_state(order(financial_status="PENDING", placed_at=ago(days=7)), NOW))


def test_pending_payment_needs_the_customer_after_a_week() -> None:
    late = payment_state(order(financial_status="PENDING", placed_at=ago(days=7, hours=1)), NOW)
    assert needs_customer(late)
    assert late.max_stage is Stage.ORDERED


def line_of(its_order: Order) -> str | None:
    phrase = status_of(its_order).payment.text
    return english(phrase) if phrase else None


def test_order_sent_unpaid_does_not_need_the_customer() -> None:
    unpaid = sent(financial_status="PENDING", placed_at=ago(days=30))
    assert not needs_customer(payment_state(unpaid, NOW))
    assert line_of(unpaid) == "Not confirmed yet"


def test_cancelled_order_requires_no_money() -> None:
    cancelled = order(financial_status="PENDING", placed_at=ago(days=30), cancelled_at=ago(days=20))
    assert not needs_customer(payment_state(cancelled, NOW))
    assert line_of(cancelled) == "You haven’t been charged"


def test_order_on_account_names_its_due_date_and_is_not_late() -> None:
    on_account = order(financial_status="PENDING", payment_due_at=ahead(days=20))
    parcel = status_of(on_account).parcels[0]
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.PREPARING, Condition.FINE, None)
    assert status_of(on_account).payment.reason is Reason.PAY_LATER
    assert line_of(on_account) == "Due by 2026-12-08"


def test_order_on_account_needs_the_customer_once_it_is_overdue() -> None:
    overdue = order(financial_status="PENDING", payment_due_at=ago(days=1))
    assert (parcel_of(overdue).stage, parcel_of(overdue).reason) == (Stage.PREPARING, None)
    assert needs_customer(payment_state(overdue, NOW))
    assert status_of(overdue).headline.reason is Reason.PAY_OVERDUE
    assert line_of(overdue) == "Not paid yet: it was due on 2026-11-17"


def test_overdue_payment_terms_are_overdue() -> None:
    assert needs_customer(payment_state(order(financial_status="PENDING", payment_overdue=True), NOW))


def test_balance_names_the_amount_due() -> None:
    due = order(financial_status="PARTIALLY_PAID", outstanding=money("12.50"))
    assert line_of(due) == "Partly paid: 12.50 SEK is still due"


def test_unknown_balance_is_not_named() -> None:
    assert line_of(order(financial_status="PARTIALLY_PAID", outstanding=None)) == "Partly paid"


def test_order_with_nothing_outstanding_is_paid() -> None:
    paid = order(financial_status="PARTIALLY_PAID", outstanding=money("0.00"))
    assert status_of(paid).payment.reason is Reason.PAY_PAID
    assert line_of(paid) == "Paid"


@each_row("value", ["PAID", "AUTHORIZED", "PENDING"])
def test_paid_order_is_not_sent(value: str) -> None:
    status = status_of(order(financial_status=value))
    assert not status.parcels[0].sent
    assert status.payment.text


def test_no_money_line_while_nothing_goes_back() -> None:
    money_line = status_of(order()).money
    assert (money_line.refunded, money_line.text) == (None, None)


def test_money_line_has_amount_and_day_of_the_refund() -> None:
    refunded = order(
        refunded=money("49.00"), refunds=(refund(processed_at=ago(days=2)), refund(processed_at=ago(days=1)))
    )
    line = status_of(refunded).money
    assert line.refunded == money("49.00")
    assert line.text
    assert (
        english(line.text)
        == "49.00 SEK was refunded on 2026-11-17. The money often takes 3 to 10 days to show in your account."
    )


def test_money_line_names_no_unknown_day() -> None:
    line = status_of(order(refunded=money("49.00"))).money
    assert line.text
    assert english(line.text) == "49.00 SEK was refunded. The money often takes 3 to 10 days to show in your account."


@each_row(
    ("value", "beginning"),
    [
        ("PENDING", "You haven’t been charged."),
        ("EXPIRED", "You haven’t been charged."),
        ("VOIDED", "You haven’t been charged. If an amount was reserved on your card, your bank releases it"),
        ("AUTHORIZED", "You haven’t been charged. Your bank releases the amount reserved"),
        ("PAID", "You’ve paid, and no refund has been made yet."),
        ("PARTIALLY_PAID", "If you paid and don’t see a refund,"),
        (None, "If you paid and don’t see a refund,"),
    ],
)
def test_money_line_of_a_cancelled_order_depends_on_the_payment(value: str | None, beginning: str) -> None:
    line = status_of(order(cancelled_at=ago(hours=1), financial_status=value, refunded=None)).money
    assert line.text
    assert english(line.text).startswith(beginning)


def test_the_bank_has_shown_a_refund_of_weeks_ago() -> None:
    refunded = order(refunded=money("49.00"), refunds=(refund(processed_at=NOW),))
    for days, is_new in ((21, True), (22, False)):
        line = status_of(refunded, ahead(days=days)).money
        assert line.text
        assert ("The money often takes 3 to 10 days" in english(line.text)) is is_new
