"""Wherever the line was pasted, one frame shows: each placement in a real browser, on a page of another origin.

In these pages, SITE is the address of the order tracking, and WRITTEN the line as a script writes it.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import set_back, shared_page
from tests.browser.embedding import Place, content, serving_app, wait_until
from tests.sampling import matrix, spread

# Timeouts of 3 seconds and more are held until a test lets them expire: the hours of a clock that stands still.
HOLD_TIMEOUTS = """(() => {
  const [set, clear] = [setTimeout, clearTimeout];
  window.held = new Map();
  window.setTimeout = (call, ms = 0, ...rest) => {
    if (ms < 3000) return set(call, ms, ...rest);
    const id = set(() => {});
    held.set(id, { call, ms });
    return id;
  };
  window.clearTimeout = (id) => held.delete(id) || clear(id);
  window.expire = () => [...held].forEach(([id, { call }]) => held.delete(id) && call());
  window.deep = (selector, root = document) => [...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((each) => (each.shadowRoot ? deep(selector, each.shadowRoot) : []))];
})()"""
OURS = ("Order tracking:", "Uncaught", "Failed to execute")
ASKED = "[...held.values()].some(({ ms }) => ms === 3000)"
ANSWERED = "deep('iframe').length && !held.size"

LINE = '<script src="SITE/embed.js"></script>'
MODULE = '<script src="SITE/embed.js" type="module"></script>'
CREATE = 'const line = document.createElement("script"); line.src = "SITE/embed.js";'
ADD = f"{CREATE} document.head.append(line);"


def page_of(body: str = "", head: str = "", attributes: str = "", doctype: str = "<!DOCTYPE html>") -> str:
    around = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tea</title>'
    content = f"<h1>Tea</h1>{body}<p id=last>End</p>"
    return f"{doctype}<html lang=en {attributes}><head>{around}{head}</head><body>{content}</body></html>"


def js(code: str) -> str:
    return f"<script>{code}</script>"


def after_load(code: str) -> str:
    return js(f"addEventListener('load', () => setTimeout(() => {{ {code} }}))")


IN_THE_HEAD = {
    "plain": page_of(head=LINE),
    "defer": page_of(head=LINE.replace(" src", " defer src")),
    "async": page_of(head=LINE.replace(" src", " async src")),
    "module": page_of(head=MODULE),
    "async module": page_of(head=MODULE.replace(" src", " async src")),
    "created": page_of(head=js(ADD)),
    "created after load": page_of(head=after_load(ADD)),
    "created and removed": page_of(head=js(f"{ADD} line.remove()")),
    "created in the root": page_of(head=js(f"{CREATE} document.documentElement.prepend(line)")),
    "written": page_of(head=js("document.write(`WRITTEN`)")),
    "Google Tag Manager": page_of(
        head=after_load(
            "const box = document.createElement('div'); box.style.display = 'none'; box.style.visibility = 'hidden';"
            f"{CREATE} box.append(line); document.body.append(box)"
        )
    ),
}
IN_THE_BODY = {
    "plain": page_of(LINE),
    "async": page_of(LINE.replace(" src", " async src")),
    "module": page_of(MODULE),
    "after the body": page_of().replace("</body>", "</body>" + LINE),
    "a query against caches": page_of(LINE.replace("embed.js", "embed.js?v=1:2&t=3")),
    "a module with a query": page_of(MODULE.replace("embed.js", "embed.js?v=1:2:3")),
    "written": page_of(js("document.write(`WRITTEN`)")),
    "written after load": page_of(
        after_load("document.open(); document.write(`<h1>Tea</h1>WRITTEN`); document.close()")
    ),
    "beside its inert copy, as jQuery runs it": page_of(
        "<div id=here></div>" + after_load(f"here.innerHTML = `WRITTEN`; {ADD} line.onload = () => line.remove()")
    ),
    "paragraph": page_of(f"<p>Before {LINE} after</p>"),
    "inline": page_of(f"<p><span>Before {LINE} after</span></p>"),
    "table": page_of(f"<table>{LINE}<tr><td>1</table>"),
    "table row": page_of(f"<table><tr><td>1{LINE.join(['</td>', '<td>'])}2</table>"),
    "table cell": page_of(f"<table><tr><td>{LINE}</table>"),
    "flex row": page_of(f"<div style='display:flex'>{LINE}</div>"),
    "flex item": page_of(f"<div style='display:flex'><div>{LINE}</div></div>"),
    "flex column of a fixed height": page_of(
        f"<div style='display:flex;flex-direction:column;align-items:center;height:300px'>{LINE}</div>"
    ),
    "grid": page_of(f"<div style='display:grid;place-items:center'>{LINE}</div>"),
    "grid item": page_of(
        f"<div style='display:grid;grid-template-columns:auto;justify-items:start'><div>{LINE}</div></div>"
    ),
    "float": page_of(f"<div style='float:left'>{LINE}</div><br style='clear:both'>"),
    "as wide as its content": page_of(f"<div style='width:fit-content'>{LINE}</div>"),
    "right to left": page_of(LINE, attributes="dir=rtl"),
    "quirks mode": page_of(LINE, doctype=""),
    "base": page_of(LINE, head='<base href="https://shop.example.com/a/" target="_blank">'),
    "zoom": page_of(f"<div style='zoom:1.5'>{LINE}</div>"),
    "transform": page_of(f"<div style='transform:scale(.5) rotate(2deg)'>{LINE}</div>"),
    "a theme that sizes frames": page_of(
        LINE, head="<style>iframe{height:auto;aspect-ratio:16/9;max-height:200px}</style>"
    ),
}
ATTACH = "const root = host.attachShadow({{ mode: '{mode}' }}); {create} root.append(line)"
IN_A_SHADOW_ROOT = {
    "open": page_of("<div id=host></div>" + js(ATTACH.format(mode="open", create=CREATE))),
    "module": page_of("<div id=host></div>" + js(ATTACH.format(mode="open", create=f"{CREATE} line.type = 'module';"))),
    "declarative": page_of(f"<div><template shadowrootmode=open><p>{LINE}</p></template></div>"),
    "nested": page_of(
        "<div id=host></div>"
        + js(
            "const outer = host.attachShadow({ mode: 'open' }); outer.innerHTML = '<div><b></b></div>';"
            f"{CREATE} outer.querySelector('b').parentNode.attachShadow({{ mode: 'open' }}).append(line)"
        )
    ),
}
CLOSED = {
    "display none": (f"<div id=tab style='display:none'>{LINE}</div>", "tab.style.display = ''"),
    "hidden": (f"<div id=tab hidden>{LINE}</div>", "tab.hidden = false"),
    "hidden until found": (f"<div id=tab hidden=until-found>{LINE}</div>", "tab.hidden = false"),
    "only the line": (f"<div id=tab style='display: none'>{LINE}</div>", "tab.style.display = 'block'"),
    "details": (f"<details id=tab><summary>Track</summary>{LINE}</details>", "tab.open = true"),
    "dialog": (f"<dialog id=tab style='width:80%'>{LINE}</dialog>", "tab.showModal()"),
    "popover": (f"<div id=tab popover style='width:80%'>{LINE}</div>", "tab.showPopover()"),
    "accordion": (
        f"<div id=tab style='max-height:0;overflow:hidden'>{LINE}</div>",
        "tab.style.maxHeight = tab.scrollHeight + 'px'",
    ),
    "drawer without a width": (f"<div id=tab style='width:0;overflow:hidden'>{LINE}</div>", "tab.style.width = ''"),
    "content-visibility": (
        f"<div id=tab style='content-visibility:hidden'>{LINE}</div>", "tab.style.contentVisibility = 'visible'"
    ),
    "module": (f"<div id=tab hidden>{MODULE}</div>", "tab.hidden = false"),
    "opened twice": (
        f"<div id=tab hidden>{LINE}</div>",
        "for (const hidden of [false, true, false]) { tab.hidden = hidden; tab.offsetWidth }",
    ),
}  # fmt: skip


class Shop:
    """A page of the shop, and what its console said."""

    def __init__(self, place: Place, page: Page) -> None:
        self.place = place
        self.page = page
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text) if message.text.startswith(OURS) else None)
        page.on("pageerror", lambda error: self.said.append(f"Uncaught {error}"))

    def open(self, html: str, headers: dict[str, str] | None = None, at: str = "") -> None:
        written = LINE.replace("</", "<\\/")
        html = html.replace("WRITTEN", written).replace("SITE", self.place.site)
        self.place.serve(html, headers)
        self.page.goto(f"{at or self.place.url}/track")

    def frames(self) -> int:
        return int(self.page.evaluate("deep('iframe').length"))

    def warning(self) -> str:
        """The console message of our script; messages of the browser itself are left out."""
        wait_until(self.page, lambda: any(words.startswith("Order tracking:") for words in self.said))
        [words] = [words for words in self.said if words.startswith("Order tracking:")]
        return words

    def expect_one_frame(self, width: int = 600) -> None:
        """One frame, as high as its content, which is a form that can be used, and a silent console."""
        expect(self.page.frame_locator("iframe").get_by_role("button", name="Show my order")).to_be_visible()
        self.page.wait_for_function(ANSWERED)
        frame = self.page.locator("iframe")
        wait_until(self.page, lambda: bool(frame.evaluate("frame => frame.offsetHeight") >= content(self.page)))
        assert frame.evaluate("frame => frame.offsetWidth") >= width
        assert self.page.locator("[data-order-tracking]").count() == 1
        self.page.evaluate("expire()")
        assert self.frames() == 1


@pytest.fixture(scope="module")
def only_shop(place: Place, browser: Browser) -> Iterator[Shop]:
    with shared_page(browser) as page:
        page.add_init_script(HOLD_TIMEOUTS)
        yield Shop(place, page)


@pytest.fixture
def shop(only_shop: Shop) -> Iterator[Shop]:
    with set_back(only_shop.page, {"width": 1000, "height": 900}):
        only_shop.said.clear()
        yield only_shop


@pytest.mark.parametrize("html", matrix(IN_THE_HEAD, "plain", "Google Tag Manager"))
def test_line_in_the_head_shows_at_the_end_of_the_page(shop: Shop, html: str) -> None:
    shop.open(html)
    shop.expect_one_frame()
    assert shop.page.evaluate("document.querySelector('#last').compareDocumentPosition(deep('iframe')[0])") == 4
    assert shop.page.evaluate("deep('iframe')[0].parentNode === document.body")
    assert shop.said == []


def test_line_waits_for_a_body_and_says_so(shop: Shop) -> None:
    put_back = "line.onload = () => document.documentElement.append(body)"
    shop.open(page_of(head=after_load(f"const {{ body }} = document; body.remove(); {ADD} {put_back}")))
    shop.expect_one_frame()
    assert "waits until this page has a body" in shop.warning()


def test_page_of_frames_has_no_body_and_is_told_so(shop: Shop) -> None:
    shop.open(f"<html><head>{LINE}</head><frameset><frame src='/other'></frameset></html>")
    assert "waits until this page has a body" in shop.warning()


@pytest.mark.parametrize("html", matrix(IN_THE_BODY, "module", "flex column of a fixed height"))
def test_line_in_the_body_shows_where_it_stands(shop: Shop, html: str) -> None:
    shop.open(html)
    shop.expect_one_frame()
    if "id=last" in html and "</body><script" not in html and "document.open" not in html:
        assert shop.page.evaluate("document.querySelector('#last').compareDocumentPosition(deep('iframe')[0])") == 2
    assert shop.said == []


@pytest.mark.parametrize("html", matrix(IN_A_SHADOW_ROOT, "open"))
def test_line_in_a_shadow_root_shows_within_it(shop: Shop, html: str) -> None:
    shop.open(html)
    shop.expect_one_frame()
    assert shop.page.evaluate("deep('iframe')[0].getRootNode() !== document")
    assert shop.said == []


@pytest.mark.parametrize(
    "html",
    matrix(
        {
            "closed shadow root": page_of("<div id=host></div>" + js(ATTACH.format(mode="closed", create=CREATE))),
            "import": page_of(js('import("SITE/embed.js")')),
        },
        "import",
    ),
)
def test_line_that_cannot_be_found_shows_at_the_end_of_the_page_and_says_so(shop: Shop, html: str) -> None:
    shop.open(html)
    shop.expect_one_frame()
    assert "its line is not found" in shop.warning()


@pytest.mark.parametrize(
    ("body", "opened"),
    matrix(CLOSED, "hidden", "accordion"),
)
def test_frame_that_is_not_displayed_is_no_refusal(shop: Shop, body: str, opened: str) -> None:
    shop.open(page_of(body))
    shop.page.wait_for_function(ANSWERED)
    shop.page.evaluate("expire()")
    shop.page.evaluate(f"() => {{ {opened} }}")
    shop.expect_one_frame()
    assert shop.said == []


@pytest.mark.parametrize(
    "html",
    matrix({"twice": LINE + LINE, "module twice": MODULE + MODULE, "both": MODULE + LINE}, "both"),
)
def test_line_pasted_twice_shows_twice(shop: Shop, html: str) -> None:
    shop.open(page_of(html))
    expect(shop.page.locator("iframe")).to_have_count(2)
    shop.page.wait_for_function(ANSWERED)
    assert shop.said == []


def test_module_line_that_comes_later_shows_too(shop: Shop) -> None:
    shop.open(page_of(MODULE + after_load(f"{CREATE} line.type = 'module'; document.body.append(line)")))
    expect(shop.page.locator("iframe")).to_have_count(2)


RENEW = """for (const old of document.querySelectorAll("script[src]")) {
  const line = document.createElement("script");
  for (const { name, value } of old.attributes) line.setAttribute(name, value);
  line.onload = () => window.ran = true;
  old.replaceWith(line);
}"""


RENEWED = {
    "line alone, beside its frame": "",
    "section with the frame": "section.innerHTML = section.innerHTML;",
    "section without the frame": "section.innerHTML = section.querySelector('script').outerHTML;",
    "body with the frame": "document.body = document.body.cloneNode(true);",
}


@pytest.mark.parametrize("prepare", matrix(RENEWED, "line alone, beside its frame", "section with the frame"))
def test_line_that_a_theme_runs_again_shows_once(shop: Shop, prepare: str) -> None:
    shop.open(page_of(f"<section id=section>{LINE}</section>"))
    shop.expect_one_frame()
    shop.page.evaluate(f"() => {{ {prepare} {RENEW} }}")
    shop.page.wait_for_function("window.ran")
    shop.expect_one_frame()
    assert shop.said == []


def test_line_that_a_tag_manager_runs_again_shows_once(shop: Shop) -> None:
    shop.open(page_of(head=after_load(ADD)))
    shop.expect_one_frame()
    shop.page.evaluate(
        f"() => {{ {CREATE} line.onload = () => window.ran = true; document.head.append(line) }}".replace(
            "SITE", shop.place.site
        )
    )
    shop.page.wait_for_function("window.ran")
    shop.expect_one_frame()


@pytest.mark.parametrize("body", spread(2, ["document.body.cloneNode(true)", "document.createElement('body')"]))
def test_line_in_the_head_shows_again_in_a_new_body_of_the_same_page_only(shop: Shop, body: str) -> None:
    shop.open(page_of(head=LINE))
    shop.expect_one_frame()
    shop.page.evaluate(
        f"() => {{ document.body = {body}; document.querySelectorAll('iframe')[1]?.previousElementSibling }}"
    )
    shop.expect_one_frame()
    shop.page.evaluate(
        "() => { history.pushState(null, '', '/other'); document.body = document.createElement('body') }"
    )
    shop.page.evaluate("new Promise(done => setTimeout(done))")
    assert shop.frames() == 0
    assert shop.said == []


def test_scripts_of_two_sites_show_one_frame_each(shop: Shop) -> None:
    with serving_app(shop.place.app) as other:
        shop.open(page_of(LINE + MODULE + MODULE.replace("SITE", other)))
        expect(shop.page.locator("iframe")).to_have_count(3)
        expect(shop.page.locator(f'iframe[src^="{other}/widget"]')).to_have_count(1)
        shop.page.wait_for_function(ANSWERED)
        assert shop.said == []


@pytest.mark.parametrize("named", spread(2, ["SITE/", "SITE"]))
def test_copy_on_another_host_shows_the_site_that_it_names(shop: Shop, named: str) -> None:
    with serving_app(shop.place.app) as copy:
        shop.open(page_of(f'<script src="{copy}/static/embed.js?v=2" data-site="{named}"></script>'))
        shop.expect_one_frame()
        assert shop.said == []


def test_page_that_stores_many_things_gets_no_global_of_ours(shop: Shop) -> None:
    shop.open(page_of("<i></i>"))
    names = "Object.getOwnPropertyNames(window).filter((name) => isNaN(name)).sort()"
    before = shop.page.evaluate(names)
    shop.open(page_of(LINE))
    shop.expect_one_frame()
    assert shop.page.evaluate(names) == before


def expect_a_link(shop: Shop) -> None:
    expect(shop.page.get_by_role("link", name="Track your order")).to_have_attribute(
        "href", f"{shop.place.site}/?lang=en"
    )
    assert shop.frames() == 0


@pytest.mark.parametrize("html", spread(3, [page_of(head=LINE), page_of(LINE), page_of(f"<table>{LINE}</table>")]))
def test_origin_that_is_not_listed_gets_a_link_and_the_setting(shop: Shop, html: str) -> None:
    shop.open(html, at=shop.place.shop.url)
    shop.page.wait_for_function(ASKED)
    shop.page.evaluate("expire()")
    expect_a_link(shop)
    assert f'EMBED_ORIGINS="{shop.place.shop.url}"' in shop.warning()
    shop.page.goto(shop.warning().rpartition(" ")[2])
    expect(shop.page.locator("main")).to_contain_text(f'EMBED_ORIGINS="{shop.place.url} {shop.place.shop.url}"')


def test_refusal_in_a_closed_tab_becomes_a_link_when_it_is_opened(shop: Shop) -> None:
    shop.open(page_of(f"<div id=tab hidden>{LINE}</div>"), at=shop.place.shop.url)
    shop.page.wait_for_function(ASKED)
    shop.page.evaluate("expire()")
    assert shop.frames() == 1
    shop.page.evaluate("tab.hidden = false")
    shop.page.wait_for_function(ASKED)
    shop.page.evaluate("expire()")
    expect_a_link(shop)
    assert "EMBED_ORIGINS=" in shop.warning()


@pytest.mark.parametrize(
    "policy", spread(2, ["frame-src 'self'", "default-src 'self' 'unsafe-inline'; script-src * 'unsafe-inline'"])
)
def test_policy_of_the_page_that_forbids_the_frame_is_named(shop: Shop, policy: str) -> None:
    shop.open(page_of(LINE), {"Content-Security-Policy": policy})
    expect_a_link(shop)
    assert f"Add {shop.place.site} to frame-src in the Content-Security-Policy" in shop.warning()


@pytest.mark.parametrize(
    "header",
    spread(
        2,
        [
            {"Content-Security-Policy": "style-src 'none'; require-trusted-types-for 'script'"},
            {"Content-Security-Policy-Report-Only": "frame-src 'self'; report-uri /report"},
        ],
    ),
)
def test_policy_that_allows_the_frame_shows_it(shop: Shop, header: dict[str, str]) -> None:
    shop.open(page_of(LINE), header)
    shop.expect_one_frame()
    assert not [words for words in shop.said if words.startswith("Order tracking:")]


def test_sandboxed_page_gets_a_link_and_the_reason(shop: Shop) -> None:
    shop.open(page_of(LINE), {"Content-Security-Policy": "sandbox allow-scripts"})
    shop.page.wait_for_function(ASKED)
    shop.page.evaluate("expire()")
    expect_a_link(shop)
    assert "sandboxed" in shop.warning()


def test_page_in_a_frame_of_another_site_names_both(shop: Shop) -> None:
    shop.place.shop.at["/editor"] = type(shop.place.shop.at["/theme.css"])(
        f'<iframe src="{shop.place.url}/track"></iframe>'
    )
    shop.open(page_of(LINE))
    shop.page.goto(f"{shop.place.shop.url}/editor")
    wait_until(shop.page, lambda: len(shop.page.frames) == 3)
    shop.page.frames[1].wait_for_function(ASKED)
    shop.page.frames[1].evaluate("expire()")
    assert f'EMBED_ORIGINS="{shop.place.url} {shop.place.shop.url}"' in shop.warning()


def test_going_back_shows_one_frame(shop: Shop) -> None:
    shop.open(page_of(LINE))
    shop.expect_one_frame()
    shop.place.shop.at["/other"] = shop.place.shop.at["/theme.css"]
    shop.page.goto(f"{shop.place.url}/other")
    shop.page.go_back()
    shop.expect_one_frame()
