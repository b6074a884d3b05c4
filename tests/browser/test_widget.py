"""The one line of HTML in a page of the shop: another site, real frames, no cookies of third parties."""

import base64
import gzip
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.accessibility import findings
from tests.browser.conftest import listening, set_back, shared_page
from tests.browser.embedding import Place, content, height, look_up, serving_app, wait_until
from tests.i18n.test_catalogues import SWEDISH, write
from tests.local_server import CannedResponse
from tests.sampling import crossed, matrix, spread
from tracking import create_app
from tracking.settings import Settings
from tracking.theming.brand_color import brand_color

SHOP_PAGE = (Path(__file__).parent.parent.parent / "docs" / "shop.md").read_text()
HEAVIEST = 14 * 1024


@pytest.fixture(scope="module")
def desktop(place: Place, browser: Browser) -> Iterator[Page]:
    with shared_page(browser, base_url=place.url) as page:
        page.add_init_script(
            "const real = setTimeout; window.setTimeout = (call, ms = 0) => real(call, ms < 3000 ? ms : 100 * ms)"
        )
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        yield page


@pytest.fixture
def shop(desktop: Page) -> Iterator[Page]:
    """A page on a desktop, where everything fits in one view: what moves there is seen. It gives the frame minutes."""
    with set_back(desktop, {"width": 1280, "height": 1400}) as page:
        yield page


def test_the_documented_line_ends_in_a_working_widget_and_a_silent_console(place: Place, shop: Page) -> None:
    section = SHOP_PAGE.partition("### In a page of the shop")[2].partition("\n### ")[0]
    line = section.partition("```html\n")[2].partition("```")[0]
    assert "<script" in line
    place.paste(line.replace("https://track.example.com", place.site))
    said: list[str] = []
    with (
        listening(shop, "console", lambda message: said.append(message.text)),
        listening(shop, "pageerror", lambda error: said.append(str(error))),
    ):
        shop.goto("/track", wait_until="networkidle")
        frame = shop.frame_locator("iframe")
        look_up(frame)
        expect(frame.locator(".h1")).to_contain_text("Arrives tomorrow")
    expect(shop).to_have_url(f"{place.url}/track")
    assert said == []


def test_the_height_follows_what_is_shown(place: Place, shop: Page) -> None:
    place.paste(place.line())
    shop.goto("/track")
    frame = shop.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Show my order")).to_be_visible()
    look_up(frame)
    expect(frame.locator(".h1")).to_contain_text("Arrives tomorrow")
    shop.wait_for_function("document.querySelector('iframe').clientHeight > 900")
    wait_until(shop, lambda: height(shop) == content(shop))
    before = height(shop)
    frame.locator("summary", has_text="Everything so far").click()
    shop.wait_for_function(f"document.querySelector('iframe').clientHeight > {before}")
    wait_until(shop, lambda: height(shop) == content(shop))
    frame.get_by_role("link", name="Track another order").click()
    shop.wait_for_function(f"document.querySelector('iframe').clientHeight < {before}")
    wait_until(shop, lambda: height(shop) >= content(shop))


ROOM = crossed({"320": 320, "390": 390, "600": 600, "1280": 1280}, {"heading": "", "no heading": 'data-heading="off"'})


