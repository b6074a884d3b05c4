"""The pages inside of the shop's theme, through Shopify's app proxy as its documentation describes it."""

import re
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from urllib.parse import parse_qsl

import pytest
import requests
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.app_proxy import PREFIX, SECRET, SHOP, signed_query
from tests.browser.accessibility import findings
from tests.browser.conftest import listening, set_back, shared_page
from tests.local_server import CannedResponse, PageServer
from tracking import create_app
from tracking.demo import DemoTransport
from tracking.settings import Settings

# Dawn, the theme that most shops start from, makes a rem ten pixels.
THEME = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Tea</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style>html {{ font-size: 62.5% }} body {{ margin: 0; font: 1.6rem serif; background: #fff }}
h1 {{ color: maroon }}</style>
</head><body><header><h2 id="theirs">Tea</h2></header><main>{}</main></body></html>"""


class Storefront(PageServer):
    """The shop: what is below the prefix, it asks of us, and sets Liquid into its theme."""

    site = ""
    visitors = count()

    def answer(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> CannedResponse:
        path, _, query = address.partition("?")
        if not path.startswith(PREFIX):
            return super().answer(method, address, body, headers)
        signed = signed_query(now().timestamp(), dict(parse_qsl(query)))
        passed = {name: headers[name] for name in ("Accept", "Content-Type", "Accept-Language") if name in headers}
        passed["X-Forwarded-For"] = f"203.0.113.{next(self.visitors) % 256}"
        url = f"{self.site}/proxy{path.removeprefix(PREFIX)}?{signed}"
        ours = requests.request(method, url, data=body, headers=passed, timeout=60, allow_redirects=False)
        assert "Set-Cookie" not in ours.headers
        if ours.headers["Content-Type"].startswith("application/liquid"):
            assert "{" not in ours.text
            return CannedResponse(
                THEME.format(ours.text), ours.status_code, {**kept(ours.headers), "Content-Type": "text/html"}
            )
        return CannedResponse(
            ours.text, ours.status_code, kept(ours.headers) | {"Content-Type": ours.headers["Content-Type"]}
        )


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """Forwards every header that could do harm: which ones Shopify forwards is not documented."""
    dropped = {"server", "date", "connection", "content-length", "content-type", "content-encoding"}
    return {name: value for name, value in headers.items() if name.lower() not in dropped}


def now() -> datetime:
    """The real time: it stands in what Shopify signs."""
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storefront]:
    with Storefront() as storefront:
        server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
        storefront.site = f"http://127.0.0.1:{server.server_port}"
        settings = {
            "SHOPIFY_SHOP": SHOP,
            "SHOPIFY_ACCESS_TOKEN": "demo",
            "SHOPIFY_CLIENT_SECRET": SECRET,
            "SECRET_KEY": "own",
            "PUBLIC_URL": storefront.site,
            "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('shop') / 'orders.db'}",
        }
        server.app = create_app(Settings.from_environ(settings), transport=DemoTransport(clock=now))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield storefront
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def only_page(browser: Browser, shop: Storefront) -> Iterator[Page]:
    with shared_page(browser, base_url=shop.url) as one:
        yield one


@pytest.fixture
def page(only_page: Page) -> Iterator[Page]:
    with set_back(only_page, {"width": 390, "height": 844}) as one:
        yield one


def look_up(page: Page, email: str = "ada@example.com") -> None:
    page.goto(PREFIX)
    page.get_by_label("Order number").fill("1001")
    page.get_by_label("Email").fill(email)
    page.keyboard.press("Enter")


def test_a_customer_looks_up_an_order_without_leaving_the_shop(page: Page, shop: Storefront) -> None:
    look_up(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arrives tomorrow")
    expect(page).to_have_url(f"{shop.url}{PREFIX}")
    page.get_by_role("link", name="Track another order").click()
    expect(page.get_by_label("Order number")).to_be_visible()
    assert page.context.cookies() == []


def test_page_is_styled_and_leaves_the_theme_alone(page: Page) -> None:
    page.goto(PREFIX)
    button = page.get_by_role("button", name="Show my order")
    expect(button).to_have_css("font-size", "16px")
    expect(button).to_have_css("background-color", "rgb(31, 107, 87)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("body")).to_have_css("font-family", "serif")
    expect(page.locator("#theirs")).to_have_css("font-size", "24px")
    expect(page.get_by_role("heading", level=1)).to_have_css("color", "rgb(28, 27, 25)")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_mistake_is_said_in_the_theme(page: Page) -> None:
    look_up(page, "someone.else@example.com")
    expect(page.locator(".order-tracking .notice")).to_be_focused()
    expect(page.get_by_label("Order number")).to_have_value("1001")
    expect(page.get_by_label("Email")).to_have_value("someone.else@example.com")
    page.locator(".order-tracking .notice").get_by_role("link", name="Email address").click()
    expect(page.get_by_label("Email")).to_be_focused()


def test_the_scripts_work_there_and_the_page_refreshes_itself(page: Page) -> None:
    look_up(page)
    expect(page.get_by_role("button", name=re.compile("Copy")).first).to_be_visible()
    with page.expect_response(re.compile(r"/live")) as answer:
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert answer.value.url.startswith(page.url)
    assert answer.value.text().lstrip().startswith("<article")
    expect(page.locator("#theirs")).to_have_count(1)


def test_a_fragment_with_the_theme_around_it_is_understood_too(page: Page) -> None:
    look_up(page)
    article = page.locator("#live").inner_html().replace("Arrives tomorrow", "Arrived yesterday")
    page.route(re.compile("/live"), lambda route: route.fulfill(body=THEME.format(article), content_type="text/html"))
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arrived yesterday")
    expect(page.locator("#theirs")).to_have_count(1)


def test_page_is_accessible_and_blocked_by_no_policy(page: Page) -> None:
    said: list[str] = []
    with listening(page, "console", lambda message: said.append(message.text)):
        look_up(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Arrives tomorrow")
    assert [text for text in said if "olicy" in text] == []
    assert findings(page) == []
