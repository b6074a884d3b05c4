from tests.order.builders import ago, money, order, refund, transaction
from tests.sampling import each_row
from tracking.i18n.text import Money
from tracking.order.refunds import RefundState, amount_of, has_moved_money, last_refunded_at, refund_state

WHOLE, ZERO = money("49.00"), money("0.00")


@each_row(
    ("total", "statuses", "state"),
    [
        (WHOLE, (), RefundState.MADE),
        (ZERO, (), RefundState.NOTHING),
        (None, (), RefundState.NOTHING),
        (WHOLE, ("SUCCESS",), RefundState.MADE),
        (None, ("SUCCESS",), RefundState.MADE),
        (ZERO, ("SUCCESS",), RefundState.NOTHING),
        (WHOLE, ("PENDING",), RefundState.UNDER_WAY),
        (ZERO, ("PENDING",), RefundState.UNDER_WAY),
        (WHOLE, ("FAILURE",), RefundState.FAILED),
        (ZERO, ("ERROR",), RefundState.FAILED),
        (ZERO, ("FAILURE", "PENDING"), RefundState.UNDER_WAY),
        (WHOLE, ("FAILURE", "SUCCESS"), RefundState.MADE),
    ],
)
def test_state_of_a_refund(total: Money | None, statuses: tuple[str, ...], state: RefundState) -> None:
    made = tuple(transaction("REFUND", status) for status in statuses)
    assert refund_state(refund(total=total, transactions=made)) is state


def test_suggested_refund_moves_nothing() -> None:
    suggested = refund(total=ZERO, transactions=(transaction("SUGGESTED_REFUND", "SUCCESS"),))
    assert refund_state(suggested) is RefundState.NOTHING


def test_day_of_the_refund_is_that_of_the_last_one_with_money() -> None:
    refunds = (refund(processed_at=ago(days=3)), refund(processed_at=ago(days=1), total=ZERO))
    assert last_refunded_at(order(refunds=refunds)) == ago(days=3)


def test_amount_of_a_state_is_the_sum_of_its_refunds() -> None:
    both = order(refunds=(refund(), refund(total=money("1.00"))))
    assert amount_of(both, RefundState.MADE) == money("50.00")
    assert amount_of(both, RefundState.FAILED) is None


@each_row(("amount", "moved"), [(WHOLE, True), (ZERO, False), (None, True)])
def test_unknown_amount_is_believed_to_have_moved(amount: Money | None, *, moved: bool) -> None:
    assert has_moved_money(order(financial_status="REFUNDED", refunded=amount)) is moved
