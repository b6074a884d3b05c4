from datetime import timedelta

from flask import Flask

from tests.demo_orders import order_ids
from tests.fakes import NOW, Clock
from tracking.order.answers import AnswerKind
from tracking.services import services
from tracking.web.authorization import authorize_token
from tracking.web.order_page_model import OrderLink, OrderPage, are_answers_taken, may_answer, page_of, promised


def page(app: Flask, slug: str, *, has_link: bool = True) -> OrderPage:
    link = OrderLink(token="token", expires_at=NOW + timedelta(days=60)) if has_link else None
    with app.test_request_context("/"):
        snapshot = services().orders.order(order_ids()[slug])
        return page_of(snapshot, lookup_url="/", is_made_up=True, link=link)


def test_page_without_a_link_leads_nowhere_and_takes_nothing(app: Flask) -> None:
    shown = page(app, "in-transit", has_link=False)
    assert [shown.live_url, shown.shop_url, shown.calendar_url, shown.answers_url, shown.kept_url] == [None] * 5
    assert (shown.letters, shown.expires_at) == (None, None)


def test_addresses_of_the_page_carry_its_link(app: Flask) -> None:
    shown = page(app, "in-transit")
    assert shown.live_url == "/order/token/live"
    assert shown.calendar_url == "/order/token/calendar.ics"
    assert shown.on_calendar == {parcel.id for parcel in shown.status.parcels}


def test_order_that_is_done_is_not_refreshed(app: Flask) -> None:
    assert page(app, "in-transit").refresh_seconds
    assert page(app, "delivered").refresh_seconds is None


def test_promise_of_the_page_is_the_one_of_its_calendar(app: Flask) -> None:
    shown = page(app, "in-transit")
    with app.test_request_context("/"):
        assert promised(order_ids()["in-transit"], shown.status) == shown.promises


def test_answer_is_taken_where_the_page_offers_it(app: Flask, clock: Clock) -> None:
    clock.advance(days=20)
    shown = page(app, "open")
    assert shown.answers
    assert shown.answers.kinds
    with app.test_request_context("/"):
        assert are_answers_taken()
        access = authorize_token(services().links.sign(order_ids()["open"]))
        assert {kind for kind in AnswerKind if may_answer(access, kind)} == set(shown.answers.kinds)
