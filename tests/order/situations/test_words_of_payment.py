"""Not everybody pays by card."""

from tests.order.builders import ago, english, group, money, order, order_return, refund, sent, status_of, transaction
from tests.sampling import each_row
from tracking.order.model import Order

OTHERS = ["Klarna", "klarna_payments", "paypal", "gift_card", "shopify_store_credit", "Bank Deposit", "My own method"]
CARDS = ["shopify_payments", "Credit Card", "stripe", "Kreditkarte"]
BANK_DAYS = "3 to 10 days to show in your account"


def line_of(its_order: Order) -> str:
    phrase = status_of(its_order).payment.text
    assert phrase
    return english(phrase)


def words_of(its_order: Order) -> str:
    """Everything that the page says of the payment."""
    status = status_of(its_order)
    texts = [status.payment.text, status.money.text, status.headline.text, *(parcel.text for parcel in status.parcels)]
    return " ".join(english(phrase) for phrase in texts if phrase)


@each_row("gateway", OTHERS)
def test_nothing_but_a_card_is_a_card(gateway: str) -> None:
    for changes in ({}, {"cancelled_at": ago(days=1)}, {"fulfillment_orders": (group(status="IN_PROGRESS"),)}):
        assert "card" not in words_of(order(financial_status="AUTHORIZED", gateways=(gateway,), **changes)).replace(
            "gift card", ""
        )
    assert "card" not in words_of(order(financial_status="VOIDED", gateways=(gateway,), cancelled_at=ago(days=1)))
    rest = order(
        financial_status="PARTIALLY_PAID", gateways=(gateway,), outstanding=money("20.00"), capturable=money("20.00")
    )
    assert line_of(rest) == "Partly paid, the rest is reserved"


@each_row("gateway", CARDS)
def test_a_card_is_named(gateway: str) -> None:
    reserved = order(financial_status="AUTHORIZED", gateways=(gateway,))
    assert line_of(reserved) == "Reserved on your card, charged when the order is sent"
    assert "reserved on your card" in words_of(reserved)


def test_card_beside_a_gift_card_is_a_card() -> None:
    both = order(financial_status="AUTHORIZED", gateways=("gift_card", "shopify_payments"))
    assert line_of(both) == "Reserved on your card, charged when the order is sent"
    mixed = order(financial_status="AUTHORIZED", gateways=("paypal", "shopify_payments"))
    assert line_of(mixed) == "Reserved, charged when the order is sent"


@each_row(("gateway", "line"), [("Klarna", "Reserved"), ("shopify_payments", "Reserved on your card")])
def test_sent_order_is_not_charged_when_it_is_sent(gateway: str, line: str) -> None:
    assert line_of(sent(financial_status="AUTHORIZED", gateways=(gateway,))) == line


def test_paypal_that_was_paid_is_paid() -> None:
    assert line_of(order(gateways=("paypal",))) == "Paid"


@each_row(
    ("gateway", "end"),
    [
        ("gift_card", "on 2026-11-18. It’s on your gift card."),
        ("shopify_store_credit", "on 2026-11-18. It’s in your store credit."),
        ("cash", "on 2026-11-18."),
        ("shopify_payments", f"The money often takes {BANK_DAYS}."),
        ("Bank Deposit", f"The money often takes {BANK_DAYS}."),
    ],
)
@each_row("has_transactions", [True, False])
def test_only_banks_need_days(gateway: str, end: str, *, has_transactions: bool) -> None:
    made = (transaction("REFUND", "SUCCESS", gateway),) if has_transactions else ()
    back = sent(
        gateways=("shopify_payments",) if has_transactions else (gateway,),
        refunded=money("49.00"),
        refunds=(refund(transactions=made),),
    )
    assert words_of(back).count(BANK_DAYS) == end.count(BANK_DAYS)
    text = status_of(back).money.text
    assert text
    assert english(text).endswith(end)


@each_row(("gateway", "has_bank"), [("gift_card", False), ("shopify_payments", True)])
def test_answer_on_the_money_names_the_days_of_a_bank_only_where_there_is_one(gateway: str, *, has_bank: bool) -> None:
    status = status_of(sent(gateways=(gateway,), returns=(order_return(),)))
    (answer,) = (entry.text for entry in status.faq if entry.code == "when_the_money_comes")
    assert (BANK_DAYS in english(answer)) is has_bank


def test_refund_to_a_gift_card_and_a_bank_takes_the_banks_days() -> None:
    made = (transaction("REFUND", "SUCCESS", "gift_card"), transaction("REFUND", "SUCCESS", "shopify_payments"))
    assert BANK_DAYS in words_of(sent(refunded=money("49.00"), refunds=(refund(transactions=made),)))


def test_cancelled_order_that_cost_nothing_was_not_paid() -> None:
    status = status_of(order(gateways=(), cancelled_at=ago(days=1)))
    assert [english(each) for each in (status.payment.text, status.money.text) if each] == [
        "You haven’t been charged",
        "You haven’t been charged.",
    ]
