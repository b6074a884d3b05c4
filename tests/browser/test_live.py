"""How often an open page asks for news, by the page's own clock, which the test turns."""

import logging
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.sampling import spread

if TYPE_CHECKING:
    from tests.browser.conftest import Site

LIVE = re.compile(r"/live$")
SECOND, MINUTE = 1000, 60_000
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Watch:
    """An open page whose clock stands still unless it is set forward. ``reply`` answers in the site's stead."""

    def __init__(self, page: Page, path: str) -> None:
        self.page = page
        self.asked = 0
        self.reply: Callable[[Route], None] = lambda route: route.continue_()
        page.route(LIVE, self._handle_request)
        page.clock.install()
        page.goto(path)
        page.clock.pause_at(page.evaluate("Date.now() / 1000") + 1)

    def _handle_request(self, route: Route) -> None:
        self.asked += 1
        self.reply(route)

    def wait(self, milliseconds: int) -> None:
        self.page.clock.run_for(milliseconds)

    def leap(self, milliseconds: int) -> None:
        """Everything due on the way is done at its end, so that there is no time in which an answer could be late."""
        self.page.clock.fast_forward(milliseconds)

    def asks(self, happening: Callable[[], object], *, until: str = "requestfinished") -> None:
        """One question follows, and its answer has been read; or it has only been asked, until ``request``."""
        before = self.asked
        with self.page.expect_event(until, lambda request: bool(LIVE.search(request.url))):
            happening()
        self._settle()
        assert self.asked == before + 1

    def is_silent(self, happening: Callable[[], object]) -> None:
        before = self.asked
        happening()
        self._settle()
        assert self.asked == before

    def hide(self, *, hidden: bool) -> None:
        self.page.evaluate(HIDE, hidden)

    def _settle(self) -> None:
        """Earlier requests were received before this response."""
        self.page.evaluate("fetch('/healthz').then((answer) => answer.text())")


@pytest.fixture
def page(context: Callable[..., BrowserContext]) -> Page:
    """One of its own, whose clock is turned."""
    return context().new_page()


@pytest.fixture
def watch(page: Page, site: "Site") -> Watch:
    return Watch(page, site.pages["in-transit"])


def test_page_asks_every_ten_seconds_while_it_is_watched(watch: Watch) -> None:
    watch.is_silent(lambda: watch.wait(8 * SECOND))
    watch.asks(lambda: watch.wait(4 * SECOND))
    watch.is_silent(lambda: watch.wait(9 * SECOND))
    watch.asks(lambda: watch.wait(3 * SECOND))


def test_idle_page_asks_once_a_minute_and_at_once_when_the_mouse_moves(watch: Watch) -> None:
    watch.asks(lambda: watch.leap(4 * MINUTE))
    watch.is_silent(lambda: watch.wait(55 * SECOND))
    watch.asks(lambda: watch.wait(12 * SECOND))
    watch.asks(lambda: watch.page.mouse.move(5, 5))
    watch.is_silent(lambda: watch.page.mouse.move(50, 50))
    watch.asks(lambda: watch.wait(12 * SECOND))


def test_a_hidden_page_asks_every_few_minutes_and_at_once_when_it_is_seen_again(watch: Watch) -> None:
    watch.hide(hidden=True)
    watch.asks(lambda: watch.wait(12 * SECOND))
    watch.is_silent(lambda: watch.wait(4 * MINUTE))
    watch.asks(lambda: watch.leap(2 * MINUTE))
    watch.asks(lambda: watch.hide(hidden=False))
    watch.asks(lambda: watch.wait(12 * SECOND))


def test_a_hidden_page_says_in_its_title_that_there_is_news(page: Page, site: "Site") -> None:
    watch = Watch(page, site.pages["moving"])
    before = page.title()
    watch.hide(hidden=True)
    site.clock.advance(timedelta(seconds=61))
    watch.asks(lambda: watch.wait(12 * SECOND))
    assert page.title() != before
    expect(page.locator("#news")).to_have_text(page.get_by_role("heading", level=1).inner_text())


