"""An answer in a real browser: given with words, confirmed in place, changed; accessible at each step."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Site

PHONE = {"width": 320, "height": 640}


def asked(page: Page, path: str) -> Locator:
    """The first question of the page, which does without while the database of a busy machine is slow."""
    page.goto(path)
    while not page.locator("#answers").count():
        page.reload()
    return page.locator("#answers")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_answer_goes_its_way_with_and_without_scripts(
    context: Callable[..., BrowserContext], site: "Site", *, has_scripts: bool
) -> None:
    slug = "delayed-and-silent" if has_scripts else "hold-date"
    page: Page = context(viewport=PHONE, java_script_enabled=has_scripts).new_page()
    card = asked(page, site.pages[slug])
    card.get_by_text("Add a few words").click()
    card.get_by_label("Your message").fill("x" * 1001)
    card.get_by_role("button", name="Please contact me").click()
    expect(card.get_by_label("Your message")).to_have_value("x" * 1001)
    expect(card).to_contain_text("That’s too long")
    card.get_by_label("Your message").fill("Call me")
    card.get_by_role("button", name="Please contact me").click()
    while "We have it. You’ll hear from us by" not in page.content():
        page.reload()
    expect(card).to_be_in_viewport()
    card.get_by_text("Tell us something else").click()
    card.get_by_role("button", name="I’ll wait").click()
    while "You told us: I’ll wait" not in page.content():
        page.reload()


def test_question_and_answer_are_accessible(
    page: Page,
    site: "Site",
    wrong_with: Callable[[Page], list[str]],
    wrong_but_for_contrast: Callable[[Page], list[str]],
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    asked(page, site.pages["canadian-post"])
    page.get_by_text("It says delivered, but I don’t have it").click()
    page.get_by_text("Add a few words").click()
    assert wrong_with(page) == []
    page.get_by_role("button", name="I still don’t have it").click()
    while not page.get_by_text("Tell us something else").count():
        page.reload()
    page.get_by_text("Tell us something else").click()
    assert wrong_but_for_contrast(page) == []


def test_words_being_typed_outlive_the_refresh_of_the_page(page: Page, site: "Site") -> None:
    asked(page, site.pages["delayed"])
    page.get_by_text("Add a few words").click()
    page.get_by_label("Your message").fill("Not yet sent")
    page.route("**/live*", lambda route: route.fulfill(body='<article class="order">Another page</article>'))
    with page.expect_response("**/live*"):
        page.evaluate("dispatchEvent(new Event('focus'))")
    with page.expect_response("**/live*"):
        page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_label("Your message")).to_have_value("Not yet sent")
    page.get_by_label("Your message").fill("")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#live")).to_contain_text("Another page")
