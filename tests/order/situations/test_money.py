"""A refund record is not money, and PAID is not settled."""

from dataclasses import replace

import pytest

from tests.order.builders import (
    ago,
    disposition,
    english,
    exchange_item,
    line,
    money,
    order,
    order_return,
    policy,
    refund,
    refunded_units,
    sent,
    shipment,
    status_of,
    transaction,
)
from tests.sampling import each_row
from tracking.i18n.text import Money
from tracking.order.model import Order, Transaction
from tracking.order.vocabulary import Condition, NextStep, Reason, RemovedReason, Stage

NOTHING = refund(total=money("0.00"))


def words_of(its_order: Order) -> str:
    """The sentences about money on the page."""
    status = status_of(its_order)
    phrases = [status.payment.text, status.money.text, status.headline.title, status.headline.text]
    phrases += [entry.text for entry in status.timeline] + [item.text for item in status.removed]
    phrases += [entry.text for entry in status.faq if entry.code == "when_the_money_comes"]
    return " ".join(english(phrase) for phrase in phrases if phrase)


def refunded(*transactions: Transaction, total: Money | None, amount: Money | None, **changes: object) -> Order:
    return sent(refunds=(refund(total=total, transactions=transactions),), refunded=amount, **changes)


# --- a refund of nothing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "its_order",
    [
        sent(refunds=(NOTHING,)),
        sent(refunds=(refund(total=money("0.00"), transactions=(transaction("REFUND", "SUCCESS"),)),)),
        sent(refunds=(NOTHING,), returns=(order_return(status="CLOSED", exchanges=(exchange_item(),)),)),
        order(
            lines=(line(quantity=2, current_quantity=1),),
            refunds=(refund(total=money("0.00"), units=(refunded_units(1, "CANCEL"),)),),
        ),
        order(cancelled_at=ago(days=1), financial_status="PENDING", refunds=(NOTHING,)),
        order(cancelled_at=ago(days=1), gateways=(), refunds=(NOTHING,)),
        sent(refunds=(refund(total=None),), refunded=None),
    ],
    ids=["record", "transaction", "exchange", "removal", "cancelled unpaid", "cancelled free", "unknown amount"],
)
def test_refund_of_nothing_is_no_word_of_a_refund(its_order: Order) -> None:
    assert "efund" not in words_of(its_order)
    assert status_of(its_order).money.refunded is None


# --- under way, failed ------------------------------------------------------------------------------------------------

WHOLE, ZERO = money("49.00"), money("0.00")


# Shopify may count what has not moved yet, or not.
@each_row(
    ("total", "amount", "sentence"),
    [(WHOLE, WHOLE, "A refund of 49.00 SEK is being made."), (ZERO, ZERO, "A refund is being made.")],
)
@each_row("status", ["PENDING", "AWAITING_RESPONSE", "UNKNOWN"])
def test_refund_that_is_pending_is_being_made(total: Money, amount: Money, sentence: str, status: str) -> None:
    pending = refunded(transaction("REFUND", status), total=total, amount=amount, financial_status="PARTIALLY_REFUNDED")
    money_line = status_of(pending).money
    assert money_line.text
    assert english(money_line.text).startswith(sentence)
    assert (money_line.refunded, money_line.reason) == (None, None)
    assert "was refunded" not in words_of(pending)
    assert "partly refunded" not in words_of(pending)


@each_row(("total", "amount"), [(WHOLE, WHOLE), (ZERO, ZERO)])
@each_row("status", ["FAILURE", "ERROR"])
def test_refund_that_failed_was_not_made(total: Money, amount: Money, status: str) -> None:
    failed = refunded(transaction("REFUND", status), total=total, amount=amount, financial_status="PARTIALLY_REFUNDED")
    money_line = status_of(failed).money
    assert (money_line.reason, money_line.refunded) == (Reason.PAY_REFUND_FAILED, None)
    assert "was refunded" not in words_of(failed)
    assert status_of(failed).headline.stage is Stage.SHIPPED


