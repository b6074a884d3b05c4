from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.demo_orders import orders
from tests.fakes import NOW as DEMO_NOW
from tests.notices.situations import POLICY, demo_situations, part_of, situation_of
from tests.order.builders import (
    NOW,
    ago,
    disposition,
    download,
    edit,
    event,
    group,
    method,
    money,
    order,
    order_return,
    place,
    sent,
    shipment,
)
from tests.order.usual_figures import usual_policy
from tests.sampling import each_row
from tracking.notices.codes import NoticeCode
from tracking.notices.facts import BAD, Fact, facts
from tracking.notices.situation import Situation, situation
from tracking.order.model import Order
from tracking.order.status import order_status
from tracking.order.vocabulary import Reason

_MOMENT = timedelta(seconds=1)


def bad_facts_of(true: Situation, now: datetime) -> Iterator[Fact]:
    return (fact for fact in facts(true, now) if fact.code in BAD and fact.part and fact.since and fact.since <= now)


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.audit)])
def test_trouble_of_a_demo_order_begins_at_the_moment_that_is_said(step: int) -> None:
    wrong = [(slug, each) for slug, true in demo_situations().items() for each in bad_facts_of(true, DEMO_NOW)]
    for slug, fact in wrong[::step]:
        assert fact.since
        for at, is_true in ((fact.since - _MOMENT, False), (fact.since + _MOMENT, True)):
            found = facts(situation_of(orders()[slug], at), at)
            assert any((each.mark, each.about) == (fact.mark, fact.about) for each in found) is is_true, (slug, fact)


def _silent(status: str, days: int, **changes: object) -> Order:
    parcel = shipment(events=(event(status, ago(days=days)),), created_at=ago(days=days + 1), **changes)
    return sent(fulfillments=(parcel,))


def _without_scans(status: str, days: int) -> Order:
    parcel = shipment(display_status=status, created_at=ago(days=days), updated_at=ago(days=days))
    return sent(fulfillments=(parcel,))


_ABROAD = group(status="CLOSED", units=(), fulfillment_ids=("parcel",), location=place(country="CN"), delivery=method())


@each_row(
    ("its", "reason"),
    [
        (_silent("IN_TRANSIT", 8), Reason.STALLED),
        (_silent("ATTEMPTED_DELIVERY", 7), Reason.STALLED),
        (_silent("BUYER_ACTION_REQUIRED", 16), Reason.STALLED),
        (_without_scans("IN_TRANSIT", 8), Reason.STALLED),
        (_without_scans("ATTEMPTED_DELIVERY", 6), Reason.STALLED),
        (_without_scans("LABEL_PRINTED", 8), Reason.NO_SCAN_YET),
        (_without_scans("OUT_FOR_DELIVERY", 3), Reason.ESTIMATE_PASSED),
        (_silent("IN_TRANSIT", 15), Reason.MAYBE_LOST),
        (_without_scans("IN_TRANSIT", 15), Reason.MAYBE_LOST),
        (replace(_silent("IN_TRANSIT", 22), fulfillment_orders=(_ABROAD,)), Reason.MAYBE_LOST),
        (_silent("LABEL_PRINTED", 8), Reason.NO_SCAN_YET),
        (_silent("OUT_FOR_DELIVERY", 3), Reason.ESTIMATE_PASSED),
        (_silent("IN_TRANSIT", 4, estimated_at=ago(days=1)), Reason.ESTIMATE_PASSED),
        (_silent("READY_FOR_PICKUP", 20), Reason.PICKUP_OVER),
        (_silent("READY_FOR_PICKUP", 4), Reason.AT_PICKUP_POINT),
        (order(placed_at=ago(days=8)), Reason.OLDER_THAN_USUAL),
        (order(placed_at=ago(days=8), fulfillment_orders=(group(),)), Reason.OLDER_THAN_USUAL),
        (order(lines=(download(),), placed_at=ago(hours=3)), Reason.OLDER_THAN_USUAL),
    ],
    ids=[
        "silent",
        "tried",
        "question",
        "status alone",
        "tried, status alone",
        "label, status alone",
        "out for delivery, status alone",
        "long silent",
        "long silent, status alone",
        "long silent abroad",
        "label",
        "out for delivery",
        "estimate",
        "pickup over",
        "reminder",
        "unsent",
        "group",
        "download",
    ],
)
def test_trouble_made_by_time_alone_begins_at_the_moment_that_is_said(its: Order, reason: Reason) -> None:
    (fact,) = bad_facts_of(situation_of(its), NOW)
    assert fact.about == reason
    assert fact.since
    for at, is_true in ((fact.since - _MOMENT, False), (fact.since + _MOMENT, True)):
        assert (fact.mark in {each.mark for each in facts(situation_of(its, at), at)}) is is_true


