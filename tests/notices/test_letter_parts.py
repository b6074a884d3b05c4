from dataclasses import replace

from tests.fakes import NOW
from tests.notices.letters import languages, news, news_of, status_of
from tracking.i18n.localizer import Localizer
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_headline import letter_headline
from tracking.notices.letter_parts import LetterIntro, LetterPart, letter_parts, parcels_of
from tracking.notices.news import News
from tracking.order.status_types import OrderStatus


def parts(status: OrderStatus, *told: News, words: str = "") -> list[LetterPart]:
    localizer = Localizer("en", status.zone, languages().catalogues["en"], NOW)
    intro = LetterIntro(letter_headline(told[0], status, NOW.date()), words)
    return list(letter_parts(told, status, intro, localizer))


def test_the_headline_speaks_for_the_only_parcel() -> None:
    status = status_of("in-transit")
    (part,) = parts(status, news_of(status, NoticeCode.SENT))
    assert (part.name, part.title, part.lines) == (None, None, ())
    assert part.items_title == "3\N{NO-BREAK SPACE}items"
    assert [item.quantity for item in part.items] == ["2", "1"]


def test_of_several_parcels_only_those_with_news_are_told() -> None:
    status = status_of("split-in-three")
    second = status.parcels[1]
    (part,) = parts(status, news(NoticeCode.DELIVERED, second.id))
    assert part.name == f"Parcel {second.number} of 3"
    assert part.title == "Your parcel has arrived"
    assert len(part.lines) == 1, "when it came, and nothing else"


def test_news_of_the_order_is_about_all_its_parcels() -> None:
    status = status_of("split-in-three")
    assert parcels_of([news(NoticeCode.CANCELLED)], status) == status.parcels
    assert parcels_of([news(NoticeCode.SENT, "gone")], status) == status.parcels


def test_a_sentence_that_was_said_is_not_said_again() -> None:
    status = status_of("two-locations")
    told = [news(NoticeCode.NOT_SENT_YET, parcel.id) for parcel in status.parcels]
    first, *_ = parts(status, *told)
    assert first.lines
    said = " ".join(first.lines)
    assert all(line not in said for line in parts(status, *told, words=said)[0].lines)


def test_pickup_says_where_when_and_with_what() -> None:
    status = status_of("pickup-ready")
    (part,) = parts(status, news_of(status, NoticeCode.READY))
    assert part.place[:2] == ("Harbor Goods shop", "3 Narrow Quay, BS1 4QA Bristol")
    assert "Bring your order number and an ID." in part.place


def test_pickup_point_is_the_carriers_and_says_until_when() -> None:
    status = status_of("pickup-point-ready")
    (part,) = parts(status, news_of(status, NoticeCode.READY))
    assert part.place[0] == "PostNL pickup point"
    assert part.place[-1].startswith("Usually held until ")


def test_last_day_of_a_pickup_is_said_once() -> None:
    status = status_of("polish-inpost")
    until = "Usually held until Monday 23\N{NO-BREAK SPACE}November"
    told = news_of(status, NoticeCode.YOU_CAN_HELP)
    assert parts(status, told)[0].place[-1] == until
    assert until not in parts(status, told, words="It is held until Monday 23\N{NO-BREAK SPACE}November.")[0].place


def test_parcel_that_may_be_gone_is_asked_for_without_a_code() -> None:
    status = status_of("counter-not-picked-up")
    (part,) = parts(status, news_of(status, NoticeCode.PROBLEM))
    assert part.place == ("Harbor Goods shop", "3 Narrow Quay, BS1 4QA Bristol", "Monday to Saturday, 10:00 to 18:00")


def test_picked_up_parcel_has_no_place() -> None:
    status = status_of("pickup-ready")
    (parcel,) = status.parcels
    done = replace(status, parcels=(replace(parcel, pickup=None),))
    (part,) = parts(done, news_of(done, NoticeCode.READY))
    assert part.place == ()


def test_return_lists_what_comes_back() -> None:
    status = status_of("return-refunded")
    (part,) = parts(status, news_of(status, NoticeCode.RETURN_NEWS))
    assert (part.name, part.title, part.items_title) == (None, None, "What you’re returning")


def test_return_beside_other_news_has_a_name_and_its_own_words() -> None:
    status = status_of("return-received")
    told = [news_of(status, NoticeCode.DELAYED), news_of(status, NoticeCode.RETURN_NEWS)]
    part = parts(status, *told)[-1]
    assert (part.name, part.title, part.lines) == ("Return", "Your return has arrived", ("We have your items.",))


def test_of_two_returns_each_has_its_number() -> None:
    status = status_of("return-received")
    (back,) = status.returns
    two = replace(status, returns=(back, replace(back, id="other")))
    (part,) = parts(two, news(NoticeCode.RETURN_NEWS, "other"))
    assert part.name == "Return 2 of 2"


def test_a_canceled_order_lists_what_is_not_sent() -> None:
    status = status_of("cancelled-customer")
    assert [part.items_title for part in parts(status, news(NoticeCode.CANCELLED))] == ["No longer in your order"]


def test_a_long_order_is_counted_to_its_end() -> None:
    status = status_of("in-transit")
    (parcel,) = status.parcels
    long = replace(status, parcels=(replace(parcel, items=parcel.items * 6),))
    (part,) = parts(long, news_of(long, NoticeCode.SENT))
    assert len(part.items) == 8
    assert part.more == "and 6\N{NO-BREAK SPACE}more items"


def test_many_parcels_are_counted_to_their_end() -> None:
    status = status_of("large")
    told = [news(NoticeCode.DELAYED, parcel.id) for parcel in status.parcels]
    *shown, last = parts(status, *told)
    assert len(shown) == 5
    assert {len(part.items) for part in shown} == {3}
    assert last.name == "and 15\N{NO-BREAK SPACE}more parcels"


def test_news_of_an_order_in_parcels_lists_its_items_together() -> None:
    status = status_of("large")
    (part,) = parts(status, news(NoticeCode.HOW_WAS_IT))
    assert (part.name, len(part.items)) == (None, 8)


def test_product_without_a_title_is_an_item() -> None:
    status = status_of("item-without-title")
    titles = [item.title for part in parts(status, news_of(status, NoticeCode.SENT)) for item in part.items]
    assert "Item" in titles
