"""On paper: everything is unfolded, a link says its address, and nothing is there to be pressed."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.sampling import spread

if TYPE_CHECKING:
    from tests.browser.conftest import Site


@pytest.fixture
def paper(page: Page) -> Page:
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("slugs", spread(2, [["split-in-three", "delayed"], ["in-transit", "return-on-its-way"]]))
def test_everything_is_unfolded_and_nothing_is_there_to_press(paper: Page, site: "Site", slugs: list[str]) -> None:
    filled = "all => all.map(each => getComputedStyle(each)).filter(style => style.borderTopWidth !== '0px')"
    for slug in slugs:
        paper.goto(site.pages[slug])
        folded = paper.locator("details:not(form *) > :not(summary, form, p:has(+ form))")
        assert folded.count(), slug
        heights = folded.evaluate_all("all => all.map(each => each.checkVisibility() && each.offsetHeight)")
        assert all(heights), slug
        expect(paper.locator("button:visible, summary .icon:visible, .button .icon:visible")).to_have_count(0)
        assert paper.locator("a.button").evaluate_all(filled) == [], slug


def test_printed_page_asks_for_no_answer(paper: Page, site: "Site") -> None:
    for slug, words in (("delayed", "What would you like us to do?"), ("delivered", "Is it still missing?")):
        paper.goto(site.pages[slug])
        expect(paper.get_by_text(words)).to_have_count(1)
        expect(paper.get_by_text(words)).to_be_hidden()
        expect(paper.locator("textarea:visible")).to_have_count(0)


def test_link_to_the_carrier_says_its_address(paper: Page, site: "Site") -> None:
    paper.goto(site.pages["in-transit"])
    link = paper.locator("a.tracking-link")
    said = link.evaluate("a => getComputedStyle(a, '::after').content")
    assert "attr(href)" in said or str(link.get_attribute("href")) in said
    assert link.evaluate("a => a.offsetWidth <= a.closest('.tracking').offsetWidth")


def test_address_of_the_order_itself_is_not_printed(paper: Page, site: "Site") -> None:
    paper.goto(site.pages["in-transit"])
    paper.locator("a").evaluate_all(
        "all => { for (const a of all) a.href = 'https://track.example.com/order/key/shop' }"
    )
    said = paper.locator("a").evaluate_all("all => all.map(a => getComputedStyle(a, '::after').content)")
    assert set(said) == {"none"}
