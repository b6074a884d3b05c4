"""The demo site on a real server, met by a real Chromium: the system's own, without a network of its own."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, ViewportSize, expect, sync_playwright
from werkzeug.serving import make_server

from tests.browser.accessibility import (
    complaints_but_of_contrast,
    complaints_in_a_light_scheme,
    complaints_in_both_schemes,
)
from tests.browser.embedding import Place, serving_app
from tests.demo_orders import paths
from tests.i18n.test_catalogues import SWEDISH, write
from tests.local_server import CannedResponse, PageServer
from tracking import create_app
from tracking.demo import ExampleOrder, examples
from tracking.i18n.catalogues import FOLDER
from tracking.services import services
from tracking.settings import Settings

SCHEMES = ("light", "dark")
WIDTHS = (320, 768, 1280)
PHONE = 390

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# The same engine without the rest of the browser, where it is installed: a page costs a third.
_HEADLESS_SHELL = "chromium-headless-shell"

# Chromium asks Google at every start unless it is told not to.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--test-third-party-cookie-phaseout",  # as browsers will be: a frame of another site has no cookies
    "--renderer-process-limit=1",  # else each page starts the process of a next one, too
]

# No element, listener or timer is left.
_EMPTY = """() => {
  document.open();
  document.close();
  for (let id = setTimeout(() => {}); id; id--) clearTimeout(id);
}"""

TIMEOUT = 60_000  # milliseconds: a busy machine is slow, and no failure
expect.set_options(timeout=TIMEOUT)


class Clock:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@dataclass(frozen=True)
class Site:
    """A running site. ``pages`` are the paths of all demo orders by their situation's slug."""

    app: Flask
    url: str
    clock: Clock
    pages: dict[str, str]
    examples: dict[str, ExampleOrder]


@contextmanager
def serving(translations: Path = FOLDER) -> Iterator[Site]:
    """The demo site on a port of its own, in these languages."""
    clock = Clock()
    app = create_app(Settings.from_environ({}), clock=clock, translations=translations)
    pages = paths(app)
    # The first lookup of a process reads the schema of the demo, and the first use of the database makes its tables:
    # too long for a visitor of a busy machine, whose pages would do without answers for seconds.
    with app.app_context():
        services().database.prepare()
    app.test_client().get(pages["delivered"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(
        app=app,
        url=f"http://127.0.0.1:{server.server_port}",
        clock=clock,
        pages=pages,
        examples={example.slug: example for example in examples()},
    )
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chrome = launched(playwright, names=(_HEADLESS_SHELL, *_CHROMIUM))
    yield chrome
    chrome.close()


def launched(playwright: Playwright, *arguments: str, names: tuple[str, ...] = _CHROMIUM) -> Browser:
    """The first of these browsers that is installed."""
    chromium = next((path for path in map(shutil.which, names) if path), None)
    assert chromium, "Chromium is missing: install your system's package 'chromium'."
    return playwright.chromium.launch(executable_path=chromium, args=[*_ARGUMENTS, *arguments], timeout=3 * TIMEOUT)


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """Open a context with its own settings; all are closed after the test."""
    opened: list[BrowserContext] = []

    def make(**settings: object) -> BrowserContext:
        made = browser.new_context(**({"base_url": site.url, "locale": "en-US"} | settings))  # type: ignore[arg-type] # handed on as they are
        made.set_default_timeout(TIMEOUT)
        opened.append(made)
        return made

    yield make
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    with shared_page(browser, base_url=site.url) as one:
        yield one


@pytest.fixture
def page(phone: Page) -> Iterator[Page]:
    """A phone; see ``set_back``."""
    with set_back(phone, {"width": PHONE, "height": 844}) as one:
        yield one


@contextmanager
def shared_page(browser: Browser, **settings: object) -> Iterator[Page]:
    """A page for many tests: a new one starts a new process, which costs as much as three pages do there."""
    context = browser.new_context(**({"locale": "en-US"} | settings))  # type: ignore[arg-type] # handed on as they are
    context.set_default_timeout(TIMEOUT)
    yield context.new_page()
    context.close()


@contextmanager
def set_back(page: Page, viewport: ViewportSize) -> Iterator[Page]:
    """A page that is as new. A test that adds scripts or a clock to it opens a context instead.

    It rests where it is, empty: another page would cost as much as a test, and a blank one lead into a new process.
    """
    page.set_viewport_size(viewport)
    yield page
    page.unroute_all(behavior="ignoreErrors")
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    page.context.clear_cookies()
    page.context.clear_permissions()
    try:
        page.evaluate(_EMPTY)
    except Error:  # the test has ended on the way to another page
        page.goto("about:blank")


@contextmanager
def listening(
    page: Page, happening: Literal["console", "pageerror", "request"], hear: Callable[..., None]
) -> Iterator[None]:
    """Hear what a page says, or asks for, that lasts longer than the test."""
    page.on(happening, hear)
    yield
    page.remove_listener(happening, hear)


@pytest.fixture
def schemes(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """The color schemes in which a page is looked at: see tests/sampling.py."""
    return SCHEMES[:1] if request.config.option.markexpr else SCHEMES


@pytest.fixture
def wrong_with(schemes: tuple[str, ...]) -> Callable[[Page], list[str]]:
    """The complaints about a page, in these schemes."""
    return complaints_in_both_schemes if "dark" in schemes else complaints_in_a_light_scheme


@pytest.fixture
def wrong_but_for_contrast(schemes: tuple[str, ...]) -> Callable[[Page], list[str]]:
    """The same of a page whose colors another one has, which the audit asks for all the same."""
    return complaints_in_both_schemes if "dark" in schemes else complaints_but_of_contrast


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    translations = tmp_path_factory.mktemp("translations")
    for language in ("sv", "nb", "nl", "pl", "zh_Hans", "de", "da", "fi", "fr"):
        write(translations, language, SWEDISH)
    with PageServer() as shop:
        url = shop.url.replace("127.0.0.1", "localhost")
        shop.at["/theme.css"] = CannedResponse(
            "html { font-size: 62.5% } body { font: 1.6rem serif }", headers={"Content-Type": "text/css"}
        )
        app = create_app(Settings.from_environ({"EMBED_ORIGINS": url}), translations=translations)
        with serving_app(app) as address:
            yield Place(shop, url, app, address)
