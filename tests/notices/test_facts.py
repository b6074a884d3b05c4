from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import NOW as DEMO_NOW
from tests.notices.situations import demo_situations, part_of, situation_of
from tests.order.builders import NOW, ago, ahead, by_hand, event, group, method, order, order_return, sent, shipment
from tests.sampling import each_row
from tracking.notices.codes import NoticeCode
from tracking.notices.facts import (
    BAD,
    FELT,
    REMINDER,
    ROWS,
    Fact,
    FactRule,
    all_has_arrived,
    bad_facts,
    facts,
    is_late,
    mark,
)
from tracking.order.model import Order
from tracking.order.vocabulary import Reason, Route


def facts_of(its: Order) -> list[Fact]:
    return list(facts(situation_of(its), NOW))


def codes_of(its: Order) -> set[NoticeCode]:
    return {fact.code for fact in facts_of(its)}


def ready(hours: float, **changes: object) -> Order:
    parcel = shipment(events=(event("READY_FOR_PICKUP", ago(hours=hours)),), created_at=ago(days=6))
    return sent(fulfillments=(parcel,), **changes)


@each_row("row", ROWS, ids=[f"{at}-{row.code}" for at, row in enumerate(ROWS)])
def test_every_row_is_true_of_an_order_of_the_demo(row: FactRule) -> None:
    assert any(row.matches(part) for true in demo_situations().values() for part in true.parts)


def test_demo_has_every_code_that_is_a_state() -> None:
    found = {fact.code for true in demo_situations().values() for fact in facts(true, DEMO_NOW, 7)}
    assert found == set(NoticeCode) - {NoticeCode.NEW_DATE, NoticeCode.BACK_ON_TRACK}


def test_ordinary_order_has_nothing_to_tell() -> None:
    assert facts_of(order()) == []
    assert codes_of(sent(fulfillments=(shipment(events=(event("IN_TRANSIT", ago(hours=1)),)),))) == {NoticeCode.SENT}


@each_row(
    ("hold", "code"),
    [
        ("INVENTORY_OUT_OF_STOCK", NoticeCode.NOT_SENT_YET),
        ("UNKNOWN_DELIVERY_DATE", NoticeCode.NOT_SENT_YET),
        ("INCORRECT_ADDRESS", NoticeCode.YOU_CAN_HELP),
        ("HIGH_RISK_OF_FRAUD", None),
        ("OTHER", None),
    ],
)
def test_hold_is_told_where_the_customer_feels_it_or_can_help(hold: str, code: NoticeCode | None) -> None:
    held = order(fulfillment_orders=(group(status="ON_HOLD", holds=(hold,)),))
    assert codes_of(held) == ({code} if code else set())


def test_parcel_at_a_pickup_point_is_ready_at_once_and_a_reminder_after_three_days() -> None:
    assert codes_of(ready(71)) == {NoticeCode.READY}
    reminder = next(fact for fact in facts_of(ready(72)) if fact.code is NoticeCode.YOU_CAN_HELP)
    assert reminder.since == NOW
    assert timedelta(hours=72) == REMINDER


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"placed_at": ago(days=9), "payment_due_at": ago(days=2)}, [Reason.PAY_OVERDUE]),
        ({"placed_at": ago(days=2), "payment_due_at": ahead(days=2)}, []),
        ({"placed_at": ago(days=9)}, []),
    ],
    ids=["past its day", "before its day", "no day"],
)
def test_transfer_is_told_when_its_day_has_passed(changes: dict[str, object], about: list[Reason]) -> None:
    told = [fact.about for fact in facts_of(by_hand("Bank Deposit", **changes)) if fact.code is NoticeCode.YOU_CAN_HELP]
    assert told == about


def test_own_driver_s_delivery_is_not_sent_but_out() -> None:
    source = group(status="CLOSED", units=(), fulfillment_ids=("parcel",), delivery=method(method="LOCAL"))
    out = sent(fulfillments=(shipment(display_status="OUT_FOR_DELIVERY", tracking=()),), fulfillment_orders=(source,))
    (fact,) = facts_of(out)
    assert (fact.code, fact.route) == (NoticeCode.OUT_FOR_DELIVERY, Route.LOCAL_DELIVERY)


def test_exchange_is_told_when_the_goods_are_back() -> None:
    back = demo_situations()
    told = {
        fact.about for true in back.values() for fact in facts(true, DEMO_NOW) if fact.code is NoticeCode.RETURN_NEWS
    }
    assert told == {"return_received", "return_inspected", "return_missing", "return_failed", "return_refunded"}
    assert codes_of(sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(order_return(),))) == {
        NoticeCode.DELIVERED
    }


def test_late_stays_the_same_fact_when_its_reason_changes() -> None:
    assert mark(NoticeCode.DELAYED, "a", "stalled") == mark(NoticeCode.DELAYED, "a", "delayed")
    assert mark(NoticeCode.PROBLEM, "a", "returning") != mark(NoticeCode.PROBLEM, "a", "maybe_lost")
    assert mark(NoticeCode.SENT, "a", "") == mark(NoticeCode.PARTLY_SENT, "a", "")
    assert mark(NoticeCode.NOT_SENT_YET, "a", "hold_stock") != mark(NoticeCode.NOT_SENT_YET, "a", "older_than_usual")


def test_wait_for_a_day_is_not_late() -> None:
    assert is_late(NoticeCode.NOT_SENT_YET, Reason.OLDER_THAN_USUAL)
    assert not is_late(NoticeCode.NOT_SENT_YET, "2026-12-01")
    assert not any(is_late(NoticeCode.NOT_SENT_YET, reason) for reason in FELT)


def test_everything_has_arrived_only_by_reports_and_without_a_return() -> None:
    delivered = shipment(display_status="DELIVERED", delivered_at=ago(days=1), created_at=ago(days=3))
    assert all_has_arrived(situation_of(sent(fulfillments=(delivered,))))
    assert not all_has_arrived(situation_of(sent(fulfillments=(delivered,), returns=(order_return(),))))
    silent = shipment(tracking=(), created_at=ago(days=20))  # it should have arrived
    assert not all_has_arrived(situation_of(sent(fulfillments=(silent,), fulfillment_orders=())))
    assert not all_has_arrived(situation_of(order(cancelled_at=ago(hours=1))))


def test_feedback_is_asked_when_all_arrivals_have_a_time_that_is_long_ago() -> None:
    for days, count in ((6, 0), (7, 1)):
        parcel = shipment(events=(event("DELIVERED", ago(days=days)),), created_at=ago(days=9))
        true = situation_of(sent(fulfillments=(parcel,)))
        assert sum(fact.code is NoticeCode.HOW_WAS_IT for fact in facts(true, NOW, 7)) == count
        assert all(fact.code is not NoticeCode.HOW_WAS_IT for fact in facts(true, NOW))
    untimed = situation_of(sent(fulfillments=(shipment(display_status="DELIVERED"),)))
    assert all(fact.code is not NoticeCode.HOW_WAS_IT for fact in facts(untimed, ahead(days=90), 7))


def test_something_is_wrong_with_a_part_where_a_letter_would_say_so() -> None:
    assert bad_facts(part_of(shipment(display_status="NOT_DELIVERED")), NOW)
    assert not bad_facts(part_of(shipment(display_status="DELIVERED")), NOW)
    waiting = situation_of(ready(10)).parts[0]
    assert not bad_facts(waiting, NOW)
    assert bad_facts(waiting, ahead(days=3))
    assert not bad_facts(replace(waiting, since=None), ahead(days=3))
    assert NoticeCode.RETURN_NEWS not in BAD
