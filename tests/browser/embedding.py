"""A shop's pages, and a site that they may frame: to a browser, localhost and 127.0.0.1 are two sites."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from flask import Flask
from playwright.sync_api import FrameLocator, Page
from werkzeug.serving import make_server

from tests.local_server import CannedResponse, PageServer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_MOST_PICTURES = 3600  # of a minute


@dataclass(frozen=True)
class Place:
    """``url`` is the shop's origin, ``site`` that of the order tracking."""

    shop: PageServer
    url: str
    app: Flask
    site: str

    def line(self, attributes: str = "", query: str = "") -> str:
        return f'<script src="{self.site}/embed.js{query}" {attributes}></script>'

    def paste(self, body: str, lang: str = "en") -> None:
        head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tea</title>'
        style = '<link rel="stylesheet" href="/theme.css">'
        self.serve(f'<!DOCTYPE html><html lang="{lang}"><head>{head}{style}</head><body>{body}')

    def serve(self, html: str, headers: Mapping[str, str] | None = None) -> None:
        self.shop.at["/track"] = CannedResponse(html, headers=headers or {})


@contextmanager
def serving_app(app: Flask) -> Iterator[str]:
    """Serve the app at the address that is yielded."""
    server = make_server("127.0.0.1", 0, _from_everywhere(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _from_everywhere(app: Flask) -> "WSGIApplication":
    """Each request from an address of its own, so that no limit is met."""
    numbers = count()

    def ask(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        number = next(numbers)
        return app({**environ, "REMOTE_ADDR": f"10.0.{number // 256}.{number % 256}"}, start_response)

    return ask


def look_up(frame: FrameLocator, order: str = "1001", email: str = "ada@example.com") -> None:
    frame.get_by_label("Order number").fill(order)
    frame.get_by_label("Email").fill(email)
    frame.get_by_label("Email").press("Enter")


def height(page: Page) -> float:
    return float(page.locator("iframe").evaluate("frame => frame.getBoundingClientRect().height"))


def content(page: Page) -> float:
    return float(page.frames[1].evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)"))


def wait_until(page: Page, condition: Callable[[], bool]) -> None:
    """Ask after each picture that the page draws: a frame and its height are drawn one after the other."""
    for _ in range(_MOST_PICTURES):
        if condition():
            return
        page.evaluate("new Promise(requestAnimationFrame)")
    raise AssertionError("it never comes about")
