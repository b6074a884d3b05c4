import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Shopify
from tracking.demo import examples

KEY = "let me see"
SHOP = {
    "SHOPIFY_SHOP": "tea.myshopify.com",
    "SHOPIFY_ACCESS_TOKEN": "demo",
    "SECRET_KEY": "own",
    "BRAND_NAME": "Tea & More",
    "PREVIEW_KEY": KEY,
}


@pytest.fixture
def shop(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(**SHOP).test_client()


@pytest.mark.no_cover
def test_every_situation_is_shown(client: FlaskClient) -> None:
    listed = re.findall(r'href="(/preview/[^"]+)"', client.get("/preview").text)
    assert listed == [f"/preview/{example.slug}" for example in examples()]
    for example, address in zip(examples(), listed, strict=True):
        page = client.get(address)
        assert page.status_code == 200
        assert f"<bdi>{example.order}</bdi>" in page.text


def test_preview_shows_the_shops_branding(shop: FlaskClient, shopify: Shopify) -> None:
    page = shop.get("/preview/in-transit", query_string={"key": KEY})
    assert "Tea &amp; More" in page.text
    assert "A demo, nothing here is real." in page.text
    assert 'href="/preview?key=let+me+see"' in page.text
    assert shopify.calls == {}, "the shop itself is not asked"


def test_its_links_carry_key_and_language(shop: FlaskClient) -> None:
    page = shop.get("/preview", query_string={"key": KEY, "lang": "en"}).text
    assert re.search(r'href="/preview/in-transit\?lang=en&amp;key=let[+]me[+]see"', page)


@pytest.mark.parametrize("key", ["", "wrong", KEY.upper(), "é", "\u2603"])
@pytest.mark.parametrize("path", ["/preview", "/preview/in-transit"])
def test_without_the_key_there_is_no_such_page(shop: FlaskClient, key: str, path: str) -> None:
    answer = shop.get(path, query_string={"key": key})
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_the_key_may_stand_in_a_header(shop: FlaskClient) -> None:
    assert shop.get("/preview", headers={"Authorization": f"Bearer {KEY}"}).status_code == 200
    assert shop.get("/preview", headers={"Authorization": "Bearer wrong"}).status_code == 404


def test_preview_is_closed_without_preview_key(make_app: Callable[..., Flask]) -> None:
    client = make_app(**{**SHOP, "PREVIEW_KEY": ""}).test_client()
    assert client.get("/preview").status_code == 404
    assert client.get("/preview?key=").status_code == 404


def test_a_situation_that_does_not_exist_is_no_page(client: FlaskClient) -> None:
    assert client.get("/preview/lost-on-mars").status_code == 404


def test_preview_is_not_refreshed(client: FlaskClient) -> None:
    assert 'data-url=""' in client.get("/preview/moving").text
