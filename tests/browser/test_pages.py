"""Every situation in a real browser: accessible, nothing clipped, nothing that the policy blocks, light enough."""

import gzip
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.accessibility import (
    LANGUAGES,
    complaints,
    complaints_but_of_contrast,
    complaints_in_both_schemes,
    is_too_wide,
)
from tests.browser.conftest import listening
from tests.demo_orders import order_sample
from tests.markup_sample import sample, shapes_of
from tests.sampling import matrix, spread

if TYPE_CHECKING:
    from tests.browser.conftest import Site

SCHEMES = ("light", "dark")
HEAVIEST = 14 * 1024  # bytes of HTML and CSS, compressed: what one round trip of a new connection carries

# A few orders whose pages hold every kind of element in every kind of place; the first ones hold most of them.
KINDS_OF_MARKUP = (
    *("exchange-on-its-way", "pickup-ready", "two-warehouses-delivered", "many-scans", "large-waiting", "test-order"),
    *("cancelled-payment", "delayed", "return-requested", "with-tip", "bank-transfer-late", "exchange-new-item-first"),
    *("pickup-over", "bundle"),
)


@pytest.fixture
def small_phone(page: Page) -> Iterator[Page]:
    """The narrowest screen; the browser may report no error."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    errors: list[str] = []
    with listening(page, "console", lambda said: errors.append(said.text) if said.type == "error" else None):
        yield page
    assert errors == []


@pytest.mark.parametrize(
    ("slugs", "wrong_with"),
    matrix(
        {
            "most of it, in both schemes": (KINDS_OF_MARKUP[:2], complaints_in_both_schemes),
            "nine tenths of it, but for colors": (KINDS_OF_MARKUP[2:6], complaints_but_of_contrast),
            "the rest": (KINDS_OF_MARKUP[2:], complaints_in_both_schemes),
        },
        "most of it, in both schemes",
        "nine tenths of it, but for colors",
    ),
)
def test_every_kind_of_markup_is_accessible_on_a_small_phone(
    small_phone: Page, site: "Site", slugs: tuple[str, ...], wrong_with: Callable[[Page], list[str]]
) -> None:
    found: dict[str, list[str]] = {}
    for slug in slugs:
        small_phone.goto(site.pages[slug])
        found[slug] = wrong_with(small_phone)
    assert {slug: said for slug, said in found.items() if said} == {}


@pytest.mark.audit  # it needs all pages, which take longer than the browser does for these
def test_every_kind_of_markup_is_in_the_sample(site: "Site") -> None:
    client = site.app.test_client()
    pages = {slug: client.get(path).text for slug, path in site.pages.items()}
    shapes = {slug: {*shapes_of(html)} for slug, html in pages.items()}
    missing = set().union(*shapes.values()) - set().union(*(shapes[slug] for slug in KINDS_OF_MARKUP))
    assert missing == set(), f"KINDS_OF_MARKUP are to be {sample(pages)}"


def test_some_situations_fit_a_small_phone(small_phone: Page, site: "Site") -> None:
    """Every one does in the audit, which looks at more than its width: see below."""
    wide = []
    for slug in order_sample()[::8]:
        small_phone.goto(site.pages[slug])
        if is_too_wide(small_phone):
            wide.append(slug)
    assert wide == []


@pytest.mark.audit
def test_every_situation_is_accessible_on_a_small_phone(small_phone: Page, site: "Site") -> None:
    found: dict[str, list[str]] = {}
    for slug, path in site.pages.items():
        small_phone.goto(path)
        found[slug] = complaints_in_both_schemes(small_phone)
    assert {slug: said for slug, said in found.items() if said} == {}


# In English the sample of markup has such orders; the audit sees every situation in all languages.
@pytest.mark.parametrize("languages", [["de"], pytest.param(LANGUAGES, marks=pytest.mark.audit)], ids=len)
def test_a_split_order_is_accessible_in_every_language(small_phone: Page, site: "Site", languages: list[str]) -> None:
    found: dict[str, list[str]] = {}
    for language in languages:
        small_phone.goto(f"{site.pages['split-in-three']}?lang={language}")
        assert small_phone.locator("html").get_attribute("lang") == language
        found[language] = complaints(small_phone)
    assert {language: said for language, said in found.items() if said} == {}


@pytest.mark.audit
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_situation_is_accessible_in_every_language(
    context: Callable[..., BrowserContext], site: "Site", scheme: str, language: str
) -> None:
    page = context(color_scheme=scheme, viewport={"width": 320, "height": 640}, reduced_motion="reduce").new_page()
    assert seen(page, site, language) == {}


@pytest.mark.audit
@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_situation_is_accessible_at_every_width(
    context: Callable[..., BrowserContext], site: "Site", scheme: str, width: int
) -> None:
    page = context(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce").new_page()
    assert seen(page, site) == {}


def seen(page: Page, site: "Site", language: str = "en") -> dict[str, list[str]]:
    """Every situation with everything on it unfolded, and what is wrong with it."""
    found: dict[str, list[str]] = {}
    for slug, path in site.pages.items():
        page.goto(f"{path}?lang={language}")
        page.locator("details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")
        found[slug] = complaints(page)
    return {slug: said for slug, said in found.items() if said}


@pytest.mark.parametrize("paths", spread(2, [["/", "/nowhere"], ["/?order=1001", "/order/forged"]]))
def test_the_other_pages_are_accessible(page: Page, wrong_with: Callable[[Page], list[str]], paths: list[str]) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    found: dict[str, list[str]] = {}
    for path in paths:
        page.goto(path)
        found[path] = wrong_with(page)
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize("slug", ["in-transit", "delayed", "delivered", "older-than-usual"])
def test_a_page_with_its_style_fits_in_one_round_trip(site: "Site", slug: str) -> None:
    client = site.app.test_client()
    html = client.get(site.pages[slug]).data
    assert b"<style>" in html
    assert b'rel="stylesheet"' not in html
    assert len(gzip.compress(html)) <= HEAVIEST


@pytest.mark.parametrize("widths", spread(2, [[390, 1280], [320, 768, 1600]]))
def test_the_masthead_is_at_one_place_on_every_page_of_a_customer(page: Page, site: "Site", widths: list[int]) -> None:
    places = set()
    for path in ("/", site.pages["in-transit"], site.pages["split-in-three"], "/order/forged", "/nowhere"):
        page.goto(path)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            box = page.locator(".masthead-name").bounding_box()
            assert box
            assert box["x"] == page.locator("h1").first.evaluate("h1 => h1.getBoundingClientRect().left")
            assert page.locator("html").evaluate("html => getComputedStyle(html).scrollbarGutter") == "stable"
            places.add((width, box["x"], box["y"]))
    assert len(places) == len(widths)


def test_nothing_moves_while_the_page_loads(context: Callable[..., BrowserContext], site: "Site") -> None:
    page = context(viewport={"width": 390, "height": 844}).new_page()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(site.pages["in-transit"], wait_until="networkidle")
    assert page.evaluate("window.shift") == 0


def test_everything_that_is_pressed_is_large_enough(page: Page, site: "Site") -> None:
    sizes: list[dict[str, float | str]] = []
    for path in ("/", site.pages["delayed"]):
        page.goto(path)
        sizes += page.locator(":is(a, button, summary, input):visible").evaluate_all(
            "all => all.filter(e => !e.closest('p, li p')).map(e => ({"
            "what: e.outerHTML.slice(0, 120), height: e.getBoundingClientRect().height}))"
        )
    assert [size for size in sizes if float(size["height"]) < 24] == []
