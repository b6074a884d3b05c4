import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.app_proxy import SECRET, SHOP, signed_query
from tests.fakes import Clock
from tests.permissions import unprivileged
from tests.web.brand_dir import write_brand_dir
from tests.web.conftest import address_of
from tracking.settings import SettingsError
from tracking.web.branding.setup import project_folder


def test_demo_shows_the_name_of_its_shop(make_app: Callable[..., Flask]) -> None:
    assert "Harbor Goods" in make_app().test_client().get("/").text


def test_shop_without_a_name_shows_its_address(make_app: Callable[..., Flask]) -> None:
    shop = {"SHOPIFY_SHOP": "tea-and-more.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "own"}
    page = make_app(**shop).test_client().get("/").text
    assert "Tea And More" in page
    assert 'href="https://tea-and-more.myshopify.com"' in page
    assert "Orders to try" not in page


def test_loaded_profile_gives_name_and_contact_address(make_app: Callable[..., Flask]) -> None:
    shop = {"SHOPIFY_SHOP": "tea-and-more.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "own"}
    client = make_app(**shop).test_client()
    assert client.post("/", data={"order": "1001", "email": "nobody@example.com"}).status_code == 404
    page = client.get("/").text
    assert "Harbor Goods" in page
    assert "mailto:hello@example.com" in page


def test_branding_is_on_the_page(make_app: Callable[..., Flask]) -> None:
    face = {
        "BRAND_NAME": "Tee & Töpfe",
        "BRAND_LOGO_URL": "https://cdn.shopify.com/logo.svg",
        "SUPPORT_EMAIL": "help@example.com",
        "SUPPORT_URL": "https://example.com/help",
    }
    page = make_app(**face).test_client().get("/").text
    assert "Tee &amp; Töpfe" in page
    assert 'src="https://cdn.shopify.com/logo.svg"' in page
    assert "mailto:help@example.com" in page
    assert 'href="https://example.com/help"' in page


LINKS = {"FOOTER_LINKS": "Impressum=https://example.com/i; Returns & more=https://example.com/r?a=1&b=2"}
IN_HTML = re.compile(r'<a href="https://example.com/i">Impressum</a>\s*<a [^>]*>Returns &amp; more</a>')


def test_links_of_the_shop_are_at_the_foot_of_every_page(make_app: Callable[..., Flask]) -> None:
    client = make_app(**LINKS).test_client()
    for path in ("/", "/?lang=de", "/nowhere", "/order/forged", address_of(client, "#1001"), "/preview/in-transit"):
        page = client.get(path).text
        assert len(IN_HTML.findall(page[page.index("<footer") :])) == 1, path
    assert 'href="https://example.com/r?a=1&amp;b=2"' in client.get("/").text
    assert '<p class="links">' not in make_app().test_client().get("/").text


def test_links_of_the_shop_are_in_its_own_page_and_not_in_a_frame_on_it(
    make_app: Callable[..., Flask], clock: Clock
) -> None:
    proxy = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "demo", "SHOPIFY_CLIENT_SECRET": SECRET, "SECRET_KEY": "own"}
    client = make_app(**LINKS, **proxy).test_client()
    assert len(IN_HTML.findall(client.get(f"/proxy?{signed_query(clock().timestamp())}").text)) == 1
    assert not IN_HTML.findall(client.get("/widget").text)


def test_illegible_color_is_adjusted_and_logged(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    make_app(BRAND_COLOR="#ffff00")
    assert "BRAND_COLOR: #ffff00 is too hard to read" in caplog.text


def test_brand_dir_overrides_our_files(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "templates" / "components").mkdir(parents=True)
    footer = "{% macro footer(brand, choices) %}<footer>Sold by {{ brand.name }}</footer>{% endmacro %}"
    (tmp_path / "templates" / "components" / "footer.html").write_text(footer, encoding="utf-8")
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "own.css").write_text(".own { color: red }", encoding="utf-8")
    client = make_app(BRAND_DIR=str(tmp_path)).test_client()
    page = client.get("/").text
    assert "Sold by Harbor Goods" in page
    assert ".own{color:red}</style>" in page


def test_a_folder_may_hold_only_templates(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    assert make_app(BRAND_DIR=str(tmp_path)).test_client().get("/").status_code == 200


def test_merchant_may_add_own_texts(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    words = {
        "greeting": "Moin {{ brand.name }}",
        "help": "Our harbor is open",
        "thanks": "Thank you, {{ status.order }}",
    }
    for name, text in words.items():
        (tmp_path / "templates" / "brand").mkdir(parents=True, exist_ok=True)
        (tmp_path / "templates" / "brand" / f"{name}.html").write_text(f"<p>{text}</p>", encoding="utf-8")
    client = make_app(BRAND_DIR=str(tmp_path)).test_client()
    assert "<p>Moin Harbor Goods</p>" in client.get("/").text
    moving, arrived = (client.get(address_of(client, name)).text for name in ("#1001", "#1003"))
    assert "<p>Our harbor is open</p>" in moving
    assert "Thank you" not in moving
    assert "<p>Thank you, #1003</p>" in arrived


def test_frame_has_the_requested_color(make_app: Callable[..., Flask]) -> None:
    client = make_app(BRAND_COLOR="#1f6b57").test_client()
    assert "--fill:#e11d48" in client.get("/widget?color=%23E11D48").text
    assert "--fill:#1f6b57" in client.get("/widget?color=red").text
    assert "--fill:#1f6b57" in client.get("/?color=e11d48").text


def test_a_stylesheet_that_is_too_large_for_each_page_is_linked(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "static" / "css").mkdir(parents=True)
    rules = "".join(f".own-{each} {{ color: red }}" for each in range(1500))
    (tmp_path / "static" / "css" / "own.css").write_text(rules, encoding="utf-8")
    client = make_app(BRAND_DIR=str(tmp_path)).test_client()
    for path, url in (("/", "/static/site"), ("/widget?color=e11d48", "/static/looks/e11d48-own/site")):
        page = client.get(path)
        assert "<style" not in page.text
        assert "sha256" not in page.headers["Content-Security-Policy"]
        found = re.search(rf'href="({url}\.\w+\.css)"', page.text)
        assert found
        assert ".own-1499" in client.get(found[1]).text


def test_templates_and_static_stand_beside_the_package_in_a_checkout_and_inside_of_it_in_a_wheel(
    tmp_path: Path,
) -> None:
    package = tmp_path / "tracking"
    assert project_folder("templates", package) == tmp_path / "templates"
    (package / "templates").mkdir(parents=True)
    assert project_folder("templates", package) == package / "templates"


def test_localized_text_comes_before_the_default_one(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    texts = {
        "greeting": "Hello",
        "greeting.sv": "Hej",
        "greeting.no": "Hei",
        "greeting.zh_Hans": "你好",
        "help": "Ask us",
        "help.sv": "Fråga oss",
        "thanks.sv": "Tack",
    }
    files = {f"templates/brand/{name}.html": f"<p>{text}</p>" for name, text in texts.items()}
    client = make_app(BRAND_DIR=write_brand_dir(tmp_path, files)).test_client()
    for language, text in (("sv", "Hej"), ("nb", "Hei"), ("zh-Hans", "你好"), ("de", "Hello"), ("en", "Hello")):
        for path in ("/", "/widget"):
            assert f"<p>{text}</p>" in client.get(path, query_string={"lang": language}).text
    moving, arrived = address_of(client, "#1001"), address_of(client, "#1003")
    for path in (moving, f"{moving}/live", f"/widget{moving}", "/preview/in-transit"):
        assert "<p>Fråga oss</p>" in client.get(path, query_string={"lang": "sv"}).text
        assert "<p>Ask us</p>" in client.get(path, query_string={"lang": "de"}).text
    assert "<p>Tack</p>" in client.get(arrived, query_string={"lang": "sv"}).text
    assert "Tack" not in client.get(arrived, query_string={"lang": "de"}).text


LOGO = {"static/img/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"}


@pytest.mark.parametrize("name", ["logo.svg", "img/logo.svg"])
def test_the_logo_may_be_a_picture_of_the_folder(make_app: Callable[..., Flask], tmp_path: Path, name: str) -> None:
    client = make_app(BRAND_DIR=write_brand_dir(tmp_path, LOGO), BRAND_LOGO_URL=name).test_client()
    pages = [client.get(path).text for path in ("/", "/nowhere", "/preview/in-transit")]
    (url,) = {url for page in pages for url in re.findall(r'src="(/static/img/logo\.[0-9a-f]{12}\.svg)"', page)}
    assert all(url in page for page in pages)
    answer = client.get(url)
    assert answer.mimetype == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_layout_of_ones_own_shows_the_logo_in_the_frame_and_through_the_proxy(
    make_app: Callable[..., Flask], tmp_path: Path, clock: Clock
) -> None:
    layout = '<div><img src="{{ brand.logo_url }}" alt="" width="9" height="9" />{% block main %}{% endblock %}</div>'
    files = {**LOGO, "templates/layouts/proxy.html": layout}
    shop = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "demo", "SHOPIFY_CLIENT_SECRET": SECRET, "SECRET_KEY": "own"}
    face = {
        "BRAND_DIR": write_brand_dir(tmp_path, files),
        "BRAND_LOGO_URL": "logo.svg",
        "PUBLIC_URL": "https://track.example.com",
    }
    client = make_app(**shop, **face).test_client()
    page = client.get(f"/proxy?{signed_query(clock().timestamp())}").text
    assert 'src="https://track.example.com/static/img/logo.' in page


@pytest.mark.parametrize("name", ["logo.png", "img/nothing.svg", "favicon.svg", "logo.js"])
def test_a_logo_that_is_not_there_stops_the_start(make_app: Callable[..., Flask], tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=r"^BRAND_LOGO_URL names a picture that is not there: "):
        make_app(BRAND_DIR=write_brand_dir(tmp_path, LOGO), BRAND_LOGO_URL=name)


def test_pages_may_load_the_fonts_of_the_folder(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    client = make_app(BRAND_DIR=write_brand_dir(tmp_path, {"static/fonts/own.woff2": "font"})).test_client()
    for path in ("/", "/widget"):
        assert "font-src 'self';" in client.get(path).headers["Content-Security-Policy"]
    answer = client.get("/static/fonts/own.woff2")
    assert (answer.status_code, answer.mimetype) == (200, "font/woff2")


@pytest.mark.parametrize("place", ["static", "static/img", "templates"])
def test_a_part_of_the_folder_that_may_not_be_read_stops_the_start(make_app: Callable[..., Flask], place: str) -> None:
    with unprivileged() as folder:
        wanted = write_brand_dir(folder / "brand", {f"{place}/a/logo.svg": "<svg/>"})
        closed = folder / "brand" / place
        closed.chmod(0)
        try:
            with pytest.raises(SettingsError, match=rf"^BRAND_DIR: \S+/{place} cannot be read: give the user"):
                make_app(BRAND_DIR=wanted)
        finally:
            closed.chmod(0o700)
