from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from tests.fakes import Shopify
from tracking.notices.codes import NoticeCode

KEY = "let me see"


def test_every_letter_is_shown(client: FlaskClient) -> None:
    for code in NoticeCode:
        letter = client.get(f"/preview/letters/{code}")
        assert letter.status_code == 200, code
        assert letter.content_type == "text/html; charset=utf-8"


def test_logo_of_the_shop_may_be_loaded(make_app: Callable[..., Flask]) -> None:
    client = make_app(BRAND_NAME="Tea & More", BRAND_LOGO_URL="https://cdn.example.com/tea.png").test_client()
    letter = client.get("/preview/letters/sent")
    assert 'alt="Tea &amp; More"' in letter.text
    assert "img-src 'self' https://cdn.example.com;" in letter.headers["Content-Security-Policy"]


def test_text_begins_with_the_subject(client: FlaskClient) -> None:
    letter = client.get("/preview/letters/delayed?part=text")
    assert letter.content_type == "text/plain; charset=utf-8"
    assert letter.text.startswith("No news of your parcel · #1023\n\nNo news of your parcel\n")


def test_letter_is_in_the_language_color_and_name_that_are_tried(client: FlaskClient) -> None:
    letter = client.get("/preview/letters/delayed?lang=sv&color=ffd400&name=Te+%26+mer").text
    assert '<html lang="sv"' in letter
    assert 'bgcolor="#ffd400"' in letter
    assert "Kontakta Te &amp; mer" in letter


def test_its_links_lead_to_the_example_in_the_same_look(client: FlaskClient) -> None:
    letter = client.get("/preview/letters/delayed?lang=sv&framed=1").text
    page = JustHTML(letter, sanitize=False)
    (button,) = page.query(".button a")
    assert (button.attrs or {})["href"] == "/preview/stalled?lang=sv&framed=1"
    assert client.get("/preview/stalled?lang=sv&framed=1").status_code == 200


def test_any_example_order_may_be_written_about(client: FlaskClient) -> None:
    assert "#1001" in client.get("/preview/letters/delayed?order=in-transit&part=text").text


@pytest.mark.parametrize("path", ["nonsense", "delayed?order=nonsense", "DELAYED"])
def test_unknown_letter_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/preview/letters/{path}").status_code == 404


def test_letters_of_a_shop_need_its_key(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    shop = make_app(
        SHOPIFY_SHOP="tea.myshopify.com",
        SHOPIFY_ACCESS_TOKEN="demo",
        SECRET_KEY="own",
        BRAND_NAME="Tea & More",
        PREVIEW_KEY=KEY,
    ).test_client()
    assert shop.get("/preview/letters/delayed").status_code == 404
    letter = shop.get("/preview/letters/delayed", query_string={"key": KEY})
    assert "Tea &amp; More" in letter.text
    assert shopify.calls == {}, "the shop itself is not asked"


def test_preview_leads_to_the_letters(client: FlaskClient) -> None:
    page = JustHTML(client.get("/preview?show=letters/delayed&part=text").text, sanitize=False)
    (frame,) = page.query("iframe")
    assert (frame.attrs or {})["src"] == "/preview/letters/delayed?part=text&framed=1"
    assert page.query("#shown")[0].to_text() == "Delayed on the way"


@pytest.mark.parametrize(("scheme", "media"), [("dark", "@media all {"), ("light", "@media not all {")])
def test_letter_is_in_the_scheme_that_is_tried(client: FlaskClient, scheme: str, media: str) -> None:
    letter = client.get(f"/preview/letters/delayed?scheme={scheme}").text
    assert media in letter
    assert "prefers-color-scheme" not in letter
