"""The layout turns round for languages that are written from right to left."""

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import complaints, is_too_wide
from tests.browser.conftest import serving, set_back, shared_page
from tests.languages import write_language
from tests.sampling import spread

if TYPE_CHECKING:
    from tests.browser.conftest import Site

# Not Arabic, but its letters, as many as the English has: what they say does not matter here.
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WIDTHS = (320, 1280)
SITUATIONS = ("in-transit", "split-in-three", "delayed", "return-on-its-way", "arabic", "pickup-ready")


def in_arabic_letters(words: str) -> str:
    return "".join(
        LETTERS[ord(letter) % len(LETTERS)] if letter.isascii() and letter.isalpha() else letter for letter in words
    )


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Site"]:
    with serving(write_language(tmp_path_factory.mktemp("arabic"), "ar", in_arabic_letters)) as site:
        yield site


@pytest.fixture(scope="module")
def only_page(browser: Browser, arabic: "Site") -> Iterator[Page]:
    with shared_page(browser, base_url=arabic.url) as one:
        yield one


@pytest.fixture
def page(only_page: Page) -> Iterator[Page]:
    with set_back(only_page, {"width": 1280, "height": 800}) as one:
        yield one


def left_of(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("e => e.getBoundingClientRect().left"))


@pytest.mark.parametrize(("width", "slugs"), spread(4, product(WIDTHS, (SITUATIONS[1::2], SITUATIONS[::2]))))
def test_a_page_turns_round_and_stays_whole(page: Page, arabic: "Site", width: int, slugs: tuple[str, ...]) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide = []
    for slug in slugs:
        page.goto(f"{arabic.pages[slug]}?lang=ar")
        assert page.locator("html").get_attribute("dir") == "rtl"
        if is_too_wide(page):
            wide.append(slug)
    assert wide == []


@pytest.mark.audit  # axe says the same of a page that runs the other way; of the form, see below
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("slug", SITUATIONS)
def test_a_page_that_turned_round_is_accessible(page: Page, arabic: "Site", slug: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{arabic.pages[slug]}?lang=ar")
    assert complaints(page) == []


def test_the_bar_runs_from_right_to_left(page: Page, arabic: "Site") -> None:
    page.goto(f"{arabic.pages['in-transit']}?lang=ar")
    assert left_of(page, ".bar-step >> nth=0") > left_of(page, ".bar-step >> nth=-1")
    page.goto(f"{arabic.pages['in-transit']}?lang=en")
    assert left_of(page, ".bar-step >> nth=0") < left_of(page, ".bar-step >> nth=-1")


@pytest.mark.parametrize("width", spread(2, [390, 1280]))
def test_the_title_of_a_product_stands_beside_its_picture(page: Page, arabic: "Site", width: int) -> None:
    """Also a Latin title, which runs the other way."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{arabic.pages['in-transit']}?lang=ar")
    right = "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().right }"
    title = page.locator(".item-title").first
    assert str(title.text_content()).isascii()
    gap = left_of(page, ".item-picture") - float(title.evaluate(right))
    assert 0 < gap <= 16


def test_the_form_turns_round(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/?lang=ar")
    assert complaints(page) == []
