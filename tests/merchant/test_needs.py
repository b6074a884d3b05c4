from dataclasses import replace

import pytest

from tests.demo_orders import orders
from tests.fakes import NOW as DEMO_NOW
from tests.merchant.rules import first_need, found_in, need_of
from tests.order.builders import (
    ago,
    ahead,
    disposition,
    event,
    group,
    money,
    order,
    order_return,
    refund,
    repaid,
    sent,
    shipment,
    status_of,
)
from tests.order.usual_figures import usual_policy
from tests.sampling import each_row
from tracking.merchant.needs import CUSTOMER_NEEDS, NEEDS, Need, NeedCode
from tracking.order.model import Order
from tracking.order.vocabulary import Condition


def _sent(**changes: object) -> Order:
    its_order: Order = sent(fulfillments=(shipment(**changes),))
    return its_order


def _silent(days: float) -> Order:
    return _sent(display_status="IN_TRANSIT", created_at=ago(days=days), in_transit_at=ago(days=days))


def _labeled(days: float) -> Order:
    return _sent(display_status="LABEL_PRINTED", created_at=ago(days=days))


def _expected(days: float) -> Order:
    return _sent(display_status="IN_TRANSIT", in_transit_at=ago(days=1), estimated_at=ahead(days=days))


@each_row(
    ("its_order", "need"),
    [
        (_sent(display_status="NOT_DELIVERED"), Need(rank=2, why=NeedCode.PROBLEM)),
        (_silent(15), Need(rank=2, why=NeedCode.PROBLEM)),
        (order(placed_at=ago(days=6)), Need(rank=3, why=NeedCode.LATE_UNSENT)),  # Thursday
        (order(fulfillment_orders=(group(request_status="REJECTED"),)), Need(rank=3, why=NeedCode.LATE_UNSENT)),
        (_labeled(7.1), Need(rank=5, why=NeedCode.NO_SCAN_YET)),
        (_expected(-1), Need(rank=6, why=NeedCode.ESTIMATE_PASSED)),
        (_silent(7.1), Need(rank=7, why=NeedCode.LATE)),
        (_sent(display_status="DELAYED"), Need(rank=7, why=NeedCode.LATE)),
        (order(closed_at=ago(hours=1)), Need(rank=8, why=NeedCode.OUT_OF_STEP)),
        (
            order(financial_status="VOIDED", cancelled_at=ago(hours=1), fulfillment_orders=(group(),)),
            Need(rank=8, why=NeedCode.OUT_OF_STEP),
        ),
    ],
    ids=[
        "not delivered",
        "maybe lost",
        "unsent",
        "request declined",
        "no scan",
        "estimate",
        "silent",
        "delayed",
        "archived",
        "canceled",
    ],
)
def test_need_by_its_rank(its_order: Order, need: Need) -> None:
    assert need_of(its_order) == need


@pytest.mark.parametrize(
    "its_order",
    [
        order(placed_at=ago(days=5)),  # Friday: three working days are over tonight
        _labeled(7),
        _expected(0),
        _silent(7),
        order(fulfillment_orders=(group(status="ON_HOLD", holds=("INCORRECT_ADDRESS",)),)),
        _sent(display_status="READY_FOR_PICKUP"),
        order(financial_status="VOIDED", cancelled_at=ago(hours=1)),
    ],
    ids=["handling time", "label", "estimate", "silence", "held", "ready", "canceled"],
)
def test_order_within_the_limits_needs_nobody(its_order: Order) -> None:
    assert need_of(its_order) is None


def test_silence_is_a_problem_after_twice_stalled_days() -> None:
    assert need_of(_silent(14)) == Need(rank=7, why=NeedCode.LATE)


