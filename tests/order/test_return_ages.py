from dataclasses import replace

from tests.order.builders import NOW, TRACKED, ZONE, ago, exchange_item, order_return, sent
from tests.sampling import each_row
from tracking.order.ages import Clock, State
from tracking.order.model import Return
from tracking.order.return_ages import agreed_at, return_state_at
from tracking.order.return_state import ReturnState
from tracking.order.vocabulary import Condition, Reason

CLOCK = Clock(now=NOW, zone=ZONE, stalled_days=7)
ON_ITS_WAY = order_return(tracking=(TRACKED,))


def state_of(return_: Return) -> ReturnState:
    return return_state_at(sent(returns=(return_,)), return_, CLOCK)


def test_a_return_could_be_sent_once_it_was_approved() -> None:
    assert agreed_at(order_return()) == ago(days=1)
    assert agreed_at(order_return(approved_at=None)) == ago(days=2)


@each_row("exchanges", [(), (exchange_item(),)])
def test_an_approved_return_is_reminded_of_after_two_weeks(exchanges: tuple[object, ...]) -> None:
    approved = order_return(approved_at=ago(days=14), exchanges=exchanges)
    assert state_of(approved).aged is None
    aged = state_of(replace(approved, approved_at=ago(days=15)))
    assert (aged.condition, aged.aged) == (Condition.ACTION_NEEDED, State.RETURN_APPROVED)
    assert aged.reason is (Reason.EXCHANGE if exchanges else Reason.RETURN_APPROVED)


@each_row("exchanges", [(), (exchange_item(),)])
def test_a_return_on_its_way_is_late_after_thirty_days(exchanges: tuple[object, ...]) -> None:
    sent_back = replace(ON_ITS_WAY, approved_at=ago(days=30), exchanges=exchanges)  # type: ignore[arg-type]
    assert state_of(sent_back).condition is Condition.FINE
    aged = state_of(replace(sent_back, approved_at=ago(days=31)))
    assert (aged.condition, aged.reason) == (Condition.LATE, Reason.RETURN_LATE)


def test_a_return_that_is_over_has_no_age() -> None:
    assert state_of(order_return(status="DECLINED", approved_at=ago(days=99))).aged is None
    assert state_of(order_return(reverse_statuses=("CLOSED",), approved_at=ago(days=99))).aged is None
