from dataclasses import replace
from datetime import date

from tests.fakes import NOW
from tests.notices.letters import news, news_of, status_of
from tracking.i18n.text import Days, Phrase
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_headline import LetterHeadline, arrives, letter_headline, parcel_of, return_of
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition

TODAY = NOW.date()


def headline(status: OrderStatus, code: NoticeCode, earlier: date | None = None) -> LetterHeadline:
    return letter_headline(news(code, news_of(status, code).part, earlier), status, TODAY)


def test_new_date_of_a_parcel_that_waits_is_the_day_of_sending() -> None:
    line = headline(status_of("scheduled"), NoticeCode.NEW_DATE).line
    assert line.message == "Ships %(day)s"


def test_new_date_without_any_day_is_the_pages_headline() -> None:
    status = replace(status_of("stalled"), estimate=None)
    assert headline(status, NoticeCode.NEW_DATE).line == status.headline.title


def test_new_date_of_the_order_is_its_estimate() -> None:
    status = status_of("in-transit")
    assert status.estimate
    days = Days(status.estimate.first, status.estimate.last)
    shown = letter_headline(news(NoticeCode.NEW_DATE), status, TODAY)
    assert shown.line == Phrase("%(days)s", values={"days": days})
    assert shown.before is None


def test_back_on_track_while_another_part_waits_is_the_title_of_its_own_part() -> None:
    split = status_of("split-in-three")
    status, moving = replace(split, headline=replace(split.headline, condition=Condition.LATE)), split.parcels[0]
    shown = letter_headline(news(NoticeCode.BACK_ON_TRACK, moving.id), status, TODAY)
    assert (shown.line, shown.state) == (moving.title, status.headline.title)
    same = replace(status, headline=replace(status.headline, title=moving.title))
    assert letter_headline(news(NoticeCode.BACK_ON_TRACK, moving.id), same, TODAY).state is None, "it is said once"
    gone = letter_headline(news(NoticeCode.BACK_ON_TRACK, "gone"), status, TODAY)
    assert gone.line == status.headline.title


def test_refund_of_the_only_return_is_told_with_its_amount_and_day() -> None:
    status = status_of("return-refunded")
    day = headline(status, NoticeCode.RETURN_NEWS).day
    assert day
    assert day.message == "%(amount)s was refunded on %(day)s"
    two = replace(status, returns=(*status.returns, *status.returns))
    assert headline(two, NoticeCode.RETURN_NEWS).day is None, "whose amount would it be?"


def test_return_that_is_gone_leaves_the_pages_headline() -> None:
    status = status_of("return-refunded")
    shown = letter_headline(news(NoticeCode.RETURN_NEWS, "gone"), status, TODAY)
    assert shown.line == status.headline.title


def test_delivered_says_when_it_came() -> None:
    day = headline(status_of("delivered"), NoticeCode.DELIVERED).day
    assert day
    assert set(day.values) == {"moment"}


def test_parts_are_found_by_their_ids() -> None:
    status = status_of("return-refunded")
    parcel, back = status.parcels[0], status.returns[0]
    assert parcel_of(news(NoticeCode.SENT, parcel.id), status) == parcel
    assert return_of(news(NoticeCode.RETURN_NEWS, back.id), status) == back
    assert parcel_of(news(NoticeCode.SENT, back.id), status) is None


def test_estimate_of_a_pickup_is_expected_and_does_not_arrive() -> None:
    status = status_of("in-transit")
    assert arrives(replace(status, estimate=None), TODAY) is None
    shown = arrives(status, TODAY)
    assert shown
    assert shown.message == "Arrives %(days)s"


def test_an_order_that_was_canceled_and_refunded_is_first_of_all_canceled() -> None:
    status = status_of("cancelled-customer")
    shown = headline(status, NoticeCode.CANCELLED)
    assert shown.line.message == "Your order was canceled"
    assert shown.day
    assert shown.day.message.startswith("%(amount)s")
