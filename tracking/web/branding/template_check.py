"""Renders every kind of page and letter once, so that failures of the merchant's templates are found early."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from flask import Flask, g, render_template
from werkzeug.exceptions import NotFound

from tracking.notices.codes import NoticeCode
from tracking.notices.letterhead import LetterLinks
from tracking.services import services
from tracking.web.authorization import demo_order
from tracking.web.error_response import message_page
from tracking.web.errors import BY_STATUS
from tracking.web.localization import set_localizer
from tracking.web.order_page_model import page_of
from tracking.web.preview_letters import EXAMPLES, example_letter
from tracking.web.surfaces import PAGE, SURFACES, Surface
from tracking.web.views.lookup_form import render_form

# An order in transit and a delivered one, whose page has the thanks: on every surface, in every language.
_ON_EVERY_SURFACE = ("in-transit", "delivered")
# With the featured examples they use every component.
_FURTHER_EXAMPLES = ("return-refunded", "cancelled-customer", "stalled")
# A return, and a parcel with a place of pickup: with these a letter has every part.
_LETTERS = (NoticeCode.RETURN_NEWS, NoticeCode.READY)

TIMEOUT = 5.0  # seconds: less than `whereabouts doctor` has for a check


def render_every_page(app: Flask, languages: Iterable[str], monotonic: Callable[[], float] = time.monotonic) -> bool:
    """Renders orders that use every component, the form, a message and letters; records failures as for any request.

    ``languages`` are those of the merchant's texts. Returns whether all pages were rendered within TIMEOUT.
    """
    end = monotonic() + TIMEOUT
    for render in _pages(app, languages):
        if monotonic() >= end:
            return False
        render()
    return True


def _pages(app: Flask, languages: Iterable[str]) -> Iterator[Callable[[], None]]:
    """Yields the pages that find most failures first."""
    for surface, code in [*((surface, None) for surface in SURFACES.values()), *((PAGE, code) for code in languages)]:
        yield partial(_render_form_and_message, app, surface, code)
        for slug in _ON_EVERY_SURFACE:
            yield partial(_render_order, app, surface, code, slug)
    for code in _LETTERS:
        yield partial(_render_letter, app, code)
    with app.app_context():
        slugs = [each.slug for each in services().demo.examples if each.featured or each.slug in _FURTHER_EXAMPLES]
    for slug in slugs:
        yield partial(_render_order, app, PAGE, None, slug)


def _render_form_and_message(app: Flask, surface: Surface, code: str | None) -> None:
    with _request_context(app, surface, code):
        set_localizer()
        render_form()
        render_form(problem="not_found")
        message_page(BY_STATUS[NotFound.code or 404])


@contextmanager
def _request_context(app: Flask, surface: Surface, language: str | None = None) -> Iterator[None]:
    with app.test_request_context(surface.path, query_string={"lang": language} if language else None):
        if surface.is_relayed:
            g.path_prefix = ""
        yield


def _render_order(app: Flask, surface: Surface, code: str | None, slug: str) -> None:
    with _request_context(app, surface, code):
        snapshot = demo_order(slug)
        if snapshot:
            page = page_of(snapshot, lookup_url="/", is_made_up=False)
            render_template("order.html", page=page)
            render_template("live.html", page=page)


def _render_letter(app: Flask, code: NoticeCode) -> None:
    with _request_context(app, PAGE):
        snapshot = demo_order(EXAMPLES[code].slug)
        if snapshot:
            links = LetterLinks(order="/", stop="/")
            example_letter(code, snapshot, locale=None, letterhead=services().letterhead, links=links)
