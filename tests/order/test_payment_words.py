from datetime import date

from tests.order.builders import english, money
from tracking.order.payment_rules import Detail
from tracking.order.payment_words import TEXTS, payment_line
from tracking.order.vocabulary import Reason

DAY = date(2026, 12, 26)


def test_line_is_as_exact_as_amount_and_day_allow() -> None:
    due = money("20.00")
    lines = [payment_line(Reason.PAY_LATER, Detail.REST, amount, on) for amount in (None, due) for on in (None, DAY)]
    assert [english(line) for line in lines] == [
        "Partly paid, the rest is due later",
        "Due by 2026-12-26",
        "Partly paid: 20.00 SEK is due later",
        "Partly paid: 20.00 SEK is due by 2026-12-26",
    ]


def test_line_of_a_reason_without_variants_is_its_own() -> None:
    assert payment_line(Reason.PAY_VOIDED, Detail.NONE, money("20.00"), None) == TEXTS[Reason.PAY_VOIDED]


def test_line_holds_no_value_that_it_does_not_show() -> None:
    line = payment_line(Reason.PAY_ON_DELIVERY, Detail.NONE, money("20.00"), None)
    assert set(line.values) == {"amount"}
