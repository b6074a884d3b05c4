from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.fakes import NOW as DEMO_NOW
from tests.notices.situations import ALL, as_one_order, demo_situations, situation_of, told_of
from tests.order.builders import NOW, ago, event, group, order, order_return, refund, repaid, sent, shipment, units
from tracking.notices.codes import NoticeCode, NoticeLevel, wanted
from tracking.notices.news import News
from tracking.notices.notice_history import NoticeHistory
from tracking.notices.recoveries import is_on_track
from tracking.notices.rules import TOO_OLD, Terms, in_letter_order, news, priority, still_true
from tracking.notices.situation import Kind, Part, Situation
from tracking.order.vocabulary import Condition, Reason, Stage
from tracking.settings.shopify_mails import MAILS

HOUR = timedelta(hours=1)

# What a part in such a condition must bring, in the words of the page.
_MUST_BE_TOLD: dict[tuple[Kind, Condition | Reason], NoticeCode] = {
    (Kind.UNSENT, Condition.LATE): NoticeCode.NOT_SENT_YET,
    (Kind.SENT, Condition.LATE): NoticeCode.DELAYED,
    (Kind.UNSENT, Condition.PROBLEM): NoticeCode.PROBLEM,
    (Kind.SENT, Condition.PROBLEM): NoticeCode.PROBLEM,
    (Kind.UNSENT, Reason.HOLD_STOCK): NoticeCode.NOT_SENT_YET,
    (Kind.UNSENT, Reason.HOLD_DATE_UNKNOWN): NoticeCode.NOT_SENT_YET,
    (Kind.UNSENT, Reason.HOLD_ADDRESS): NoticeCode.YOU_CAN_HELP,
    (Kind.UNSENT, Reason.HOLD_PAYMENT): NoticeCode.YOU_CAN_HELP,
    (Kind.SENT, Reason.BUYER_ACTION): NoticeCode.YOU_CAN_HELP,
    (Kind.SENT, Reason.ATTEMPT_FAILED): NoticeCode.YOU_CAN_HELP,
}


def expected_of(part: Part) -> NoticeCode | None:
    by_reason = _MUST_BE_TOLD.get((part.kind, part.reason)) if part.reason else None
    return by_reason or _MUST_BE_TOLD.get((part.kind, part.condition))


def pairs(slugs: list[str]) -> Iterator[tuple[Situation, Situation]]:
    """Every situation after every other, an hour later, as if both were of one order."""
    situations = [as_one_order(demo_situations()[slug]) for slug in slugs]
    for before in situations:
        earlier = replace(before, at=DEMO_NOW - HOUR)
        for true in situations:
            yield earlier, true


@pytest.fixture(params=["sample", pytest.param("all", marks=pytest.mark.audit)])
def slugs(request: pytest.FixtureRequest) -> list[str]:
    return [*demo_situations()][::8] if request.param == "sample" else [*demo_situations()]


def test_news_of_every_pair_of_situations_is_new_true_recent_and_told_once(slugs: list[str]) -> None:
    for before, true in pairs(slugs):
        found = news(NoticeHistory(before=before), true, DEMO_NOW, ALL)
        assert len({piece.key for piece in found}) == len(found)
        assert not (true.is_silent and found)
        assert all(still_true(piece, true, DEMO_NOW) for piece in found)
        assert all(piece.code is NoticeCode.CANCELLED for piece in found if true.cancelled)
        assert all(DEMO_NOW - piece.since <= TOO_OLD for piece in found)
        assert [each.key for each in found] == [each.key for each in in_letter_order(found)]
        for history in (NoticeHistory(before=before, waiting=found), NoticeHistory(before=true, left=found)):
            assert news(history, true, DEMO_NOW, ALL) == ()


def test_new_trouble_in_a_pair_of_situations_is_told(slugs: list[str]) -> None:
    for before, true in pairs(slugs):
        if true.is_silent or true.cancelled or before.cancelled or before.is_silent:
            continue
        found = {(piece.code, piece.part) for piece in news(NoticeHistory(before=before), true, DEMO_NOW, ALL)}
        for part in true.parts:
            code, old = expected_of(part), before.part(part.id)
            is_by_calendar = part.condition is Condition.LATE and part.reason is not Reason.DELAYED
            is_recent = is_by_calendar or part.since is None or DEMO_NOW - part.since <= TOO_OLD
            if code and is_recent and old and expected_of(old) is None:
                assert (code, part.id) in found, (before, true)


def test_trouble_is_taken_back_where_the_parcel_moves(slugs: list[str]) -> None:
    for before, true in pairs(slugs):
        if true.is_silent or true.cancelled:
            continue
        told = [
            News(code, part.id, (part.reason or part.condition).value, DEMO_NOW - 2 * HOUR)
            for part in before.parts
            if (code := expected_of(part))
        ]
        found = news(NoticeHistory(before=before, left=tuple(told)), true, DEMO_NOW, ALL)
        back = {piece.part for piece in found if piece.code is NoticeCode.BACK_ON_TRACK}
        for piece in told:
            part, old = true.part(piece.part), before.part(piece.part)
            assert piece.part not in back or (part and is_on_track(part, DEMO_NOW, after=piece.about))
            if part and old and part.kind is Kind.SENT and part.condition is Condition.FINE and part.reason is None:
                assert part.id in back or part.reported_at == old.reported_at


