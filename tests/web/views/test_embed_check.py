from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

SITE = "https://track.example.com"


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(PUBLIC_URL=SITE, EMBED_ORIGINS="https://shop.example.com").test_client()


def answer(client: FlaskClient, url: str) -> str:
    response = client.get("/embed-check", query_string={"url": url})
    assert response.status_code == 200
    return response.text


def test_embed_check_asks_for_the_address_of_a_page(client: FlaskClient) -> None:
    page = client.get("/embed-check").text
    assert "Address of the page" in page
    assert "Not yet" not in page


@pytest.mark.parametrize(
    "url", ["https://shop.example.com/pages/track", "shop.example.com", " HTTPS://Shop.Example.com"]
)
def test_allowed_page_gets_the_line_to_paste(client: FlaskClient, url: str) -> None:
    page = answer(client, url)
    assert "Yes, it may" in page
    assert f'&lt;script src="{SITE}/embed.js"&gt;&lt;/script&gt;' in page


def test_allowed_page_is_told_what_its_own_policy_must_allow(client: FlaskClient) -> None:
    assert f"script-src and frame-src must allow <bdi>{SITE}</bdi>" in answer(client, "shop.example.com")


def test_refused_page_gets_the_setting_to_change(client: FlaskClient) -> None:
    page = answer(client, "https://www.example.com/pages/track")
    assert "Not yet" in page
    assert 'EMBED_ORIGINS="https://shop.example.com https://www.example.com"' in page


def test_invalid_address_is_reported_and_escaped(client: FlaskClient) -> None:
    page = answer(client, 'javascript:alert("<b>")')
    assert "This isn’t the address of a page" in page
    assert "<b>" not in page


def test_missing_public_url_is_reported(make_app: Callable[..., Flask]) -> None:
    assert "PUBLIC_URL=" in answer(make_app().test_client(), "https://shop.example.com")


def test_plain_http_of_ours_is_not_shown_on_https(make_app: Callable[..., Flask]) -> None:
    client = make_app(PUBLIC_URL="http://localhost:5000", EMBED_ORIGINS="https://shop.example.com").test_client()
    assert "browsers do not show together" in answer(client, "https://shop.example.com")
