"""The preview in a real browser: the page on a phone beside the list, with and without JavaScript."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.conftest import listening
from tests.sampling import crossed, matrix, spread

if TYPE_CHECKING:
    from tests.browser.conftest import Site

SCHEMES = ("light", "dark")
PHONE = {"width": 390, "height": 844}
SMALLEST: ViewportSize = {"width": 320, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
DARK, LIGHT = "rgb(21, 20, 19)", "rgb(246, 245, 242)"  # --paper in tokens.css


@pytest.fixture
def desktop(page: Page) -> Page:
    page.set_viewport_size(DESKTOP)
    return page


SIZES = {"phone": SMALLEST, "desktop": DESKTOP}
PAGES = {
    "few": "/preview?color=red&name=%3Cb%3E&code=hold_stock",
    "all": "/preview?color=red&name=%3Cb%3E",
    "first": "/preview?color=red&name=%3Cb%3E#first",  # of its orders
    "dark": "/preview?color=ffd400&scheme=dark",
    "alone": "/preview/delayed?color=ffd400",
}


@pytest.mark.parametrize(("size", "path"), matrix(crossed(SIZES, PAGES), "phone-first", "desktop-alone"))
def test_preview_is_accessible(
    page: Page, wrong_with: Callable[[Page], list[str]], size: ViewportSize, path: str
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    errors: list[str] = []
    with listening(page, "console", lambda said: errors.append(said.text) if said.type == "error" else None):
        page.goto(path, wait_until="networkidle")
        if path.endswith("#first"):
            page.locator("li:has(.preview-beside)").evaluate_all("all => all.slice(12).forEach(each => each.remove())")
        assert wrong_with(page) == []
    assert errors == []


def test_frame_shows_the_page_on_a_phone(desktop: Page) -> None:
    desktop.goto("/preview?show=delayed")
    inside = desktop.frame_locator("#phone")
    expect(inside.locator("h1")).to_be_visible()
    assert inside.locator("html").evaluate("root => root.clientWidth") == PHONE["width"]
    assert not inside.locator("html").evaluate("root => root.scrollWidth > root.clientWidth")


@pytest.mark.parametrize("scheme", spread(2, SCHEMES))
def test_page_inside_has_the_scheme_that_is_tried(desktop: Page, scheme: Literal["light", "dark"]) -> None:
    page = desktop
    page.emulate_media(color_scheme=scheme)
    other, color = ("light", LIGHT) if scheme == "dark" else ("dark", DARK)
    page.goto(f"/preview?scheme={other}&color=ffd400&name=Sunny+Tea")
    inside = page.frame_locator("#phone")
    expect(inside.locator("body")).to_have_css("background-color", color)
    expect(inside.locator(".masthead")).to_have_text("Sunny Tea")
    expect(page.locator("body")).to_have_css("background-color", DARK if scheme == "dark" else LIGHT)


def test_next_order_is_shown_without_loading_the_list_again(desktop: Page, site: "Site") -> None:
    desktop.goto("/preview?show=delayed")
    desktop.evaluate("window.isSame = true")
    listed = [link.removeprefix("/preview?show=") for link in hrefs(desktop, ".preview-beside")]
    at = listed.index("delayed")
    acts: tuple[tuple[Callable[[], None], int], ...] = (
        (lambda: desktop.keyboard.press("ArrowRight"), 1),
        (lambda: desktop.get_by_role("link", name="Next", exact=True).click(), 2),
        (lambda: desktop.keyboard.press("ArrowLeft"), 1),
        (lambda: desktop.get_by_role("link", name="Previous", exact=True).click(), 0),
        (lambda: desktop.locator(".preview-beside").nth(at + 3).click(), 3),
    )
    for act, step in acts:
        act()
        shown = site.examples[listed[at + step]]
        expect(desktop.locator("#shown")).to_have_text(shown.situation)
        expect(desktop.locator(".preview-beside[aria-current]")).to_contain_text(shown.order)
        expect(desktop.frame_locator("#phone").locator("main")).to_contain_text(shown.order)
        expect(desktop).to_have_url(re.compile(rf"/preview\?show={shown.slug}$"))
        assert hrefs(desktop, "#alone") == [f"/preview/{shown.slug}"]
    assert desktop.evaluate("window.isSame")


def test_keys_lead_on_from_within_the_frame_and_not_from_a_field(desktop: Page, site: "Site") -> None:
    desktop.goto("/preview?show=in-transit", wait_until="networkidle")
    desktop.frame_locator("#phone").locator("main").press("ArrowRight")
    expect(desktop.locator("#shown")).to_have_text(site.examples["out-for-delivery"].situation)
    desktop.get_by_label("Brand name").press("ArrowRight")
    expect(desktop.locator("#shown")).to_have_text(site.examples["out-for-delivery"].situation)


def test_pages_of_other_sites_open_beside_the_frame(desktop: Page) -> None:
    desktop.goto("/preview?show=delayed", wait_until="networkidle")
    carrier = desktop.frame_locator("#phone").locator('main a[href^="https://"]').first
    expect(carrier).to_have_attribute("target", "_blank")


def test_options_that_are_applied_keep_the_order_in_the_frame(desktop: Page) -> None:
    desktop.goto("/preview?show=in-transit")
    desktop.locator(".preview-beside", has_text="Delayed on its way").click()
    desktop.get_by_label("Scheme").select_option("dark")
    desktop.get_by_label("Brand color").fill("#ffd400")
    desktop.get_by_role("button", name="Apply").click()
    expect(desktop.locator("#shown")).to_have_text("Delayed on its way")
    expect(desktop.frame_locator("#phone").locator("body")).to_have_css("background-color", DARK)


def test_list_leads_to_the_page_itself_on_a_phone(page: Page) -> None:
    page.goto("/preview")
    expect(page.locator("#phone")).to_be_hidden()
    page.get_by_role("link", name="Delayed on its way").click()
    expect(page).to_have_url(re.compile("/preview/delayed$"))
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page).not_to_have_url(re.compile("/preview/delayed$"))
    page.get_by_role("link", name="Previous", exact=True).click()
    expect(page).to_have_url(re.compile("/preview/delayed$"))
    page.get_by_role("link", name="All situations").click()
    expect(page).to_have_url(re.compile("/preview$"))


def test_everything_works_without_javascript(context: Callable[..., BrowserContext], site: "Site") -> None:
    page = context(viewport=DESKTOP, java_script_enabled=False).new_page()
    page.goto("/preview?scheme=dark")
    page.get_by_role("link", name="Delayed on its way").click()
    expect(page.locator("#shown")).to_have_text(site.examples["delayed"].situation)
    expect(page.frame_locator("#phone").locator("main")).to_contain_text(site.examples["delayed"].order)
    expect(page.get_by_label("Scheme")).to_have_value("dark")
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.locator("#shown")).not_to_have_text(site.examples["delayed"].situation)
    page.get_by_label("Brand name").fill("Sunny Tea")
    page.get_by_role("button", name="Apply").click()
    expect(page.frame_locator("#phone").locator(".masthead")).to_have_text("Sunny Tea")


def hrefs(page: Page, selector: str) -> list[str]:
    found: list[str] = page.locator(selector).evaluate_all("all => all.map(link => link.getAttribute('href'))")
    return [href.replace(page.url.partition("/preview")[0], "") for href in found]
