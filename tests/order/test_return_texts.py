from tests.order.builders import NOW, ZONE, ago, english, order_return, refund, sent
from tests.sampling import each_row
from tracking.order.ages import Clock
from tracking.order.model import Return, ReturnUnits
from tracking.order.return_state import return_state
from tracking.order.return_texts import return_text

CLOCK = Clock(now=NOW, zone=ZONE)
TWO = (ReturnUnits(line_id="mug", quantity=2, refunded_quantity=0),)


def said(return_: Return, **changes: object) -> tuple[str, str]:
    order_ = sent(returns=(return_,), **changes)
    title, body = return_text(order_, return_, return_state(order_, return_), CLOCK)
    return english(title), english(body)


def test_text_is_that_of_the_reason() -> None:
    assert said(order_return())[0] == "Return approved"


@each_row(
    ("reason", "why"),
    [
        ("FINAL_SALE", "It was a final sale, which the shop doesn’t take back."),
        (None, "The shop can tell you why."),
        ("NEWS_OF_2030", "The shop can tell you why."),
    ],
)
def test_declined_return_says_why(reason: str | None, why: str) -> None:
    declined = order_return(status="DECLINED", decline_reason=reason)
    assert said(declined)[1] == f"We couldn’t accept this return. {why}"


def test_rarer_situation_has_its_own_title() -> None:
    assert said(order_return(status="CLOSED"))[0] == "Your return was closed"


def test_refund_without_transactions_is_shown_by_a_bank() -> None:
    back = order_return(reverse_statuses=("CLOSED",))
    assert "The money often takes 3 to 10 days" in said(back, refunds=(refund(return_id="return"),))[1]


def test_the_bank_has_shown_a_refund_of_weeks_ago() -> None:
    back = order_return(reverse_statuses=("CLOSED",))
    long_ago = refund(return_id="return", processed_at=ago(days=22))
    assert said(back, refunds=(long_ago,))[1] == "The refund was made."
