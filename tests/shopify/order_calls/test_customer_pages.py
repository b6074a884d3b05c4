import logging
from collections.abc import Callable

import pytest
import requests

from tests.fakes import harbor_goods
from tests.shopify.clients import FakeTime, Shop, open_shop, static
from tests.shopify.faulty_server import FaultyServer, responds
from tracking.demo import DemoStore
from tracking.shopify.client import Client
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.order_calls.customer_pages import CustomerPage, customer_page_url

PAY = CustomerPage.PAYMENT


def order_id(name: str) -> str:
    (node,) = (order for order in harbor_goods().orders if order["name"] == name)
    return str(node["id"]).rpartition("/")[2]


@pytest.fixture
def shop(session: requests.Session, time: FakeTime) -> Shop:
    return open_shop(session, harbor_goods(), time=time)


@pytest.mark.parametrize(("page", "query"), [(PAY, "PaymentPage"), (CustomerPage.STATUS, "StatusPage")])
def test_every_page_takes_one_query_each_time(shop: Shop, time: FakeTime, page: CustomerPage, query: str) -> None:
    for _ in range(2):
        url = shop.orders.customer_page_url(page, order_id("#1063"), time.deadline())
        assert url
        assert url.startswith("https://example.com/harbor-goods/")
    assert shop.asked == [query, query]


def test_paid_order_has_no_payment_page(shop: Shop, time: FakeTime) -> None:
    assert shop.orders.customer_page_url(PAY, order_id("#1001"), time.deadline()) is None


def test_deleted_order_has_no_pages(shop: Shop, time: FakeTime) -> None:
    assert shop.orders.customer_page_url(PAY, "404", time.deadline()) is None


@pytest.mark.parametrize("page", CustomerPage)
def test_field_that_is_denied_is_no_page(session: requests.Session, time: FakeTime, page: CustomerPage) -> None:
    hidden = frozenset({"Order.paymentCollectionDetails", "Order.statusPageUrl"})
    shop = open_shop(
        session, DemoStore(orders=harbor_goods().orders, shop=harbor_goods().shop, hidden=hidden), time=time
    )
    assert shop.orders.customer_page_url(page, order_id("#1063"), time.deadline()) is None


def answer(url: Json) -> JsonObject:
    details: JsonObject = {"additionalPaymentCollectionUrl": url}
    return {"data": {"order": {"id": "gid://shopify/Order/1", "paymentCollectionDetails": details}}}


def asked(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime, body: JsonObject
) -> str | None:
    client = Client(static(serve(responds(body)).url), session, monotonic=time, sleep=time.sleep)
    return customer_page_url(client, PAY, "1", time.deadline())


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example.com/pay?key=a&b=%20c#d",
        "https://xn--bcher-kva.example.com/pay",
        "https://shop.example.com",
        "https://shop.example.com:443/pay",
    ],
)
def test_https_address_is_returned_as_it_is(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime, url: str
) -> None:
    assert asked(serve, session, time, answer(url)) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example.com/pay",
        "//shop.example.com/pay",
        "/pay",
        "javascript:alert(1)",
        "https://user:word@shop.example.com/pay",
        "https://shop.example.com@evil.example.com/",
        "https://shop.example.com\\@evil.example.com/",
        "https:///pay",
        "https://shop.example.com/a b",
        "https://shop.example.com/\r\nSet-Cookie: a=b",
        "https://shöp.example.com/pay",
        "https://shop.example.com:8443/pay",
    ],
)
def test_any_other_address_is_no_page_and_not_logged(
    serve: Callable[..., FaultyServer],
    session: requests.Session,
    time: FakeTime,
    caplog: pytest.LogCaptureFixture,
    url: str,
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert asked(serve, session, time, answer(url)) is None
    assert "payment_page" in caplog.text
    assert url not in caplog.text


@pytest.mark.parametrize("url", [None, "", 7, [], {}])
def test_missing_address_is_no_page(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime, url: Json
) -> None:
    assert asked(serve, session, time, answer(url)) is None


def test_failed_field_is_an_outage(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime
) -> None:
    failed: JsonObject = {"data": {"order": None}, "errors": [{"message": "Internal error", "path": ["order"]}]}
    with pytest.raises(Unavailable):
        asked(serve, session, time, failed)


def test_query_that_is_denied_as_a_whole_is_no_page(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime
) -> None:
    denied: JsonObject = {"errors": [{"message": "Access denied", "extensions": {"code": "ACCESS_DENIED"}}]}
    assert asked(serve, session, time, denied) is None