@pytest.mark.parametrize(
    ("its", "code"),
    [
        (order(placed_at=ago(days=8)), NoticeCode.NOT_SENT_YET),
        (_silent("LABEL_PRINTED", 5), NoticeCode.NOT_SENT_YET),
        (_silent("IN_TRANSIT", 6), NoticeCode.DELAYED),
    ],
    ids=["unsent", "not scanned", "on its way"],
)
def test_slow_step_is_told_from_the_day_that_the_page_has_named(its: Order, code: NoticeCode) -> None:
    known = usual_policy()

    def told_at(at: datetime) -> list[Fact]:
        return list(bad_facts_of(situation(order_status(its, at, known), its, at, known), NOW))

    (fact,) = told_at(NOW)
    assert fact.code is code
    assert fact.since
    assert [told_at(at) != [] for at in (fact.since - _MOMENT, fact.since + _MOMENT)] == [False, True]


def test_day_by_which_the_shop_counts_a_parcel_as_lost() -> None:
    its, strict = _silent("IN_TRANSIT", 10), replace(POLICY, lost_days=9)
    part = situation(order_status(its, NOW, strict), its, NOW, strict).parts[0]
    assert (part.reason, part.since) == (Reason.MAYBE_LOST, ago(days=1))


def test_hold_has_no_time() -> None:
    held = situation_of(order(fulfillment_orders=(group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",)),)))
    part = held.part("pending-group")
    assert part
    assert part.since is None


def test_report_that_is_repeated_counts_from_the_first_of_them() -> None:
    reports = [
        event(status, ago(hours=hours))
        for status, hours in (("DELAYED", 30), ("IN_TRANSIT", 20), ("DELAYED", 9), ("DELAYED", 2))
    ]
    part = situation_of(sent(fulfillments=(shipment(events=tuple(reports), created_at=ago(hours=40)),))).part(
        "shipment-parcel"
    )
    assert part
    assert part.since == ago(hours=9)


def test_status_without_a_report_has_no_time() -> None:
    part = part_of(shipment(display_status="DELAYED"))
    assert (part.reason, part.since) == (Reason.DELAYED, None)


def test_payment_is_overdue_from_the_end_of_its_day_and_a_balance_due_since_the_edit() -> None:
    owing = {"outstanding": money("49.00"), "has_payment_terms": True}
    overdue = order(placed_at=ago(days=9), financial_status="PENDING", payment_due_at=ago(days=1), **owing)
    part = situation_of(overdue).part("")
    assert part
    assert (part.reason, part.since) == (Reason.PAY_OVERDUE, datetime(2026, 11, 17, 23, tzinfo=UTC))
    balance = order(financial_status="PARTIALLY_PAID", outstanding=money("9.00"), is_edited=True, edits=(edit(),))
    assert (its := situation_of(balance).part(""))
    assert (its.reason, its.since) == (Reason.PAY_BALANCE_DUE, ago(hours=1))
    unedited = situation_of(replace(balance, is_edited=False, edits=())).part("")
    assert unedited
    assert unedited.since == balance.placed_at


@pytest.mark.parametrize(
    ("changes", "reason", "since"),
    [
        ({"dispositions": (disposition("RESTOCKED", at=ago(hours=5)),)}, Reason.RETURN_INSPECTED, ago(hours=5)),
        ({"dispositions": (disposition("MISSING", at=ago(hours=5)),)}, Reason.RETURN_MISSING, ago(hours=5)),
        ({"reverse_statuses": ("CLOSED",)}, Reason.RETURN_RECEIVED, None),
        ({"status": "CLOSED", "closed_at": ago(hours=3)}, Reason.RETURN_FAILED, ago(hours=3)),
        ({}, Reason.RETURN_APPROVED, ago(days=1)),
    ],
)
def test_return_has_the_time_of_its_goods(changes: dict[str, object], reason: Reason, since: datetime | None) -> None:
    back = sent(fulfillments=(shipment(display_status="DELIVERED"),), returns=(order_return(**changes),))
    part = situation_of(back).part("return-return")
    assert part
    assert (part.reason, part.since) == (reason, since)


def test_parcel_without_a_fulfillment_order_comes_from_what_waited_in_the_order() -> None:
    part = situation_of(sent()).part("shipment-parcel")
    assert part
    assert part.source == "pending-order"
