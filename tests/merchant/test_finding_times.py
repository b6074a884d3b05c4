from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.order.builders import NOW as AT_NOON
from tests.order.builders import ago, event, group, money, order, policy, sent, shipment
from tests.order.strategies import orders
from tracking.directory.judgement import Judgement, judge_order
from tracking.merchant.finding_rules import MerchantRules
from tracking.order.model import Order

POLICY, RULES, TICK = policy(), MerchantRules(), datetime.resolution
SECONDS = st.integers(0, 200 * 24 * 3600)


def judged(its_order: Order, now: datetime = AT_NOON) -> Judgement:
    return judge_order(its_order, fetched_at=AT_NOON, now=now, policy=POLICY, finding_rules=RULES)


def findings(judgement: Judgement) -> tuple[object, ...]:
    return judgement.found_rank, judgement.found_why, judgement.out_of_step


@given(orders, SECONDS, SECONDS)
def test_findings_of_any_order_stay_until_it_is_judged_again(invented: Order, seconds: int, more: int) -> None:
    now = AT_NOON + timedelta(seconds=seconds)
    found = judged(invented, now)
    then = found.judge_at or now + timedelta(seconds=more + 1)
    assert now < then
    assert findings(judged(invented, then - TICK)) == findings(found)


def next_findings(its_order: Order) -> list[tuple[datetime, list[str]]]:
    """The findings at each judgement that changes them, for a hundred days."""
    found = judged(its_order)
    seen = [(AT_NOON, found.out_of_step)]
    while found.judge_at and found.judge_at < AT_NOON + timedelta(days=100):
        now = found.judge_at
        found = judged(its_order, now)
        if found.out_of_step != seen[-1][1]:
            seen.append((now, found.out_of_step))
    return seen


def test_money_that_is_reserved_for_a_finished_order_lapses() -> None:
    finished = sent(
        fulfillments=(shipment(display_status="DELIVERED", delivered_at=ago(days=1)),),
        placed_at=ago(days=2),
        financial_status="AUTHORIZED",
        capturable=money("49.00"),
    )
    assert judged(finished).finished_at
    assert [codes for _, codes in next_findings(finished)] == [[], ["authorization_lapsing"]]


def test_a_request_to_stop_a_finished_order_stays_unanswered() -> None:
    stopping = group(request_status="CANCELLATION_REQUESTED")
    canceled = order(financial_status="VOIDED", cancelled_at=ago(hours=1), lines=(), fulfillment_orders=(stopping,))
    assert judged(canceled).finished_at
    assert [codes for _, codes in next_findings(canceled)] == [[], ["request_unanswered"]]


def test_a_scan_after_the_delivery_of_a_finished_order_grows_old() -> None:
    scans = (event("DELIVERED", ago(days=2)), event("IN_TRANSIT", ago(days=1)))
    finished = sent(fulfillments=(shipment(display_status="DELIVERED", delivered_at=ago(days=2), events=scans),))
    (_, first), (then, second) = next_findings(finished)
    assert (first, second) == (["delivered_but_moving"], [])
    assert then == ago(days=1) + timedelta(days=POLICY.stalled_days) + TICK


@pytest.mark.parametrize("its_order", [sent(fulfillments=(shipment(display_status="DELIVERED"),))], ids=["delivered"])
def test_a_finished_order_in_which_nothing_can_be_found_is_never_judged_again(its_order: Order) -> None:
    assert judged(its_order).finished_at
    assert judged(its_order).judge_at is None
