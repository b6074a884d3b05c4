"""A customer's way, from the form to a page that changes by itself."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import listening

if TYPE_CHECKING:
    from tests.browser.conftest import Site

NOTHING_SENT = timedelta(minutes=4)


def look_up(page: Page, order: str, email: str) -> None:
    page.goto("/")
    page.get_by_label("Order number").fill(order)
    page.get_by_label("Email").fill(email)
    page.keyboard.press("Enter")


def test_a_customer_looks_up_an_order_and_sees_where_it_is(page: Page) -> None:
    look_up(page, "1001", " Ada@Example.com ")
    expect(page).to_have_url(re.compile(r"/order/[\w.-]+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arrives tomorrow")
    expect(page.locator("[aria-current=step]")).to_contain_text("Sent")


def test_lookup_works_without_javascript(context: Callable[..., BrowserContext]) -> None:
    page = context(java_script_enabled=False).new_page()
    look_up(page, "1001", "ada@example.com")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Arrives tomorrow")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.goto("/")
    look_up(page, "1001", "someone.else@example.com")
    expect(page.locator("main")).to_contain_text("couldn’t find")
    expect(page.get_by_label("Order number")).to_have_value("1001")
    expect(page.get_by_label("Email")).to_have_value("someone.else@example.com")


def test_mistakes_are_named_at_the_field_and_in_a_summary_that_takes_focus(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('form').noValidate = true")
    page.get_by_label("Order number").fill("1001")
    page.get_by_label("Email").fill("nobody")
    page.keyboard.press("Enter")
    field = page.get_by_label("Email")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("nobody")
    described = field.get_attribute("aria-describedby")
    assert described
    expect(page.locator(f"#{described.split()[-1]}")).to_be_visible()
    expect(page.locator("[role=alert], [tabindex='-1']:focus").first).to_be_visible()


def test_the_open_page_changes_by_itself(page: Page, site: "Site") -> None:
    page.goto(site.pages["moving"])
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()
    site.clock.advance(timedelta(seconds=61))
    with page.expect_response(re.compile(r"/live")):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(heading).not_to_have_text(before)


def test_opened_details_stay_open_when_the_page_changes(page: Page, site: "Site") -> None:
    page.goto(site.pages["moving"])
    fold = page.locator("details", has_text="Everything so far")
    fold.locator("summary").click()
    site.clock.advance(timedelta(seconds=61))
    with page.expect_response(re.compile(r"/live")):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(fold).to_have_attribute("open", "")


def test_a_tracking_number_is_copied(page: Page, site: "Site") -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site.pages["in-transit"])
    page.get_by_role("button", name=re.compile("Copy")).first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied
    assert copied.replace(" ", "") in page.locator("main").inner_text().replace(" ", "")


def test_the_page_sets_no_cookie_and_asks_nobody_else(page: Page, site: "Site") -> None:
    asked: list[str] = []
    with listening(page, "request", lambda request: asked.append(request.url)):
        page.goto(site.pages["in-transit"], wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert page.context.cookies() == []