@pytest.mark.parametrize(
    ("its_order", "then"),
    [
        (order(placed_at=ago(days=6)), Need(rank=3, why=NeedCode.LATE_UNSENT)),
        (_labeled(6), None),
        (_silent(6), None),
    ],
    ids=["unsent", "not scanned", "on its way"],
)
def test_order_slower_than_usual_needs_somebody(its_order: Order, then: Need | None) -> None:
    status = status_of(its_order, its_policy=usual_policy())
    assert first_need(status, ()) == Need(rank=4, why=NeedCode.PAST_USUAL)
    assert first_need(status_of(its_order), ()) == then


@pytest.mark.parametrize(("days", "need"), [(5, None), (8, Need(rank=4, why=NeedCode.PAST_USUAL))])
def test_a_refund_that_takes_longer_than_usual_needs_somebody(days: int, need: Need | None) -> None:
    inspected = order_return(dispositions=(disposition(at=ago(days=days)),))
    arrived = _sent(display_status="DELIVERED", delivered_at=ago(days=20))
    its_order = replace(arrived, returns=(inspected,))
    assert first_need(status_of(its_order, its_policy=usual_policy()), ()) == need
    assert first_need(status_of(its_order), ()) is None


def test_the_shop_s_own_handling_time_has_the_rank_of_its_own() -> None:
    late = status_of(order(placed_at=ago(days=6)), its_policy=usual_policy(has_handling_days=True))
    assert first_need(late, ()) == Need(rank=3, why=NeedCode.LATE_UNSENT)


@pytest.mark.parametrize(("openings", "need"), [(2, None), (3, Need(rank=9, why=NeedCode.OPENED_OFTEN))])
def test_page_opened_three_times_today(openings: int, need: Need | None) -> None:
    assert need_of(_sent(display_status="IN_TRANSIT"), openings_today=openings) == need


@pytest.mark.parametrize("its_order", [_sent(display_status="NOT_DELIVERED"), _sent(display_status="DELIVERED")])
def test_open_answer_comes_first(its_order: Order) -> None:
    assert need_of(its_order, has_open_answer=True, openings_today=9) == Need(rank=1, why=NeedCode.ANSWER)


def test_delivered_order_that_is_opened_often_needs_nobody() -> None:
    assert need_of(_sent(display_status="DELIVERED"), openings_today=9) is None


def test_problem_of_a_return_of_a_delivered_order() -> None:
    its_order = orders()["return-failed"]
    status = status_of(its_order, DEMO_NOW)
    assert status.headline.condition is Condition.DONE
    assert first_need(status, ()) == Need(rank=2, why=NeedCode.PROBLEM)


def test_parcel_that_is_late_and_refunded_needs_nobody() -> None:
    its_order = replace(
        _silent(7.1),
        financial_status="REFUNDED",
        refunded=money("49.00"),
        refunds=(refund(transactions=(repaid("SUCCESS"),)),),
    )
    assert need_of(its_order) is None


def test_worst_parcel_decides() -> None:
    late = shipment(display_status="DELAYED")
    lost = shipment(id="second", events=(event("NOT_DELIVERED", ago(hours=1)),), display_status="NOT_DELIVERED")
    assert need_of(sent(fulfillments=(late, lost))) == Need(rank=2, why=NeedCode.PROBLEM)


def test_every_code_has_a_rank_of_its_own() -> None:
    ranks = {why: row.rank for why, row in NEEDS.items()} | {why: row.rank for why, row in CUSTOMER_NEEDS.items()}
    assert ranks.keys() == set(NeedCode)
    assert sorted(ranks.values()) == [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("openings", [9, pytest.param(0, marks=pytest.mark.audit)])
def test_done_demo_order_in_step_needs_nobody(demo_slugs: list[str], openings: int) -> None:
    done = 0
    for slug in demo_slugs:
        its_order = orders()[slug]
        status = status_of(its_order, DEMO_NOW)
        found = found_in(its_order, DEMO_NOW)
        need = first_need(status, found, openings_today=openings)
        conditions = {status.headline.condition, *(back.condition for back in status.returns)}
        if conditions == {Condition.DONE} and not found:
            done += 1
            assert need is None, slug
        if status.headline.condition in (Condition.PROBLEM, Condition.LATE):
            assert need, slug
    assert done