@pytest.mark.parametrize("status", spread(2, [429, 503]))
def test_page_does_not_ask_before_retry_after_is_over(watch: Watch, status: int) -> None:
    watch.reply = lambda route: route.fulfill(status=status, headers={"Retry-After": "120"})
    watch.asks(lambda: watch.wait(12 * SECOND))
    watch.is_silent(lambda: watch.wait(115 * SECOND))
    watch.is_silent(lambda: watch.page.evaluate("window.dispatchEvent(new Event('focus'))"))
    watch.asks(lambda: watch.leap(25 * SECOND))


def test_page_backs_off_while_requests_fail_and_then_asks_as_before(watch: Watch) -> None:
    usual = watch.reply
    watch.reply = lambda route: route.fulfill(status=500)
    watch.asks(lambda: watch.wait(12 * SECOND))
    watch.is_silent(lambda: watch.wait(18 * SECOND))
    watch.asks(lambda: watch.wait(5 * SECOND))
    watch.is_silent(lambda: watch.wait(38 * SECOND))
    watch.reply = usual
    watch.asks(lambda: watch.wait(7 * SECOND))
    watch.asks(lambda: watch.wait(12 * SECOND))


def test_without_a_network_it_waits_until_there_is_one(watch: Watch) -> None:
    usual = watch.reply
    watch.reply = lambda route: route.abort()
    with watch.page.expect_event("requestfailed"):
        watch.wait(12 * SECOND)
    watch.is_silent(lambda: watch.wait(15 * SECOND))
    watch.reply = usual
    watch.asks(lambda: watch.page.evaluate("window.dispatchEvent(new Event('online'))"))


def test_an_answer_that_never_comes_is_a_failure_like_others(watch: Watch) -> None:
    usual = watch.reply
    watch.reply = lambda _: None
    watch.asks(lambda: watch.wait(12 * SECOND), until="request")
    watch.is_silent(lambda: watch.page.evaluate("window.dispatchEvent(new Event('focus'))"))
    with watch.page.expect_event("requestfailed"):
        watch.wait(15 * SECOND)
    watch.reply = usual
    watch.asks(lambda: watch.wait(23 * SECOND))


def test_a_browser_that_cannot_set_an_end_to_its_patience_asks_all_the_same(watch: Watch) -> None:
    watch.page.evaluate("delete AbortSignal.timeout")
    watch.asks(lambda: watch.wait(12 * SECOND))
    watch.asks(lambda: watch.wait(12 * SECOND))


@pytest.mark.parametrize("status", spread(2, [404, 410]))
def test_page_stops_asking_when_the_order_or_the_link_is_gone(watch: Watch, status: int) -> None:
    watch.reply = lambda route: route.fulfill(status=status)
    watch.asks(lambda: watch.wait(12 * SECOND))
    watch.is_silent(lambda: watch.wait(60 * MINUTE))
    watch.is_silent(lambda: watch.page.evaluate("window.dispatchEvent(new Event('focus'))"))


def test_an_order_that_is_done_is_left_alone(page: Page, site: "Site") -> None:
    watch = Watch(page, site.pages["delivered"])
    watch.is_silent(lambda: watch.wait(60 * MINUTE))
    watch.is_silent(lambda: page.evaluate("window.dispatchEvent(new Event('focus'))"))


def test_unchanged_page_is_answered_with_304(page: Page, site: "Site", caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "tracking.visits")
    page.goto(site.pages["in-transit"])
    for _ in range(2):
        with page.expect_response(LIVE) as answer:
            page.evaluate("window.dispatchEvent(new Event('focus'))")
        answer.value.finished()
    visits = [record.args for record in caplog.records if isinstance(record.args, Mapping)]
    assert [visit["status"] for visit in visits if visit["endpoint"] == "page.live"] == [200, 304]