def test_first_fill_is_silent_and_a_webhook_about_a_late_order_is_not() -> None:
    late = situation_of(order(placed_at=ago(days=6)))  # a Thursday: late since last midnight
    assert news(NoticeHistory(), late, NOW, ALL) == ()
    (piece,) = news(NoticeHistory(), late, NOW, ALL, is_from_webhook=True)
    assert (piece.code, piece.about) == (NoticeCode.NOT_SENT_YET, "older_than_usual")
    assert news(NoticeHistory(before=late), late, NOW, ALL, is_from_webhook=True) == ()


def test_event_older_than_48_hours_is_not_told() -> None:
    for hours, count in ((47, 1), (49, 0)):
        held = shipment(events=(event("NOT_DELIVERED", ago(hours=hours)),), created_at=ago(days=4))
        assert len(told_of(sent(fulfillments=(held,)))) == count, hours


@pytest.mark.parametrize(
    "changes",
    [{"is_test": True}, {"cancelled_at": ago(hours=1)}, {"is_partial": True}],
    ids=lambda each: next(iter(each)),
)
def test_nothing_is_told_of_such_an_order(changes: dict[str, object]) -> None:
    late = order(placed_at=ago(days=6), **changes)
    assert [piece.code for piece in told_of(order(), late)] in ([], [NoticeCode.CANCELLED])
    piece = News(NoticeCode.NOT_SENT_YET, "pending-order", "older_than_usual", NOW)
    assert still_true(piece, situation_of(late), NOW) is ("is_partial" in changes)


def test_orders_from_before_the_first_day_are_silent() -> None:
    late = situation_of(order(placed_at=ago(days=6)))
    for first, count in ((late.placed_on, 1), (late.placed_on + timedelta(days=1), 0), (None, 1)):
        terms = Terms(wanted=ALL.wanted, since=first)
        before = situation_of(order(), NOW - HOUR)
        assert len(news(NoticeHistory(before=before), late, NOW, terms)) == count


def test_clock_that_was_set_back_tells_nothing_until_it_has_caught_up() -> None:
    late = order(placed_at=ago(days=6))
    before = replace(situation_of(order()), at=NOW + 23 * HOUR)
    assert news(NoticeHistory(before=before), situation_of(late), NOW, ALL) == ()
    later = NOW + 24 * HOUR
    assert len(news(NoticeHistory(before=before), situation_of(late, later), later, ALL)) == 1


def test_refund_of_a_return_is_told_only_where_shopify_does_not() -> None:
    opened = order_return(approved_at=ago(hours=30), created_at=ago(hours=40))
    closed = replace(opened, status="CLOSED", closed_at=ago(hours=1))
    paid = refund(processed_at=ago(hours=1), return_id=opened.id, transactions=(repaid("SUCCESS"),))
    arrived = shipment(display_status="DELIVERED")
    changes = (
        sent(fulfillments=(arrived,), returns=(opened,)),
        sent(fulfillments=(arrived,), returns=(closed,), refunds=(paid,)),
    )
    for mails, count in ((MAILS, 0), ((), 1)):
        found = told_of(*changes, terms=Terms(wanted=wanted((), mails)))
        assert [piece.about for piece in found if piece.code is NoticeCode.RETURN_NEWS] == ["return_refunded"] * count


def test_first_parcel_is_partly_sent_and_told_no_more_when_the_rest_leaves() -> None:
    waiting = group(id="rest", units=(units(),))
    first = shipment(id="first", events=(event("IN_TRANSIT", ago(hours=2)),), created_at=ago(hours=20))
    lines = (order().lines[0],)
    both = replace(lines[0], quantity=2, current_quantity=2, unfulfilled_quantity=1)
    base = order(
        lines=(replace(both, unfulfilled_quantity=2),), fulfillment_orders=(replace(waiting, units=(units(2),)),)
    )
    partly = replace(base, lines=(both,), fulfillments=(first,), fulfillment_orders=(waiting,))
    second = replace(first, id="second", tracking=shipment(id="second").tracking)
    whole = replace(
        partly,
        lines=(replace(both, unfulfilled_quantity=0),),
        fulfillments=(first, second),
        fulfillment_orders=(replace(waiting, status="CLOSED", units=()),),
    )
    assert [(each.code, each.part) for each in told_of(base, partly)] == [(NoticeCode.PARTLY_SENT, "shipment-first")]
    assert [(each.code, each.part) for each in told_of(base, partly, whole)] == [(NoticeCode.SENT, "shipment-second")]


