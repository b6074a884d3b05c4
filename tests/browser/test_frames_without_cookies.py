"""The widget in a shop and the overview in Shopify's admin, in a browser that gives frames of other sites no cookies.

That has the whole browser: its engine alone has no settings of privacy.
"""

import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import trustme
from flask import Flask
from playwright.sync_api import Browser, Playwright, expect
from werkzeug.serving import make_server

from tests.browser.conftest import TIMEOUT, launched
from tests.browser.embedding import Place, look_up
from tests.web.merchant.conftest import SETTINGS, SITE, id_token
from tracking import create_app
from tracking.demo import DemoTransport
from tracking.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

ADMIN, ELSEWHERE = "https://admin.shopify.com", "https://evil.example.com"


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def served(app: Flask, context: ssl.SSLContext) -> Iterator[int]:
    """The app over https; yields its port."""
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def framing() -> Flask:
    """An app whose page shows the overview in a frame, as the admin does, at whatever address it is opened."""
    app = Flask("admin")
    query = "shop=tea.myshopify.com&id_token="
    app.add_url_rule(
        "/",
        view_func=lambda: f'<!DOCTYPE html><title>Apps</title><iframe src="{SITE}/merchant/?{query}{id_token(now)}">',
    )
    return app


@pytest.fixture(scope="module")
def chrome(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for which the hosts of the site, of the admin and of somebody else are on this machine."""
    folder: Path = tmp_path_factory.mktemp("shop")
    settings = Settings.from_environ({**SETTINGS, "DATABASE_URL": f"sqlite:///{folder / 'whereabouts.db'}"})
    site = create_app(settings, transport=DemoTransport(clock=now))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("track.example.com", "admin.shopify.com", "evil.example.com").configure_cert(context)
    with served(site, context) as ours, served(framing(), context) as theirs:
        hosts = {SITE: ours, ADMIN: theirs, ELSEWHERE: theirs}
        rules = ",".join(f"MAP {host.removeprefix('https://')} 127.0.0.1:{port}" for host, port in hosts.items())
        browser = launched(playwright, f"--host-resolver-rules={rules}")
        yield browser
        browser.close()


def test_the_admin_frames_the_overview_and_stays_logged_in_there_alone(chrome: Browser) -> None:
    context = chrome.new_context(ignore_https_errors=True, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    page.goto(ADMIN)
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_be_visible()
    overview = page.frames[1]
    assert "id_token" not in overview.url
    overview.goto(f"{SITE}/merchant/history")
    expect(frame.get_by_text("Opened from Shopify’s admin")).to_be_visible()
    # A form that is sent within the frame has the site's own Origin: it fails for its token alone.
    overview.evaluate(
        "document.body.innerHTML = '<form method=post action=/merchant/logout><button>Out</button></form>'"
    )
    frame.get_by_role("button").click()
    expect(frame.get_by_text("This form is too old")).to_be_visible()
    page.goto(f"{SITE}/merchant/")
    expect(page.get_by_text("There’s no such page")).to_be_visible()
    context.close()


def test_other_sites_cannot_frame_the_overview(chrome: Browser) -> None:
    context = chrome.new_context(ignore_https_errors=True)
    page = context.new_page()
    refusals: list[str] = []
    page.on("console", lambda message: refusals.append(message.text))
    page.goto(ELSEWHERE)
    page.wait_for_url(f"{ELSEWHERE}/")
    assert [text for text in refusals if "frame-ancestors https://admin.shopify.com" in text]
    context.close()


def test_no_cookie_is_needed_and_a_tracking_number_is_copied_inside_the_frame(chrome: Browser, place: Place) -> None:
    place.paste(place.line())
    context = chrome.new_context(locale="en-US")
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    page.goto(f"{place.url}/track")
    frame = page.frame_locator("iframe")
    look_up(frame)
    expect(frame.locator(".h1")).to_contain_text("Arrives tomorrow")
    assert page.context.cookies() == []
    kept = page.frames[1].evaluate("document.cookie = 'a=b; SameSite=None; Secure', document.cookie")
    assert kept == "", "third parties have cookies in this browser, so it shows nothing"
    frame.get_by_role("button", name=re.compile("Copy")).first.click()
    expect(frame.get_by_role("button", name=re.compile("Copied")).first).to_be_visible()
    context.close()
