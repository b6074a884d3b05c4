import re
from collections.abc import Callable
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from tests.fakes import Shopify
from tests.sampling import each_row
from tracking.demo import examples
from tracking.notices.codes import NoticeCode
from tracking.order.vocabulary import Condition, Reason
from tracking.theming.brand_color import brand_color

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


def links(html: str, selector: str) -> list[str]:
    return [(link.attrs or {}).get("href") or "" for link in JustHTML(html, sanitize=False).query(selector)]


def frame_of(html: str) -> str:
    (frame,) = JustHTML(html, sanitize=False).query("iframe")
    return (frame.attrs or {}).get("src") or ""


def style_of(client: FlaskClient, path: str) -> str:
    (style,) = JustHTML(client.get(path).text, sanitize=False).query("style")
    return style.to_text()


@pytest.mark.no_cover
def test_every_situation_is_shown(client: FlaskClient, some_demo_slugs: list[str]) -> None:
    listed = links(client.get("/preview").text, ".preview-alone")
    letters = [f"/preview/letters/{code}" for code in NoticeCode]
    assert listed == [*(f"/preview/{example.slug}" for example in examples()), *letters]
    for example in (example for example in examples() if example.slug in some_demo_slugs):
        page = client.get(f"/preview/{example.slug}")
        assert page.status_code == 200
        assert f"<bdi>{example.order}</bdi>" in page.text


def test_situations_stand_in_their_groups(client: FlaskClient) -> None:
    page = JustHTML(client.get("/preview").text, sanitize=False)
    listed = {
        section.query("h2")[0].to_text(): [
            link.to_text().rpartition("#")[2] for link in section.query(".preview-alone")
        ]
        for section in page.query(".preview-list section")
    }
    expected: dict[str, list[str]] = {}
    for example in examples():
        expected.setdefault(example.group, []).append(example.order.removeprefix("#"))
    letters = listed.pop("Letters")
    assert listed == expected
    assert len(letters) == len(NoticeCode)


def test_preview_shows_the_shops_branding(shop: FlaskClient, shopify: Shopify) -> None:
    page = shop.get("/preview/in-transit", query_string={"key": KEY})
    assert "Tea &amp; More" in page.text
    assert "This is a demo. Nothing here is real." in page.text
    assert 'href="/preview?key=let+me+see"' in page.text
    assert shopify.calls == {}, "the shop itself is not asked"


@pytest.mark.parametrize("code", [{}, pytest.param({"code": "delayed"}, marks=pytest.mark.audit)])
def test_its_links_carry_what_is_tried(shop: FlaskClient, code: dict[str, str]) -> None:
    tried = {"key": KEY, "lang": "en", "scheme": "dark", "color": "#fd0", "name": "Sun & Tea", **code}
    page = shop.get("/preview", query_string=tried).text
    query = f"lang=en&color=ffdd00&scheme=dark&name=Sun+%26+Tea{'&code=delayed' if code else ''}&key=let+me+see"
    assert f"/preview/delayed?{query}" in links(page, ".preview-alone")
    assert f"/preview?{query}&show=delayed" in links(page, ".preview-beside")
    assert frame_of(page).endswith(f"?{query}&framed=1")
    alone = shop.get("/preview/delayed", query_string=tried).text
    assert all(query in url for url in links(alone, ".preview-steps a"))
    assert f"/preview?{query}" in links(alone, ".preview-steps a")


def test_one_order_is_in_the_frame_with_its_neighbors_around_it(client: FlaskClient) -> None:
    slugs = [example.slug for example in examples()]
    page = client.get("/preview?show=delayed").text
    at = slugs.index("delayed")
    assert frame_of(page) == "/preview/delayed?framed=1"
    assert links(page, '.preview-shown [rel="prev"]') == [f"/preview?show={slugs[at - 1]}"]
    assert links(page, '.preview-shown [rel="next"]') == [f"/preview?show={slugs[at + 1]}"]
    assert links(page, '[aria-current="true"].preview-beside') == ["/preview?show=delayed"]
    alone = client.get("/preview/delayed").text
    assert links(alone, '.preview-steps [rel="prev"]') == [f"/preview/{slugs[at - 1]}"]
    assert links(alone, '.preview-steps [rel="next"]') == [f"/preview/{slugs[at + 1]}"]


@pytest.mark.parametrize("query", ["", "?show=lost-on-mars"])
def test_the_first_order_is_in_the_frame_by_default(client: FlaskClient, query: str) -> None:
    assert frame_of(client.get(f"/preview{query}").text) == f"/preview/{examples()[0].slug}?framed=1"


def test_the_list_has_no_end(client: FlaskClient) -> None:
    first, last = examples()[0].slug, examples()[-1].slug
    assert links(client.get(f"/preview/{first}").text, '[rel="prev"]') == [f"/preview/{last}"]
    assert links(client.get(f"/preview/{last}").text, '[rel="next"]') == [f"/preview/{first}"]


def test_the_page_in_the_frame_is_the_customers_alone(client: FlaskClient) -> None:
    page = client.get("/preview/delayed?framed=1").text
    assert 'class="preview-steps"' not in page
    assert "/preview?framed=1" in links(page, ".demo a"), "its links stay in the frame"


def test_unknown_code_filters_nothing(client: FlaskClient) -> None:
    assert len(links(client.get("/preview?code=sunk").text, ".preview-alone")) == len(examples()) + len(NoticeCode)


def test_every_code_can_be_chosen(client: FlaskClient) -> None:
    options = JustHTML(client.get("/preview").text, sanitize=False).query("#code option")
    assert [option.to_text() for option in options] == ["All", *Condition, *Reason]


