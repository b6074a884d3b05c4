from tests.order.builders import ago, money, order, order_return, refund, refunded_units, repaid
from tests.sampling import each_row
from tracking.order.model import ReturnUnits
from tracking.order.refunds import RefundState
from tracking.order.return_refunds import is_fully_refunded, moved, refunds_of, states_of


def test_refunds_of_a_return_are_made_from_it() -> None:
    own, other = refund(return_id="return"), refund(return_id="another")
    assert refunds_of(order(refunds=(own, other)), order_return()) == (own,)


def test_refund_from_the_order_is_of_the_return_whose_units_are_refunded() -> None:
    back = refund(units=(refunded_units(1, "RETURN"),))
    cancelled = refund(units=(refunded_units(1, "CANCEL"),))
    counted = order_return(units=(ReturnUnits(line_id="mug", quantity=1, refunded_quantity=1),))
    assert refunds_of(order(refunds=(back, cancelled)), counted) == (back,)
    assert refunds_of(order(refunds=(back, cancelled)), order_return()) == ()


def test_money_of_a_refund_of_nothing_has_not_moved() -> None:
    made = refund(transactions=(repaid("SUCCESS"),))
    assert moved((made, refund(total=money("0.00")), refund(transactions=(repaid("PENDING"),)))) == (made,)


def test_failed_refund_counts_until_a_later_one_takes_its_place() -> None:
    failed = refund(processed_at=ago(hours=3), transactions=(repaid("FAILURE"),))
    again = refund(processed_at=ago(hours=1), transactions=(repaid("PENDING"),))
    earlier = refund(processed_at=ago(hours=9), transactions=(repaid("SUCCESS"),))
    assert states_of((again, failed)) == {RefundState.UNDER_WAY}
    assert states_of((earlier, failed)) == {RefundState.MADE, RefundState.FAILED}


def test_order_is_fully_refunded_by_its_status() -> None:
    assert is_fully_refunded(order(financial_status="REFUNDED"))
    assert is_fully_refunded(order(financial_status="REFUNDED", refunds=(refund(),)))
    assert not is_fully_refunded(order(financial_status="PARTIALLY_REFUNDED", refunds=(refund(),)))


@each_row("status", ["PENDING", "FAILURE"])
def test_order_whose_refund_is_unsettled_is_not_fully_refunded(status: str) -> None:
    assert not is_fully_refunded(order(financial_status="REFUNDED", refunds=(refund(transactions=(repaid(status),)),)))
