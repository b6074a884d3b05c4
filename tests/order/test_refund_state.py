import pytest

from tests.order.builders import money, order, order_return, refund, refunded_units, repaid
from tracking.order.model import Refund, ReturnUnits
from tracking.order.refund_state import Payout, RefundState, is_fully_refunded, moved, payout, refund_state, refunds_of

NOTHING = money("0.00")


@pytest.mark.parametrize(
    ("its_refund", "state"),
    [
        (refund(), RefundState.MOVED),
        (refund(transactions=(repaid("SUCCESS"),)), RefundState.MOVED),
        (refund(transactions=(repaid("FAILURE"), repaid("SUCCESS"))), RefundState.MOVED),
        (refund(total=None, transactions=(repaid("SUCCESS"),)), RefundState.MOVED),
        (refund(transactions=(repaid("PENDING"),)), RefundState.PENDING),
        (refund(transactions=(repaid("AWAITING_RESPONSE"),)), RefundState.PENDING),
        (refund(total=NOTHING, transactions=(repaid("PENDING"),)), RefundState.PENDING),
        (refund(transactions=(repaid("FAILURE"),)), RefundState.FAILED),
        (refund(transactions=(repaid("ERROR"),)), RefundState.FAILED),
        (refund(total=NOTHING, transactions=(repaid("FAILURE"),)), RefundState.FAILED),
        (refund(total=NOTHING), RefundState.NOTHING),
        (refund(total=NOTHING, transactions=(repaid("SUCCESS"),)), RefundState.NOTHING),
        (refund(total=None), RefundState.NOTHING),
    ],
)
def test_refund_state_follows_transactions_and_amount(its_refund: Refund, state: RefundState) -> None:
    assert refund_state(its_refund) is state
    assert moved((its_refund,)) == ((its_refund,) if state is RefundState.MOVED else ())


@pytest.mark.parametrize(
    ("gateways", "place"),
    [
        (["shopify_payments"], Payout.BANK),
        (["gift_card"], Payout.GIFT_CARD),
        (["shopify_store_credit"], Payout.STORE_CREDIT),
        (["Store Credit"], Payout.STORE_CREDIT),
        (["cash"], Payout.OTHER),
        (["gift_card", "shopify_store_credit"], Payout.OTHER),
        (["gift_card", "paypal"], Payout.BANK),
        ([], Payout.BANK),
    ],
)
def test_payout_follows_the_gateway(gateways: list[str], place: Payout) -> None:
    assert payout((refund(transactions=tuple(repaid("SUCCESS", each) for each in gateways)),)) is place


def test_payout_by_hand_needs_no_bank() -> None:
    assert payout((refund(transactions=(repaid("SUCCESS", "Bank Deposit", is_manual=True),)),)) is Payout.OTHER


def test_refunds_of_a_return_are_made_from_it() -> None:
    own, other = refund(return_id="return"), refund(return_id="another")
    assert refunds_of(order(refunds=(own, other)), order_return()) == (own,)


def test_refund_from_the_order_is_of_the_return_whose_units_are_refunded() -> None:
    back = refund(units=(refunded_units(1, "RETURN"),))
    cancelled = refund(units=(refunded_units(1, "CANCEL"),))
    counted = order_return(units=(ReturnUnits(line_id="mug", quantity=1, refunded_quantity=1),))
    assert refunds_of(order(refunds=(back, cancelled)), counted) == (back,)
    assert refunds_of(order(refunds=(back, cancelled)), order_return()) == ()


def test_order_is_fully_refunded_by_status_and_settled_refunds() -> None:
    assert is_fully_refunded(order(financial_status="REFUNDED"))
    assert is_fully_refunded(order(financial_status="REFUNDED", refunds=(refund(),)))
    assert not is_fully_refunded(order(financial_status="PARTIALLY_REFUNDED", refunds=(refund(),)))
    for status in ("PENDING", "FAILURE"):
        its_refund = refund(transactions=(repaid(status),))
        assert not is_fully_refunded(order(financial_status="REFUNDED", refunds=(its_refund,)))
