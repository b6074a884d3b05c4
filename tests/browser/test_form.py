"""The form after an attempt that failed, on a small phone: what was typed, and where the reader is taken."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.accessibility import LANGUAGES
from tests.browser.conftest import set_back, shared_page
from tests.browser.embedding import serving_app
from tests.fakes import Clock, Shopify, harbor_goods
from tests.sampling import crossed, matrix, spread
from tracking import create_app
from tracking.demo import ALL_SCOPES
from tracking.settings import Settings

PHONE: ViewportSize = {
    "width": 390,
    "height": 664,
}  # what a browser leaves of a phone's screen; the keyboard is not counted
FEW_LOOKUPS = 20  # failures of one number, before it is limited


@dataclass(frozen=True)
class FailingSite:
    """A site whose Shopify fails as a test wants it."""

    url: str
    shopify: Shopify
    clock: Clock


@pytest.fixture
def site() -> Iterator[FailingSite]:
    clock = Clock()
    shopify = Shopify(harbor_goods(), clock)
    app = create_app(
        Settings.from_environ({}), clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, transport=shopify
    )
    with serving_app(app) as url:
        yield FailingSite(url, shopify, clock)


@pytest.fixture(scope="module")
def only_page(browser: Browser) -> Iterator[Page]:
    with shared_page(browser, viewport=PHONE, is_mobile=True, has_touch=True) as one:
        yield one


@pytest.fixture
def page(only_page: Page) -> Iterator[Page]:
    with set_back(only_page, PHONE) as one:
        yield one


def prepare(site: FailingSite, status: int) -> None:
    """Let the next lookup fail with this status, in its longest words."""
    if status == 404:
        site.shopify.change(scopes=ALL_SCOPES - {"read_all_orders"})
    site.shopify.is_down = status == 503


def submit(page: Page, address: str, order: str, email: str) -> int:
    page.goto(address)
    page.locator("form.lookup-form").evaluate("form => form.noValidate = true")
    page.get_by_label("Order number").fill(order)
    page.get_by_label("Email").fill(email)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.keyboard.press("Enter")
    return answer.value.status


def lowest_field(page: Page) -> float:
    """Where the lower of the two fields ends, in pixels below the top of the screen."""
    return max(
        float(bottom)
        for bottom in page.locator("#order, #email").evaluate_all(
            "fields => fields.map(field => field.getBoundingClientRect().bottom)"
        )
    )


FAILURES = crossed({"404": 404, "422": 422, "429": 429, "503": 503}, {"page": "/", "widget": "/widget"})


@pytest.mark.parametrize(("status", "path"), matrix(FAILURES, "404-widget", "422-page", "429-page", "503-page"))
def test_message_leaves_both_fields_on_the_first_screen_and_takes_the_focus_without_a_jump(
    page: Page, site: FailingSite, path: str, status: int
) -> None:
    prepare(site, status)
    typed = ("", "x") if status == 422 else ("99999", "eve@example.com")
    for _ in range(FEW_LOOKUPS if status == 429 else 0):
        assert page.request.post(f"{site.url}/", form={"order": typed[0], "email": typed[1]}).status == 404
    assert submit(page, site.url + path, *typed) == status
    expect(page.locator(".notice")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    for label, value in zip(("Order number", "Email"), typed, strict=True):
        expect(page.get_by_label(label)).to_have_value(value)
    assert lowest_field(page) <= PHONE["height"]


@pytest.mark.parametrize("languages", [LANGUAGES[::4], pytest.param(LANGUAGES, marks=pytest.mark.audit)], ids=len)
def test_message_leaves_the_fields_on_the_first_screen_in_every_language(
    page: Page, site: FailingSite, languages: list[str]
) -> None:
    found = {}
    for language in languages:
        page.goto(f"{site.url}/?lang={language}")
        page.locator("#order").fill("99999")
        page.locator("#email").fill("eve@example.com")
        page.keyboard.press("Enter")
        expect(page.locator(".notice")).to_be_focused()
        found[language] = lowest_field(page)
    assert {code: bottom for code, bottom in found.items() if bottom > PHONE["height"]} == {}


@pytest.mark.parametrize(("order", "email"), matrix({"404": ("99999", "eve@example.com"), "422": ("", "x")}, "422"))
def test_message_is_accessible_on_the_smallest_phone(
    page: Page, site: FailingSite, wrong_with: Callable[[Page], list[str]], order: str, email: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    submit(page, site.url, order, email)
    expect(page.locator(".notice")).to_be_focused()
    assert wrong_with(page) == []


@pytest.mark.parametrize("path", spread(2, ["/", "/widget"]))
def test_summary_leads_to_the_fields(page: Page, site: FailingSite, path: str) -> None:
    assert submit(page, site.url + path, "99999", "eve@example.com") == 404
    for label in ("Email address", "Order number"):
        page.locator(".notice").get_by_role("link", name=label).click()
        expect(page.get_by_label(re.compile(label))).to_be_focused()