def test_question_how_it_was_is_asked_once_where_nothing_went_wrong() -> None:
    terms = Terms(wanted=wanted(["+how_was_it"], MAILS), feedback_days=7)
    arrived = sent(fulfillments=(shipment(created_at=ago(days=9), events=(event("DELIVERED", ago(days=7)),)),))
    before, true = situation_of(arrived, NOW - HOUR), situation_of(arrived)
    (piece,) = news(NoticeHistory(before=before), true, NOW, terms)
    assert piece == News(NoticeCode.HOW_WAS_IT, "", "", NOW)
    assert still_true(piece, true, NOW)
    bad = News(NoticeCode.DELAYED, "shipment-parcel", "stalled", ago(days=8))
    assert news(NoticeHistory(before=before, left=(bad,)), true, NOW, terms) == ()
    returned = situation_of(replace(arrived, returns=(order_return(),)))
    assert news(NoticeHistory(before=before), returned, NOW, terms) == ()
    assert not still_true(piece, returned, NOW)
    assert news(NoticeHistory(before=before), true, NOW, Terms(wanted=terms.wanted)) == ()


def test_withheld_news_is_told_when_it_is_true_again() -> None:
    late = situation_of(order(placed_at=ago(days=6)))
    (piece,) = news(NoticeHistory(), late, NOW, ALL, is_from_webhook=True)
    assert news(NoticeHistory(before=late), late, NOW, ALL) == ()
    assert news(NoticeHistory(before=late, withheld=(piece,)), late, NOW, ALL) == (replace(piece, since=NOW),)


def test_letter_tells_the_worst_first_and_each_news_once() -> None:
    pieces = [News(code, "", "", NOW) for code in (NoticeCode.SENT, NoticeCode.NEW_DATE, NoticeCode.PROBLEM)]
    assert [each.code.value for each in in_letter_order([*pieces, *pieces])] == ["problem", "new_date", "sent"]
    assert sorted(NoticeCode, key=priority)[:2] == [NoticeCode.PROBLEM, NoticeCode.YOU_CAN_HELP]


def test_news_of_a_part_that_is_gone_is_not_true() -> None:
    true = situation_of(order())
    for code, about in (
        (NoticeCode.BACK_ON_TRACK, "stalled"),
        (NoticeCode.NEW_DATE, date(2026, 11, 20).isoformat()),
        (NoticeCode.DELAYED, "stalled"),
    ):
        assert not still_true(News(code, "shipment-gone", about, NOW), true, NOW)


def test_customer_who_wants_nothing_is_told_nothing() -> None:
    terms = Terms(wanted=wanted((), (), NoticeLevel.NONE))
    assert told_of(order(), order(placed_at=ago(days=6)), terms=terms) == ()


def test_stage_codes_are_of_the_stage(slugs: list[str]) -> None:
    for slug in slugs:
        true = demo_situations()[slug]
        for piece in news(NoticeHistory(), true, DEMO_NOW, ALL, is_from_webhook=True):
            part = true.part(piece.part)
            if piece.code in (NoticeCode.DELIVERED, NoticeCode.OUT_FOR_DELIVERY):
                assert part
                assert part.stage is Stage(piece.code.value)


def test_label_of_units_that_were_late_is_news_only_where_their_letter_has_not_left() -> None:
    source = group(id="gid://shopify/FulfillmentOrder/1", created_at=ago(days=8))
    waits = order(placed_at=ago(days=8), fulfillment_orders=(source,))
    label = shipment(display_status="LABEL_PRINTED", created_at=ago(days=7.5))  # and no scan since
    closed = replace(source, status="CLOSED", units=(), fulfillment_ids=(label.id,))
    packed = sent(placed_at=ago(days=8), fulfillments=(label,), fulfillment_orders=(closed,))
    before, true = situation_of(waits, NOW - HOUR), situation_of(packed)
    late = News(NoticeCode.NOT_SENT_YET, "pending-1", "older_than_usual", NOW - 2 * HOUR)
    assert news(NoticeHistory(before=before, left=(late,)), true, NOW, ALL) == ()
    (piece,) = news(NoticeHistory(before=before, waiting=(late,)), true, NOW, ALL)
    assert (piece.code, piece.part) == (NoticeCode.NOT_SENT_YET, "shipment-parcel")
    assert not still_true(late, true, NOW)


def test_units_that_wait_apart_since_a_part_is_held_are_no_news() -> None:
    lines = tuple(replace(order().lines[0], id=each) for each in ("mug", "lamp"))
    groups = tuple(
        group(id=f"gid://shopify/FulfillmentOrder/{number}", created_at=ago(days=6), units=(units(line_id=each.id),))
        for number, each in enumerate(lines, 1)
    )
    late = order(placed_at=ago(days=6), lines=lines, fulfillment_orders=groups)
    held = replace(groups[0], status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",))
    apart = replace(late, fulfillment_orders=(held, groups[1]))
    found = told_of(order(placed_at=ago(days=1)), late, apart)
    assert [(piece.part, piece.about) for piece in found] == [("pending-1", "hold_stock")]
