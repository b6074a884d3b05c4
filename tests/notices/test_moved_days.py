from datetime import date, datetime, timedelta

import pytest

from tests.notices.situations import ALL, situation_of, told_of
from tests.order.builders import NOW, ago, ahead, event, group, method, order, sent, shipment
from tracking.notices.codes import NoticeCode, wanted
from tracking.notices.moved_days import is_about_a_day, is_promised, moved_days
from tracking.notices.news import News
from tracking.notices.notice_history import NoticeHistory
from tracking.notices.rules import Terms, news, still_true
from tracking.order.model import Order

EARLIER_TOO = Terms(wanted=wanted(["+new_date"], ()))


def arriving(*days: int, hours_ago: int = 5) -> Order:
    """A parcel for which the carrier has named a day so many days ahead, each an hour after the other."""
    events = tuple(
        event("IN_TRANSIT", ago(hours=hours_ago + len(days) - 1 - at), estimated_at=ahead(days=day))
        for at, day in enumerate(days)
    )
    return sent(fulfillments=(shipment(events=events, created_at=ago(days=4)),))


def planned(days: int, status: str = "SCHEDULED") -> Order:
    return order(fulfillment_orders=(group(status=status, fulfill_at=ahead(days=days)),))


def moves(*changes: Order, terms: Terms = ALL) -> list[tuple[str, str, date | None]]:
    codes = (NoticeCode.NEW_DATE, NoticeCode.NOT_SENT_YET)
    found = told_of(*changes, terms=terms)
    return [(piece.code.value, piece.about, piece.earlier) for piece in found if piece.code in codes]


def on(days: int) -> date:
    return ahead(days=days).date()


def test_later_day_is_news_with_both_days() -> None:
    assert moves(arriving(2), arriving(2, 3)) == [("new_date", on(3).isoformat(), on(2))]


def test_same_day_is_no_news_at_another_hour() -> None:
    assert moves(arriving(2), arriving(2, 2)) == []


def test_earlier_day_is_news_only_where_it_is_wanted() -> None:
    assert moves(arriving(3), arriving(3, 2)) == []
    assert moves(arriving(3), arriving(3, 2), terms=EARLIER_TOO) == [("new_date", on(2).isoformat(), on(3))]


def test_day_counts_from_the_one_that_was_told() -> None:
    """The fifth was told; the fourth was not, so that the sixth is one later than what the customer knows."""
    changes = (arriving(2), arriving(2, 5), arriving(2, 5, 4), arriving(2, 5, 4, 6))
    assert moves(*changes[:3]) == []
    assert moves(*changes) == [("new_date", on(6).isoformat(), on(5))]


def test_carrier_s_day_after_the_promised_one_is_later() -> None:
    promised = method(earliest_at=ahead(days=1), latest_at=ahead(days=2))
    source = group(id="gid://shopify/FulfillmentOrder/1", delivery=promised)
    waiting = order(fulfillment_orders=(source,))
    parcel = arriving(4).fulfillments[0]
    closed = group(id=source.id, status="CLOSED", units=(), fulfillment_ids=(parcel.id,), delivery=promised)
    moving = sent(fulfillments=(parcel,), fulfillment_orders=(closed,))
    assert moves(waiting, moving) == [("new_date", on(4).isoformat(), on(2))]


@pytest.mark.parametrize(("hours", "count"), [(40, 1), (60, 0)])
def test_first_known_order_has_a_new_day_by_its_own_reports(hours: int, count: int) -> None:
    its = situation_of(arriving(2, 3, hours_ago=hours))
    found = news(NoticeHistory(), its, NOW, ALL, is_from_webhook=True)
    assert len([piece for piece in found if piece.code is NoticeCode.NEW_DATE]) == count


def test_planned_day_of_sending_that_moves_back_is_not_sent_yet() -> None:
    assert moves(planned(2), planned(5)) == [("not_sent_yet", on(5).isoformat(), on(2))]
    assert moves(planned(5), planned(2)) == []
    assert moves(planned(5), planned(2), terms=EARLIER_TOO) == [("new_date", on(2).isoformat(), on(5))]
    assert moves(order(fulfillment_orders=(group(),)), planned(5)) == []


def test_day_after_a_hold_is_news() -> None:
    held = order(fulfillment_orders=(group(status="ON_HOLD", holds=("UNKNOWN_DELIVERY_DATE",)),))
    free = order(fulfillment_orders=(group(),))
    assert moves(free, held, planned(5)) == [("not_sent_yet", on(5).isoformat(), None)]


def test_day_is_true_as_long_as_it_is_promised() -> None:
    its = situation_of(arriving(2, 3))
    (fact, _) = next(iter(moved_days(NoticeHistory(), its, includes_earlier=False)))
    piece = News(fact.code, fact.part, fact.about, NOW)
    assert is_promised(piece, its)
    assert still_true(piece, its, NOW)
    assert not still_true(piece, situation_of(arriving(2, 3, 4)), NOW)
    delivered = sent(fulfillments=(shipment(display_status="DELIVERED"),))
    assert not still_true(piece, situation_of(delivered), NOW)


def test_planned_day_is_true_as_long_as_it_is_planned() -> None:
    piece = News(NoticeCode.NOT_SENT_YET, "pending-group", on(5).isoformat(), NOW)
    assert still_true(piece, situation_of(planned(5)), NOW)
    assert not still_true(piece, situation_of(planned(6)), NOW)
    assert not still_true(piece, situation_of(order(fulfillment_orders=(group(),))), NOW)


def test_reason_is_no_day() -> None:
    assert is_about_a_day(News(NoticeCode.NEW_DATE, "a", "2026-12-01", NOW))
    assert not is_about_a_day(News(NoticeCode.NOT_SENT_YET, "a", "hold_stock", NOW))


def test_cancelled_order_has_no_days() -> None:
    its = situation_of(order(cancelled_at=datetime.now(NOW.tzinfo) - timedelta(days=3650)))
    assert list(moved_days(NoticeHistory(), its, includes_earlier=True)) == []