def test_refund_that_failed_leads_to_the_shop_unless_something_comes_first() -> None:
    failed = refunded(transaction("REFUND", "FAILURE"), total=WHOLE, amount=WHOLE)
    assert status_of(failed).advice.code is NextStep.CONTACT
    arrived = replace(failed, fulfillments=(shipment(display_status="DELIVERED"),))
    assert status_of(arrived).advice.code is NextStep.CONTACT
    assert english(status_of(arrived).advice.text).startswith("A refund didn’t go through")
    tried = replace(failed, fulfillments=(shipment(display_status="READY_FOR_PICKUP"),))
    assert status_of(tried).advice.code is NextStep.PICK_UP


@each_row(
    ("status", "told"),
    [
        ("FAILURE", "A refund didn’t go through, so the money hasn’t reached you. Please contact us."),
        ("PENDING", "A refund of 49.00 SEK is being made. The money often takes 3 to 10 days to show in your account."),
    ],
)
def test_refund_that_was_made_is_told_beside_another_one(status: str, told: str) -> None:
    made = refund(total=money("20.00"), processed_at=ago(days=4), transactions=(transaction("REFUND", "SUCCESS"),))
    other = refund(total=WHOLE, transactions=(transaction("REFUND", status),))
    its_status = status_of(sent(refunds=(made, other), refunded=money("20.00"), financial_status="PARTIALLY_REFUNDED"))
    assert its_status.money.refunded == money("20.00")
    assert its_status.money.text
    assert english(its_status.money.text) == f"20.00 SEK was refunded on 2026-11-14. {told}"
    assert not english(its_status.advice.text).startswith("20.00")


def test_failed_refund_is_settled_by_a_later_one() -> None:
    failed = transaction("REFUND", "FAILURE", at=ago(days=2))
    made = transaction("REFUND", "SUCCESS", at=ago(days=1))
    same = refunded(failed, made, total=WHOLE, amount=WHOLE)
    again = sent(
        refunds=(refund(transactions=(failed,)), refund(transactions=(made,))),
        refunded=WHOLE,
        financial_status="REFUNDED",
    )
    for settled in (same, again):
        money_line = status_of(settled).money
        assert (money_line.reason, money_line.refunded) == (None, WHOLE)


@each_row(
    ("first", "last", "beginning"),
    [
        ("PENDING", "SUCCESS", "49.00 SEK was refunded"),
        ("PENDING", "FAILURE", "A refund didn’t go through"),
        ("FAILURE", "PENDING", "A refund of 49.00 SEK is being made"),
    ],
)
def test_later_transaction_of_a_refund_counts(first: str, last: str, beginning: str) -> None:
    both = (transaction("REFUND", first, at=ago(days=2)), transaction("REFUND", last, at=ago(days=1)))
    text = status_of(refunded(*both, total=WHOLE, amount=WHOLE)).money.text
    assert text
    assert english(text).startswith(beginning)


def test_refund_of_which_a_part_is_pending_is_being_made() -> None:
    parts = (transaction("REFUND", "SUCCESS", "gift_card"), transaction("REFUND", "PENDING", "shopify_payments"))
    text = status_of(refunded(*parts, total=WHOLE, amount=WHOLE)).money.text
    assert text
    assert english(text).startswith("A refund is being made")


def test_failed_part_of_a_refund_is_not_settled_by_the_other_part() -> None:
    moment = ago(days=1)
    parts = (
        transaction("REFUND", "SUCCESS", "gift_card", at=moment),
        transaction("REFUND", "FAILURE", "shopify_payments", at=moment),
    )
    assert status_of(refunded(*parts, total=WHOLE, amount=WHOLE)).money.reason is Reason.PAY_REFUND_FAILED


def test_failed_refund_is_seen_among_the_orders_transactions() -> None:
    cut = sent(transactions=(transaction("REFUND", "FAILURE"),))
    assert status_of(cut).money.reason is Reason.PAY_REFUND_FAILED


