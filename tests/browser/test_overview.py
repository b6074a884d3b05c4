"""The overview in a real browser: accessible and whole at every width, quick by keyboard, complete without script."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests import demo_orders
from tests.browser.accessibility import complaints_in_both_schemes, is_too_wide
from tests.browser.conftest import listening, set_back, shared_page
from tests.browser.embedding import serving_app
from tests.fakes import NOW, Clock
from tests.merchant import listed
from tests.sampling import crossed, matrix, spread
from tracking import create_app
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.services import services
from tracking.settings import Settings

LANGUAGES = [code.replace("_", "-") for code in read_catalogues(FOLDER)]
LATE = "/merchant/?view=late&sort=age"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Overview:
    """A running demo whose list is filled."""

    app: Flask
    url: str
    clock: Clock


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Overview]:
    clock = Clock()
    database = tmp_path_factory.mktemp("overview") / "whereabouts.db"
    app = create_app(Settings.from_environ({"DATABASE_URL": f"sqlite:///{database}"}), clock=clock)
    with app.app_context():
        for slug in demo_orders.order_sample():
            listed.put(services().database, slug)
    with serving_app(app) as url:
        yield Overview(app, url, clock)
    with app.app_context():
        services().database.close()


@pytest.fixture(scope="module")
def only_page(browser: Browser, overview: Overview) -> Iterator[Page]:
    with shared_page(browser, base_url=overview.url) as one:
        one.goto("/healthz")
        yield one


@pytest.fixture
def opened(
    context: Callable[..., BrowserContext], only_page: Page, overview: Overview
) -> Iterator[Callable[..., Page]]:
    """Opens the page, or one with settings of its own; no script may fail, and the policy block nothing."""
    wrong: list[str] = []

    def open_page(path: str = LATE, viewport: ViewportSize = DESKTOP, **settings: object) -> Page:
        own = {"base_url": overview.url, "reduced_motion": "reduce", **settings}
        page = context(**own).new_page() if settings else only_page
        page.set_viewport_size(viewport)
        page.emulate_media(reduced_motion="reduce")
        stack.enter_context(listening(page, "pageerror", lambda error: wrong.append(str(error))))
        stack.enter_context(
            listening(page, "console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None)
        )
        page.goto(path, wait_until="networkidle")
        return page

    with ExitStack() as stack, set_back(only_page, DESKTOP):
        yield open_page
    assert wrong == []


PAGES = {
    "needs": "/merchant/",
    "all": "/merchant/?view=all&size=200",
    "some": "/merchant/?view=all&size=25",
    "filters": "/merchant/?view=late&condition=late&filters=open",
    "nothing": "/merchant/?view=late&country=AQ",
}
WIDTHS = {str(width): width for width in (320, 390, 768, 1280, 1600)}


@pytest.mark.parametrize(("path", "width"), matrix(crossed(PAGES, WIDTHS), "filters-320", "nothing-768"))
def test_overview_is_accessible(
    opened: Callable[..., Page], wrong_with: Callable[[Page], list[str]], path: str, width: int
) -> None:
    page = opened(path, viewport={"width": width, "height": 900})
    assert wrong_with(page) == []


def test_open_views_and_help_are_accessible(
    opened: Callable[..., Page], wrong_but_for_contrast: Callable[[Page], list[str]]
) -> None:
    page = opened(viewport=PHONE)
    page.get_by_role("button", name="Views").click()
    expect(page.get_by_role("link", name="Ready for pickup")).to_be_visible()
    assert complaints_in_both_schemes(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert wrong_but_for_contrast(page) == []


@pytest.mark.parametrize("languages", [LANGUAGES[2:4], pytest.param(LANGUAGES, marks=pytest.mark.audit)], ids=len)
def test_overview_fits_a_small_phone_in_every_language(opened: Callable[..., Page], languages: list[str]) -> None:
    page = opened(viewport={"width": 320, "height": 640})
    wide = []
    for path, language in product(("/merchant/?view=all&size=200&filters=open&", "/merchant/numbers?"), languages):
        page.goto(f"{path}lang={language}")
        assert page.locator("html").get_attribute("lang") == language
        if is_too_wide(page):
            wide.append((path, language))
    assert page.locator(".numbers-table").count()
    assert wide == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def test_keys_lead_from_order_to_order_and_open_one(opened: Callable[..., Page], overview: Overview) -> None:
    page = opened()
    names = page.locator(".row-name").all_text_contents()
    for key, expected in (("j", names[0]), ("j", names[1]), ("k", names[0]), ("k", names[0])):
        page.keyboard.press(key)
        assert focused(page) == expected
    href = page.locator(".row-name").first.get_attribute("href")
    page.keyboard.press("o")
    page.wait_for_url(f"{overview.url}{href}")


def test_a_slash_searches_and_keys_are_letters_there(opened: Callable[..., Page]) -> None:
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("jxk?")
    expect(page.get_by_label("Search orders")).to_have_value("jxk?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_can_be_turned_off_and_stay_so(opened: Callable[..., Page]) -> None:
    page = opened()
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload(wait_until="networkidle")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("?")
    page.get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    assert focused(page) == page.locator(".row-name").first.text_content()
    page.evaluate("localStorage.clear()")


def test_selected_rows_are_counted_and_their_numbers_copied(opened: Callable[..., Page]) -> None:
    page = opened()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    names = page.locator(".row-name").all_text_contents()
    for key in ("j", "x", "j", "j"):
        page.keyboard.press(key)
    page.get_by_role("checkbox", name=f"Select {names[3]}").click(modifiers=["Shift"])
    expect(page.locator("#selected")).to_have_text("4")
    page.get_by_role("button", name="Copy order numbers").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join(names[:4])
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#selection")).to_be_hidden()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)


def select_and_press(page: Page, button: str) -> None:
    page.locator("#whole-list").check()
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("width", spread(2, [320, 1280]))
def test_pages_about_many_orders_are_accessible(
    opened: Callable[..., Page],
    wrong_but_for_contrast: Callable[[Page], list[str]],
    width: int,
) -> None:
    page = opened("/merchant/?view=late", viewport={"width": width, "height": 900})
    page.locator(".rows [name=ids]").first.check()
    complaints = wrong_but_for_contrast(page)
    for button in ("Set aside", "Mark answers as handled"):
        page.goto("/merchant/?view=late")
        select_and_press(page, button)
        complaints += wrong_but_for_contrast(page)
    page.goto("/merchant/?view=all")
    select_and_press(page, "Write to the customers")
    complaints += wrong_but_for_contrast(page)
    for name, words in (("Subject", "Snow in Malmö"), ("Text", f"The road is closed, {width}.")):
        page.get_by_label(name, exact=True).first.fill(words)
    page.get_by_role("button", name="Show the letters first").click()
    complaints += wrong_but_for_contrast(page)
    page.get_by_role("button", name=re.compile("Send .* letter")).click()
    expect(page.locator("#progress")).to_contain_text(re.compile("Done: . of"))
    complaints += wrong_but_for_contrast(page)
    assert complaints == []


def test_all_of_a_list_is_selected_until_one_of_its_rows_is_not(opened: Callable[..., Page]) -> None:
    page = opened("/merchant/?view=all&size=25")
    whole, bar, number = page.locator("#whole-list"), page.locator("#selection"), page.locator("#selected")
    expect(bar).to_be_hidden()
    whole.check()
    expect(number).to_have_text(whole.get_attribute("data-count") or "")
    expect(page.locator(".rows :checked")).to_have_count(25)
    expect(page.get_by_role("button", name="Copy order numbers")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(number).to_have_text("24")
    expect(whole).not_to_be_checked()
    page.get_by_role("button", name="Set aside").click()
    expect(page.locator("main")).to_contain_text(re.compile("24\\sorders are selected"))


def test_counts_of_letters_follow_while_they_leave(opened: Callable[..., Page], overview: Overview) -> None:
    page = opened("/merchant/?view=all", locale="en-US")
    page.locator(".rows [name=ids]").first.check()
    page.get_by_role("button", name="Write to the customers").click()
    for name, words in (("Subject", "Rain"), ("Text", "It rains.")):
        page.get_by_label(name, exact=True).fill(words)
    page.get_by_role("button", name="Show the letters first").click()
    page.clock.install()
    page.get_by_role("button", name=re.compile("Send .* letter")).click()
    expect(page.locator("#progress")).to_contain_text("Done: 0 of 1")
    batch = page.url.partition("/write/")[2].partition("?")[0]
    with overview.app.app_context():
        services().merchant.letter_actions.undo(batch, "robin")
    page.clock.fast_forward("00:06")
    expect(page.locator("#progress")).to_contain_text("Taken back")
    expect(page.get_by_role("button", name="Take 1 letter back")).to_have_count(0)


def test_filters_open_above_the_list_and_lead_to_what_fits(opened: Callable[..., Page]) -> None:
    page = opened("/merchant/?view=all")
    page.evaluate("window.isSame = true")
    page.get_by_role("link", name="Filter", exact=True).click()
    page.get_by_label("Condition").select_option("late")
    assert page.evaluate("window.isSame")
    page.get_by_role("button", name="Show orders").click()
    page.wait_for_url(re.compile("condition=late"))
    assert set(page.locator(".state > b").all_text_contents()) == {"Late"}
    page.get_by_role("link", name="Condition: Late").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_everything_works_without_javascript(opened: Callable[..., Page]) -> None:
    page = opened("/merchant/?view=all", java_script_enabled=False, viewport=PHONE)
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Set aside").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set orders aside")
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("link", name="Filter", exact=True).click()
    page.get_by_label("Condition").select_option("late")
    page.get_by_role("button", name="Show orders").click()
    assert set(page.locator(".state > b").all_text_contents()) == {"Late"}
    page.get_by_role("link", name="Oldest").click()
    page.get_by_role("button", name="Views").click()
    page.get_by_role("link", name="Problem").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Problem")


def test_counts_follow_while_the_page_is_looked_at(opened: Callable[..., Page], overview: Overview) -> None:
    page = opened("/merchant/?view=all", locale="en-US")
    page.clock.install()
    page.reload()
    before = page.locator('[data-view="all"] span').text_content() or ""
    added = next(slug for slug in demo_orders.order_ids() if slug not in demo_orders.order_sample())
    with overview.app.app_context():
        listed.put(services().database, added, now=NOW + timedelta(minutes=1))
    expect(page.locator("#changed")).to_be_hidden()
    page.clock.fast_forward("01:01")
    expect(page.locator('[data-view="all"] span')).to_have_text(str(int(before) + 1))
    expect(page.get_by_role("link", name="Show what has changed")).to_be_visible()