def test_a_code_that_no_order_has_is_a_sentence(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracking.web.views.preview.preview_codes", dict)
    page = client.get("/preview?code=late").text
    assert "No example order is in this state." in page
    assert "<iframe" not in page


@each_row("color", ["#ffd400", "ffd400", "FFD400"])
def test_page_has_the_color_that_is_tried(client: FlaskClient, color: str) -> None:
    css = style_of(client, f"/preview/delayed?color={color.replace('#', '%23')}")
    assert css.endswith(brand_color("#ffd400").css())
    assert 'value="#ffd400"' in client.get("/preview", query_string={"color": color}).text


def test_page_has_the_scheme_that_is_tried(client: FlaskClient) -> None:
    page = client.get("/preview/delayed?scheme=dark").text
    assert '<meta name="color-scheme" content="dark"' in page
    assert "color-scheme:dark" in style_of(client, "/preview/delayed?scheme=dark")
    assert '<meta name="color-scheme" content="light dark"' in client.get("/preview?scheme=dark").text


def test_page_has_the_name_that_is_tried(client: FlaskClient) -> None:
    page = client.get("/preview/delayed", query_string={"name": "Sun & <Tea>"})
    assert "Harbor Goods" in page.text, "a name has no < and >"
    page = client.get("/preview/delayed", query_string={"name": "Sun & Tea"})
    assert "· Sun &amp; Tea</title>" in page.text
    assert "Harbor Goods" not in page.text


@each_row(
    ("name", "value", "sentence"),
    [
        ("color", "red", "This is not a color. Type it like #ffd400."),
        ("color", "ffd400;}body{", "This is not a color."),
        ("name", "x" * 61, "A name has at most 60 characters"),
        ("name", "a\nb", "A name has at most 60 characters"),
        ("name", "<script>", "A name has at most 60 characters"),
    ],
)
def test_invalid_input_is_explained_and_stays(client: FlaskClient, name: str, value: str, sentence: str) -> None:
    page = client.get("/preview", query_string={name: value}).text
    (field,) = JustHTML(page, sanitize=False).query(f"#{name}")
    assert (field.attrs or {}).get("aria-invalid") == "true"
    assert " ".join(((field.attrs or {}).get("value") or "").split()) == " ".join(value.split())
    assert sentence in page
    assert "name=" not in frame_of(page)
    assert "color=" not in frame_of(page)


def test_changes_of_a_color_are_said(client: FlaskClient) -> None:
    (change,) = brand_color("#ffd400").changes
    assert f"{change}." in JustHTML(client.get("/preview?color=ffd400").text, sanitize=False).to_text()
    assert "preview-note" not in client.get("/preview").text


@each_row("path", ["/", "/order/forged", "/nowhere", "/embed-check", "/preview/lost-on-mars"])
def test_no_other_page_takes_what_the_preview_tries(client: FlaskClient, path: str) -> None:
    page = client.get(path, query_string={"name": "Evil", "color": "ffd400", "scheme": "dark"}).text
    assert "Evil" not in page
    assert "ffd400" not in page
    assert 'content="light dark"' in page


def test_without_the_key_nothing_is_tried(shop: FlaskClient) -> None:
    page = shop.get("/preview/delayed?name=Evil&color=ffd400&scheme=dark&key=wrong").text
    assert "Evil" not in page
    assert "ffd400" not in page


def test_nothing_that_is_tried_is_stored(client: FlaskClient) -> None:
    before = client.get("/preview/delivered").text
    client.get("/preview/delivered?name=Sun&color=ffd400&scheme=dark")
    assert client.get("/preview/delivered").text == before


def test_its_style_and_script_are_on_no_page_of_a_customer(client: FlaskClient) -> None:
    page = client.get("/preview").text
    (style,) = (url for url in links(page, 'link[rel="stylesheet"]') if "preview" in url)
    assert client.get(style).status_code == 200
    assert "preview" not in client.get("/static/site.css").text
    assert "preview" not in client.get("/static/site.js").text
    assert "/static/preview/" not in client.get("/").text


@each_row(("key", "path"), product(["", "wrong", KEY.upper(), "é", "\u2603"], ["/preview", "/preview/in-transit"]))
def test_without_the_key_there_is_no_such_page(shop: FlaskClient, key: str, path: str) -> None:
    answer = shop.get(path, query_string={"key": key})
    assert answer.status_code == 404
    assert "There’s no such page" in answer.text


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


def test_search_engines_stay_out(client: FlaskClient) -> None:
    for path in ("/preview", "/preview/delayed"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex"


def test_form_of_the_demo_leads_to_all_of_them(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "/preview" in links(page, ".examples a")
    tried = re.findall(r'name="order" value="(#[^"]+)"', page)
    featured = sorted((example for example in examples() if example.featured), key=lambda each: each.featured)
    assert tried == [example.order for example in featured]
    assert links(client.get("/widget").text, ".examples a") == [], "no other site may frame the preview"


def test_the_demos_letters_are_named_where_there_are_some(client: FlaskClient, shop: FlaskClient) -> None:
    assert links(client.get("/preview").text, 'a[href="/letters"]') == ["/letters"]
    assert client.get("/letters").status_code == 200
    assert links(shop.get(f"/preview?key={KEY}").text, 'a[href="/letters"]') == []


def test_questions_are_shown_and_take_no_answer(client: FlaskClient) -> None:
    page = JustHTML(client.get("/preview/hold-stock").text, sanitize=False)
    (form,) = page.query("#answers form")
    assert "action" not in (form.attrs or {})
    assert {(button.attrs or {}).get("type") for button in page.query("#answers button")} == {"button"}