@pytest.mark.parametrize(("width", "heading"), matrix(ROOM, "320-heading", "1280-no heading"))
def test_the_room_for_the_form_of_a_shop_is_kept_and_nothing_is_left_below_it(
    place: Place, shop: Page, width: int, heading: str, tmp_path: Path
) -> None:
    real = {"SHOPIFY_SHOP": "tea.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "token", "SECRET_KEY": "k" * 40}
    real["DATABASE_URL"] = f"sqlite:///{tmp_path / 'orders.db'}"
    shop.set_viewport_size({"width": width, "height": 900})
    with serving_app(create_app(Settings.from_environ({**real, "EMBED_ORIGINS": place.url}))) as site:
        place.paste(f"<h1>Track</h1><script src='{site}/embed.js' {heading}></script><p id=below>Below</p>")
        shop.goto("/track", wait_until="networkidle")
        wait_until(shop, lambda: height(shop) == content(shop))
        assert shop.evaluate("window.shift") < 0.02
        frame = shop.frames[1]
        assert frame.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert frame.locator("h1, h2").count() == (0 if heading else 1)
        # Below the button is only the room that focus draws in.
        below = frame.locator("button").evaluate("button => innerHeight - button.getBoundingClientRect().bottom")
        assert below <= 8


SURROUNDINGS = crossed(
    {"light reader": "light", "dark reader": "dark"},
    {"dark shop": "rgb(11, 27, 51)", "light shop": "rgb(251, 243, 228)"},
    {"ltr": "ltr", "rtl": "rtl"},
)


@pytest.mark.parametrize(
    ("reader", "background", "direction"),
    matrix(SURROUNDINGS, "light reader-dark shop-ltr", "dark reader-light shop-rtl"),
)
def test_widget_has_the_background_of_the_page_and_stands_at_its_edge(
    place: Place, shop: Page, background: str, reader: Literal["light", "dark"], direction: str
) -> None:
    """A theme that is dark, and says so by its colors alone, for readers who prefer either."""
    is_dark = background.startswith("rgb(11")
    style = f"html {{ background: {background}; color: {'#eee' if is_dark else '#333'} }} body {{ margin: 0 40px }}"
    html = f"<html lang=en dir={direction}><style>{style}</style><body>{place.line()}"
    place.serve(f"<!DOCTYPE html>{html}")
    page = shop
    page.emulate_media(color_scheme=reader)
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto("/track", wait_until="networkidle")
    expect(page.frame_locator("iframe").locator("html")).to_have_css("color-scheme", "dark" if is_dark else "light")
    wait_until(page, lambda: height(page) == content(page))
    box = page.locator("iframe").bounding_box()
    assert box
    assert (box["x"], box["width"]) == (40, 920)
    page.frames[1].evaluate(f"document.documentElement.dir = '{direction}'")
    form = page.frames[1].locator(".lookup").bounding_box()
    assert form
    assert form["x"] == 40 if direction == "ltr" else form["x"] + form["width"] == 960
    # In the frame, beside the form.
    beside = {"x": 900 if direction == "ltr" else 60, "y": 200, "width": 1, "height": 1}
    picture = base64.b64encode(page.screenshot(clip=beside)).decode()  # type: ignore[arg-type] # a FloatRect
    assert color_of(page, picture) == background


def color_of(page: Page, picture: str) -> str:
    """The color of the first pixel."""
    found = page.evaluate(
        """async (png) => {
          const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
          const canvas = new OffscreenCanvas(1, 1).getContext("2d");
          canvas.drawImage(picture, 0, 0);
          return `rgb(${[...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).join(", ")})`;
        }""",
        picture,
    )
    return str(found)


def test_parts_of_the_page_around_it_are_left_out_from_page_to_page(place: Place, shop: Page) -> None:
    place.paste(place.line('data-heading="off"'))
    shop.goto("/track")
    frame = shop.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Show my order")).to_be_visible()
    expect(frame.get_by_role("heading", name="Track your order")).to_have_count(0)
    look_up(frame)
    expect(frame.get_by_role("heading", name="Arrives tomorrow", level=2).first).to_be_visible()
    expect(frame.locator("h1, .languages")).to_have_count(0)
    frame.get_by_role("link", name="Track another order").click()
    expect(frame.get_by_role("button", name="Show my order")).to_be_visible()
    expect(frame.locator("h1, h2, .languages")).to_have_count(0)


@pytest.mark.parametrize("language", spread(2, ["xx", ""]))
def test_a_page_that_says_no_language_of_ours_gets_a_choice(place: Place, shop: Page, language: str) -> None:
    place.paste(place.line(), lang=language)
    shop.goto("/track")
    languages = shop.frame_locator("iframe").locator(".languages a")
    languages.filter(has_text="Svenska").click()
    expect(shop.frame_locator("iframe").locator("html")).to_have_attribute("lang", "sv")
    expect(languages.filter(has_text="English")).to_be_visible()


def test_two_widgets_on_a_page_keep_their_own_attributes(place: Place, shop: Page) -> None:
    red, blue = 'data-color="#e11d48" data-order="1001"', 'data-color="#2450b8" data-order="#1003"'
    place.paste(f"{place.line(red)}<hr>{place.line(blue)}")
    shop.goto("/track")
    first, second = shop.frame_locator("iframe >> nth=0"), shop.frame_locator("iframe >> nth=1")
    expect(first.get_by_label("Order number")).to_have_value("1001")
    expect(second.get_by_label("Order number")).to_have_value("#1003")
    expect(first.get_by_role("button", name="Show my order")).to_have_css("background-color", "rgb(225, 29, 72)")
    expect(second.get_by_role("button", name="Show my order")).to_have_css("background-color", "rgb(36, 80, 184)")
    look_up(second)
    expect(second.locator(".h1")).to_contain_text("Arrives tomorrow")
    shop.wait_for_function("document.querySelectorAll('iframe')[1].clientHeight > 900")
    assert shop.evaluate("document.querySelectorAll('iframe')[0].clientHeight") < 660
    expect(first.get_by_label("Order number")).to_have_value("1001")
    # The wishes last from page to page.
    second.get_by_role("link", name="Track another order").click()
    expect(second.get_by_role("button", name="Show my order")).to_have_css("background-color", "rgb(36, 80, 184)")


INKS = {"ffd400": "0, 0, 0", "ffffff": "0, 0, 0", "000000": "255, 255, 255", "39ff14": "0, 0, 0"}
BUTTONS = crossed({color: color for color in INKS}, {"light": "light", "dark": "dark"})


@pytest.mark.parametrize(("color", "scheme"), matrix(BUTTONS, "ffffff-light", "000000-dark"))
def test_a_button_keeps_the_color_and_its_edge_and_the_focus_are_seen(
    place: Place, shop: Page, color: str, scheme: str
) -> None:
    place.paste(place.line(f'data-color="#{color}" data-scheme="{scheme}"'))
    shop.goto("/track")
    button = shop.frame_locator("iframe").get_by_role("button", name="Show my order")
    expect(button).to_have_css("background-color", rgb(f"#{color}"))
    expect(button).to_have_css("color", f"rgb({INKS[color]})")
    derived = getattr(brand_color(f"#{color}"), scheme)
    expect(button).to_have_css("border-top-color", rgb(derived.mark))
    button.focus()
    shop.keyboard.press("Shift+Tab")
    shop.keyboard.press("Tab")
    expect(button).to_have_css("outline-color", rgb(derived.text))


def rgb(color: str) -> str:
    return f"rgb({', '.join(str(int(color[at : at + 2], 16)) for at in (1, 3, 5))})"


def test_widget_is_in_the_language_of_its_attribute_or_of_the_page(place: Place, shop: Page) -> None:
    for page_language, attributes, spoken in (
        ("en", 'data-language="sv"', "sv"),
        ("sv-SE", "", "sv"),
        ("sv", 'data-language="en"', "en"),
        ("xx", "", "en"),
    ):
        place.paste(place.line(attributes), lang=page_language)
        shop.goto("/track")
        expect(shop.frame_locator("iframe").locator("html")).to_have_attribute("lang", spoken)


def test_widget_is_as_light_or_dark_as_the_page_around_it(place: Place, shop: Page) -> None:
    place.shop.at["/theme.css"].headers = {"Content-Type": "text/css"}
    place.paste(f"<div class=around>{place.line()}</div>")
    body = place.shop.at["/track"].body
    shop.emulate_media(color_scheme="dark")
    light, dark = "rgb(28, 27, 25)", "rgb(243, 241, 236)"
    for style, ink in (
        ("", light),
        ("color-scheme: light dark", dark),
        ("color-scheme: dark", dark),
        ("color-scheme: light", light),
    ):
        place.shop.at["/track"] = CannedResponse(body.replace("</head>", f"<style>:root {{ {style} }}</style></head>"))
        shop.goto("/track")
        expect(shop.frame_locator("iframe").locator("body")).to_have_css("color", ink)


def test_the_keyboard_goes_in_through_and_out(place: Place, shop: Page) -> None:
    place.paste(f'<a href="#a" id="before">Before</a>{place.line()}<a href="#b" id="after">After</a>')
    shop.goto("/track", wait_until="networkidle")
    frame = shop.frame_locator("iframe")
    shop.locator("#before").focus()
    shop.keyboard.press("Tab")
    expect(frame.get_by_label("Order number")).to_be_focused()
    shop.keyboard.type("1001")
    shop.keyboard.press("Tab")
    shop.keyboard.type("ada@example.com")
    shop.keyboard.press("Enter")
    expect(frame.locator(".h1")).to_contain_text("Arrives tomorrow")
    shop.locator("iframe").focus()
    reached = 0
    while reached < 100 and shop.evaluate("document.activeElement.id") != "after":
        shop.keyboard.press("Tab")
        reached += 1
    assert 3 < reached < 100


def test_a_mistake_takes_the_reader_to_its_summary(place: Place, shop: Page) -> None:
    place.paste(place.line())
    shop.goto("/track", wait_until="networkidle")
    frame = shop.frame_locator("iframe")
    look_up(frame, email="someone.else@example.com")
    expect(frame.locator(".notice")).to_be_focused()


def test_a_screen_reader_hears_what_the_frame_is_and_other_sites_open_beside_the_shop(place: Place, shop: Page) -> None:
    place.paste(place.line('data-title="Where is it"'))
    shop.goto("/track")
    title = shop.locator("iframe")
    expect(title).to_have_attribute("title", re.compile("^Track your order"))
    frame = shop.frame_locator("iframe")
    look_up(frame)
    expect(title).to_have_attribute("title", re.compile("^Arrives tomorrow"))
    link = frame.get_by_role("link", name=re.compile("Track with"))
    link.evaluate("a => a.addEventListener('click', event => event.preventDefault())")
    link.click()
    expect(link).to_have_attribute("target", "_blank")
    expect(frame.get_by_role("link", name="Track another order")).not_to_have_attribute("target", "_blank")


@pytest.mark.audit  # as an origin that is not listed does in test_embed_placements
def test_a_page_that_may_not_shows_a_plain_link(place: Place, context: Callable[..., BrowserContext]) -> None:
    place.paste(f"{place.line()}<p>Below</p>")
    page = context().new_page()
    page.goto(f"{place.shop.url}/track")  # the same server by another name: another origin
    link = page.get_by_role("link", name="Track your order")
    expect(link).to_have_attribute("href", f"{place.site}/?lang=en")
    expect(page.locator("iframe")).to_have_count(0)


def test_the_merchant_is_told_why(place: Place, context: Callable[..., BrowserContext]) -> None:
    place.paste(place.line())
    page = context().new_page()
    page.goto(f"{place.shop.url}/track#embed-check")
    page.get_by_role("link", name="Why is the order tracking not here?").click()
    expect(page).to_have_url(re.compile(re.escape(f"{place.site}/embed-check?url=")))
    expect(page.locator("main")).to_contain_text(f'EMBED_ORIGINS="{place.url} {place.shop.url}"')


@pytest.fixture
def hasty(place: Place, context: Callable[..., BrowserContext]) -> Page:
    """A page that gives the frame a hundredth of its time; all of it passes in ``test_the_merchant_is_told_why``."""
    page = context(base_url=place.url).new_page()
    page.add_init_script(
        "const real = setTimeout; window.setTimeout = (call, ms = 0) => real(call, ms < 3000 ? ms : ms / 100)"
    )
    return page


def test_a_site_that_is_down_leaves_a_plain_link_too(place: Place, hasty: Page) -> None:
    place.paste(place.line())
    hasty.route(re.compile("/widget"), lambda route: route.abort())
    hasty.goto("/track")
    expect(hasty.get_by_role("link", name="Track your order")).to_be_visible()


def test_without_scripts_the_documented_link_is_there(place: Place, context: Callable[..., BrowserContext]) -> None:
    line = SHOP_PAGE.partition("### In a page of the shop")[2].partition("```html\n")[2].partition("```")[0]
    place.paste(line.replace("https://track.example.com", place.site))
    page = context(base_url=place.url, java_script_enabled=False).new_page()
    page.goto("/track")
    page.get_by_role("link", name="Track your order").click()
    expect(page.get_by_label("Order number")).to_be_visible()


def test_numbers_that_make_no_sense_change_nothing(place: Place, shop: Page) -> None:
    place.paste(place.line())
    shop.goto("/track", wait_until="networkidle")
    before = height(shop)
    for message in ("{height: -1}", "{height: 1e9}", "{height: '900'}", "{height: 1.5}", "null", "900"):
        shop.frames[1].evaluate(f"parent.postMessage({message}, '*')")
        shop.evaluate("new Promise(done => setTimeout(done))")
        assert height(shop) == before, message


def test_messages_of_other_windows_are_ignored(place: Place, shop: Page) -> None:
    place.paste(f"{place.line()}<iframe id=other src='{place.shop.url}/other'></iframe>")
    place.shop.at["/other"] = CannedResponse("<script>parent.postMessage({height: 3000, title: 'Mine'}, '*')</script>")
    shop.goto("/track", wait_until="networkidle")
    shop.evaluate("window.postMessage({height: 3000, title: 'Mine'}, '*')")
    shop.frames[1].evaluate("parent.postMessage({height: 800}, '*')")
    shop.wait_for_function("document.querySelector('iframe').clientHeight === 800")
    assert "Mine" not in str(shop.locator("iframe").first.get_attribute("title"))


def test_the_link_in_its_place_is_in_the_language_of_the_page_or_else_of_the_site(
    place: Place, hasty: Page, tmp_path: Path
) -> None:
    for language, words in {"sv": "Spåra din order", "nb": "Følg ordren"}.items():
        write(tmp_path, language, f'{SWEDISH}\nmsgid "Track your order"\nmsgstr "{words}"\n')
    swedish = create_app(Settings.from_environ({"DEFAULT_LANGUAGE": "sv"}), translations=tmp_path)
    hasty.route(re.compile("/widget"), lambda route: route.abort())
    with serving_app(swedish) as site:
        for page_language, says in (("no", "Følg ordren"), ("nb-NO", "Følg ordren"), ("xx", "Spåra din order")):
            place.paste(f'<script src="{site}/embed.js" data-order="1001"></script>', lang=page_language)
            hasty.goto("/track")
            link = hasty.locator("a[data-order-tracking]")
            expect(link).to_have_text(says)
            expect(link).to_have_attribute("href", f"{site}/?lang={page_language}&order=1001")


def test_the_script_is_small() -> None:
    script = create_app(Settings.from_environ({})).test_client().get("/embed.js", headers={"Accept-Encoding": "gzip"})
    assert script.content_encoding == "gzip"
    assert len(script.data) <= 2750


NEW_PAGES = ("/widget?color=ffd400", "/embed-check", "/widget", "/widget/order/forged")


@pytest.mark.parametrize(("scheme", "paths"), spread(4, product(("light", "dark"), (NEW_PAGES[:2], NEW_PAGES[2:]))))
def test_the_new_pages_are_accessible(
    place: Place, page: Page, scheme: Literal["light", "dark"], paths: tuple[str, ...]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    found: dict[str, list[str]] = {}
    for path in paths:
        page.goto(place.site + path)
        if path.startswith("/widget"):  # as in a page that has a background and an h1
            paper = {"light": "#fff", "dark": "#151413"}[scheme]
            page.evaluate(f"document.documentElement.style.background = '{paper}'")
        found[path] = findings(page, rules={"page-has-heading-one": {"enabled": not path.startswith("/widget")}})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert {path: said for path, said in found.items() if said} == {}


def test_a_page_in_a_frame_is_as_light_as_the_page_itself(place: Place) -> None:
    client = place.app.test_client()
    form = {"order": "1001", "email": "ada@example.com"}
    found = client.post("/widget?color=e11d48&scheme=light", data=form)
    html = client.get(str(found.location)).data
    assert b"<style>" in html
    assert b'rel="stylesheet"' not in html
    assert len(gzip.compress(html)) <= HEAVIEST
