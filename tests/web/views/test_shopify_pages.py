import logging
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock, Shopify
from tests.web.conftest import address_of, token_of

JSON = {"Accept": "application/json"}
SITE = "https://track.example.com"
DUE, PAID = "#1063", "#1001"
SHOP_PAGES = "https://example.com/harbor-goods"


def address(app: Flask, shopify: Shopify, name: str, page: str) -> str:
    return f"/order/{token_of(app, shopify.id_of(name))}/{page}"


@pytest.mark.parametrize("page", ["pay", "shop"])
def test_redirect_leads_to_shopifys_page_and_is_never_stored(
    app: Flask, client: FlaskClient, shopify: Shopify, page: str
) -> None:
    query = {"pay": "PaymentPage", "shop": "StatusPage"}[page]
    for times in (1, 2):
        answer = client.get(address(app, shopify, DUE, page))
        assert answer.status_code == 303
        assert answer.location.startswith(SHOP_PAGES)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.data == b""
        assert "ETag" not in answer.headers
        assert shopify.calls[query] == times


@pytest.mark.parametrize("page", ["pay", "shop"])
def test_address_of_shopify_is_in_no_page_and_no_log(
    app: Flask, client: FlaskClient, shopify: Shopify, caplog: pytest.LogCaptureFixture, page: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        location = client.get(address(app, shopify, DUE, page)).location
    assert location not in caplog.text
    order = address_of(client, DUE)
    for ending, headers in (("", {}), ("", JSON), ("/live", {})):
        assert SHOP_PAGES not in client.get(order + ending, headers=headers).text


def test_404_is_in_the_customers_language_and_leads_to_the_shop(
    app: Flask, client: FlaskClient, shopify: Shopify
) -> None:
    answer = client.get(f"{address(app, shopify, PAID, 'pay')}?lang=en")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
    assert "There’s no page to pay on" in answer.text
    url = re.findall(r'href="(mailto:[^"]+)"', answer.text)[0].replace("&amp;", "&")
    body = parse_qs(urlsplit(url).query)["body"][0]
    assert body.startswith(f"Order {PAID}\r\n")
    assert "How can I pay for it?" in body
    assert f'href="{address(app, shopify, PAID, "")[:-1]}?lang=en"' in answer.text
    assert client.get(address(app, shopify, PAID, "pay"), headers=JSON).get_json()["error"]["code"] == "no_payment_page"


@pytest.mark.parametrize("page", ["pay", "shop"])
@pytest.mark.parametrize(("method", "token", "status"), [("GET", "forged", 404), ("POST", "forged", 405)])
def test_error_of_a_redirect_is_never_stored(
    client: FlaskClient, page: str, method: str, token: str, status: int
) -> None:
    answer = client.open(f"/order/{token}/{page}", method=method)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")


def test_outage_is_503_also_for_an_order_that_is_cached(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    address_of(client, DUE)
    shopify.is_down = True
    answer = client.get(address(app, shopify, DUE, "pay"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert int(answer.headers["Retry-After"]) > 0


def test_deleted_order_is_404(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    link = address(app, shopify, DUE, "shop")
    shopify.delete(DUE)
    answer = client.get(link)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_expired_link_is_410(app: Flask, client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    link = address(app, shopify, DUE, "pay")
    clock.advance(days=31)
    answer = client.get(link)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-store")
    assert not shopify.calls["PaymentPage"]


def test_limited_as_lookups_are(app: Flask, client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    links = [address(app, shopify, DUE, page) for page in ("pay", "shop")]
    assert [client.get(links[nth % 2]).status_code for nth in range(11)] == [303] * 10 + [429]
    for link in links:
        refused = client.get(f"{link}?lang=en")
        assert (refused.status_code, refused.headers["Cache-Control"]) == (429, "no-store")
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert "Try again in a few minutes" in refused.text
        assert "email" not in refused.text
        assert f'href="{link.rpartition("/")[0]}?lang=en"' in refused.text
        assert client.get(link, headers=JSON).get_json()["error"]["code"] == "too_many"
    assert client.get(links[0].removesuffix("/pay")).status_code == 200
    clock.advance(minutes=1)
    assert client.get(links[0]).status_code == 303


@pytest.mark.parametrize(("site", "prefix"), [({}, ""), ({"PUBLIC_URL": SITE}, SITE)])
def test_next_step_leads_to_our_own_address(
    make_app: Callable[..., Flask], shopify: Shopify, site: dict[str, str], prefix: str
) -> None:
    app = make_app(**site)
    client = app.test_client()
    order = address(app, shopify, DUE, "")[:-1]
    step = client.get(f"{order}?lang=en", headers=JSON).get_json()["next_step"]
    assert (step["code"], step["url"]) == ("pay", f"{prefix}{order}/pay?lang=en")
    page = client.get(f"{order}?lang=en").text
    assert f'<a class="button" href="{prefix}{order}/pay?lang=en">Pay £' in page
    assert f'href="{prefix}{order}/shop?lang=en"' in page


def test_frame_leads_out_of_itself(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(PUBLIC_URL=SITE, EMBED_ORIGINS="https://shop.example.com")
    order = address(app, shopify, DUE, "")[:-1]
    page = app.test_client().get(f"/widget{order}").text
    assert f'<a class="button" href="{SITE}{order}/pay" target="_top">' in page
    assert f'href="{SITE}{order}/shop" rel="noreferrer" target="_top"' in page


def test_nothing_to_pay_has_no_button(client: FlaskClient) -> None:
    for name in (PAID, "#1400", "#1403", "#1406", "#1412"):
        assert "/pay" not in client.get(address_of(client, name)).text


def test_payment_due_stands_in_the_json(client: FlaskClient) -> None:
    due = [
        client.get(address_of(client, name), headers=JSON).get_json()["payment"]["due"]
        for name in ("#1001", "#1063", "#1403")
    ]
    assert due == [
        None,
        {"amount": "240.00", "currency": "GBP", "on": None},
        {"amount": "201.60", "currency": "EUR", "on": "2026-12-21"},
    ]