def test_money_that_moved_is_told_apart_from_money_that_did_not() -> None:
    made = refund(total=money("10.00"), transactions=(transaction("REFUND", "SUCCESS", at=ago(days=2)),))
    pending = refund(total=money("5.00"), transactions=(transaction("REFUND", "PENDING", at=ago(days=1)),))
    line_of_money = status_of(sent(refunds=(made, pending), refunded=money("15.00"))).money
    assert line_of_money.refunded == money("10.00")
    assert line_of_money.text
    assert english(line_of_money.text).startswith(
        "10.00 SEK was refunded on 2026-11-18. A refund of 5.00 SEK is being made."
    )


# --- refunded before sending ------------------------------------------------------------------------------------------


@each_row("status", ["PENDING", "FAILURE"])
def test_refund_before_sending_ends_the_order_before_its_money_has_moved(status: str) -> None:
    early = order(
        financial_status="REFUNDED",
        refunds=(refund(total=WHOLE, transactions=(transaction("REFUND", status),)),),
        refunded=WHOLE,
    )
    page = status_of(early)
    assert (page.headline.stage, page.headline.condition) == (Stage.CANCELLED, Condition.DONE)
    assert page.headline.reason is Reason.CANCELLED_OTHER
    assert "refunded in full" not in words_of(early)
    assert {item.reason for item in page.removed} == {RemovedReason.EDITED}


def test_refund_before_sending_whose_money_has_moved_says_so() -> None:
    page = status_of(order(financial_status="REFUNDED", refunds=(refund(),), refunded=WHOLE))
    assert page.headline.reason is Reason.PAY_REFUNDED
    assert {item.reason for item in page.removed} == {RemovedReason.REFUNDED}


# --- the shop owes ----------------------------------------------------------------------------------------------------


@each_row("value", ["PAID", "PARTIALLY_REFUNDED", "PARTIALLY_PAID"])
def test_negative_balance_goes_back_to_the_customer(value: str) -> None:
    status = status_of(order(financial_status=value, outstanding=money("-20.00")))
    assert status.money.reason is Reason.PAY_OWED_BACK
    assert status.money.text
    assert english(status.money.text).startswith("20.00 SEK goes back to you")
    assert (status.payment.condition, status.payment.due) == (Condition.FINE, None)
    assert status.headline.stage is Stage.PREPARING


def test_owed_back_beside_a_refund_says_both() -> None:
    both = sent(outstanding=money("-20.00"), refunds=(refund(),), refunded=WHOLE)
    text = status_of(both).money.text
    assert text
    assert "49.00 SEK was refunded" in english(text)
    assert "20.00 SEK goes back to you" in english(text)


def test_lost_parcel_that_was_refunded_has_its_money_line() -> None:
    lost = sent(
        fulfillments=(shipment(display_status="IN_TRANSIT", created_at=ago(days=40)),),
        financial_status="REFUNDED",
        refunds=(refund(),),
        refunded=WHOLE,
    )
    assert "49.00 SEK was refunded" in words_of(lost)


# --- the next step ----------------------------------------------------------------------------------------------------

FAILED = (refund(transactions=(transaction("REFUND", "FAILURE"),)),)


@pytest.mark.parametrize(
    "its_order",
    [
        order(refunds=FAILED),
        sent(refunds=FAILED),
        sent(refunds=FAILED, fulfillments=(shipment(display_status="DELIVERED"),)),
        order(refunds=FAILED, cancelled_at=ago(days=1), cancel_reason="CUSTOMER", financial_status="REFUNDED"),
        order(
            refunds=FAILED,
            returns=(order_return(exchanges=(exchange_item(),), dispositions=(disposition("RESTOCKED"),)),),
        ),
    ],
    ids=["preparing", "sent", "delivered", "cancelled", "exchange"],
)
def test_failed_refund_is_the_next_step(its_order: Order) -> None:
    shop = policy(review_url="https://example.com/review", contact_url="https://example.com/contact")
    advice = status_of(its_order, its_policy=shop).advice
    assert (advice.code, advice.url) == (NextStep.CONTACT, shop.contact_url)
