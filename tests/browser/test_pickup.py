"""A pickup on a phone: the way there before any scrolling, then the pass, and nothing asked of anybody else."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import listening
from tests.sampling import spread

if TYPE_CHECKING:
    from tests.browser.conftest import Site

FIRST_SCREEN = 640


@pytest.mark.parametrize(
    ("slug", "host"), [("pickup-ready", "www.openstreetmap.org"), ("pickup-point-ready", "jouw.postnl.nl")]
)
def test_one_filled_button_leads_there(page: Page, site: "Site", slug: str, host: str) -> None:
    page.goto(f"{site.pages[slug]}?lang=en")
    button = page.locator("a.button:not(.button-quiet)")
    expect(button).to_have_count(1)
    assert button.evaluate("a => new URL(a.href).hostname") == host
    assert button.evaluate("a => a.getBoundingClientRect().bottom") < FIRST_SCREEN
    ticket = page.locator(".pass")
    expect(ticket).to_have_count(1)
    assert ticket.evaluate("e => e.getBoundingClientRect().top") < FIRST_SCREEN
    assert ticket.evaluate("e => e.compareDocumentPosition(document.querySelector('.items'))") == 4  # items follow


def test_map_is_asked_for_nothing_before_the_click(page: Page, site: "Site") -> None:
    hosts: set[str] = set()
    with listening(page, "request", lambda request: hosts.add(request.url.split("/")[2])):
        page.goto(site.pages["pickup-ready"], wait_until="networkidle")
    assert hosts == {site.url.removeprefix("http://")}


def test_calendar_link_is_large_enough_for_a_finger_and_saves_a_file(page: Page, site: "Site") -> None:
    page.goto(f"{site.pages['pickup-ready']}?lang=en")
    link = page.get_by_role("link", name="Add to calendar")
    assert link.evaluate("a => a.getBoundingClientRect().height") >= 44
    with page.expect_download() as saved:
        link.click()
    assert saved.value.suggested_filename == "calendar.ics"


def test_calendar_link_is_not_printed(page: Page, site: "Site") -> None:
    page.emulate_media(media="print")
    for slug in ("pickup-ready", "in-transit"):
        page.goto(f"{site.pages[slug]}?lang=en")
        expect(page.get_by_text("Add to calendar")).to_be_hidden()


@pytest.mark.parametrize(
    "slugs", spread(2, [["pickup-ready", "pickup-point-ready"], ["pickup-in-two-parts", "pickup-last-call"]])
)
def test_pass_stays_within_its_card(page: Page, site: "Site", slugs: list[str]) -> None:
    outside = """all => all.filter(each => {
        const card = each.closest('.card').getBoundingClientRect(), box = each.getBoundingClientRect();
        return box.left < card.left || box.right > card.right;
    }).length"""
    for slug in slugs:
        page.goto(site.pages[slug])
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.locator(".pass, .pass *").evaluate_all(outside) == 0, (slug, width)
