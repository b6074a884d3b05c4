"""Every situation in a real browser: accessible, nothing clipped, nothing that the policy blocks, light enough."""

import gzip
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.markup_sample import sample
from tracking.i18n.catalogues import FOLDER, read_catalogues

if TYPE_CHECKING:
    from tests.browser.conftest import Site

SCHEMES = ("light", "dark")
LANGUAGES = [code.replace("_", "-") for code in read_catalogues(FOLDER)]
HEAVIEST = 14 * 1024  # bytes of HTML and CSS, compressed: what one round trip of a new connection carries

axe = Axe()


def complaints(page: Page) -> list[str]:
    """The findings of axe, and elements wider than the screen."""
    found = axe.run(page).response["violations"]
    said = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    if is_too_wide(page):
        said.append("the page is wider than the screen")
    return said


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture(scope="module")
def sampled(site: "Site") -> list[str]:
    """The slugs of a few orders whose pages hold every kind of element in every kind of place."""
    client = site.app.test_client()
    return sample({slug: client.get(path).text for slug, path in site.pages.items()})


@pytest.fixture(params=SCHEMES)
def small_phone(request: pytest.FixtureRequest, context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """The narrowest screen, in a light and in a dark scheme; the browser may report no error."""
    size = {"width": 320, "height": 640}
    page = context(color_scheme=request.param, viewport=size, reduced_motion="reduce").new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    assert errors == []


def test_every_kind_of_markup_is_accessible_on_a_small_phone(
    small_phone: Page, site: "Site", sampled: list[str]
) -> None:
    found: dict[str, list[str]] = {}
    for slug in sampled:
        small_phone.goto(site.pages[slug])
        found[slug] = complaints(small_phone)
    assert {slug: said for slug, said in found.items() if said} == {}


def test_every_situation_fits_a_small_phone(context: Callable[..., BrowserContext], site: "Site") -> None:
    page = context(viewport={"width": 320, "height": 640}).new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    wide = []
    for slug, path in site.pages.items():
        page.goto(path)
        if is_too_wide(page):
            wide.append(slug)
    assert wide == []
    assert errors == []


@pytest.mark.audit
def test_every_situation_is_accessible_on_a_small_phone(small_phone: Page, site: "Site") -> None:
    found: dict[str, list[str]] = {}
    for slug, path in site.pages.items():
        small_phone.goto(path)
        found[slug] = complaints(small_phone)
    assert {slug: said for slug, said in found.items() if said} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_split_order_is_accessible_in_every_language(
    context: Callable[..., BrowserContext], site: "Site", language: str
) -> None:
    page = context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{site.pages['split-in-three']}?lang={language}")
    assert page.locator("html").get_attribute("lang") == language
    assert complaints(page) == []


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


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", ["/", "/?order=1001", "/order/forged", "/nowhere"])
def test_the_other_pages_are_accessible(context: Callable[..., BrowserContext], path: str, scheme: str) -> None:
    page = context(color_scheme=scheme, viewport={"width": 320, "height": 640}).new_page()
    page.goto(path)
    assert complaints(page) == []


@pytest.mark.parametrize("slug", ["in-transit", "delayed", "delivered", "older-than-usual"])
def test_a_page_with_its_style_fits_in_one_round_trip(site: "Site", slug: str) -> None:
    client = site.app.test_client()
    html = client.get(site.pages[slug]).data
    styles = re.findall(rb'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', html)
    assert len(styles) == 1
    css = client.get(styles[0].decode()).data
    assert len(gzip.compress(html)) + len(gzip.compress(css)) <= HEAVIEST


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1600])
def test_the_masthead_is_at_one_place_on_every_page_of_a_customer(
    context: Callable[..., BrowserContext], site: "Site", width: int
) -> None:
    page = context(viewport={"width": width, "height": 900}).new_page()
    places = set()
    for path in ("/", site.pages["in-transit"], site.pages["split-in-three"], "/order/forged", "/nowhere"):
        page.goto(path)
        box = page.locator(".masthead-name").bounding_box()
        assert box
        assert box["x"] == page.locator("h1").first.evaluate("h1 => h1.getBoundingClientRect().left")
        assert page.locator("html").evaluate("html => getComputedStyle(html).scrollbarGutter") == "stable"
        places.add((box["x"], box["y"]))
    assert len(places) == 1


def test_nothing_moves_while_the_page_loads(page: Page, site: "Site") -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(site.pages["in-transit"], wait_until="networkidle")
    assert page.evaluate("window.shift") == 0


@pytest.mark.parametrize("target", ["a", "button", "summary", "input"])
def test_everything_that_is_pressed_is_large_enough(page: Page, site: "Site", target: str) -> None:
    sizes: list[dict[str, float | str]] = []
    for path in ("/", site.pages["delayed"]):
        page.goto(path)
        sizes += page.locator(f"{target}:visible").evaluate_all(
            "all => all.filter(e => !e.closest('p, li p')).map(e => ({"
            "what: e.outerHTML.slice(0, 120), height: e.getBoundingClientRect().height}))"
        )
    assert [size for size in sizes if float(size["height"]) < 24] == []
