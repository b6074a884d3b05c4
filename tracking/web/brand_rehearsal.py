"""Makes every kind of page once, as customers would see it, so that a template of the merchant's fails now."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from flask import Flask, g, render_template
from werkzeug.exceptions import NotFound

from tracking.services import services
from tracking.web.authorization import situation_of
from tracking.web.error_response import message_page
from tracking.web.errors import BY_STATUS
from tracking.web.localization import set_localizer
from tracking.web.surfaces import PAGE, SURFACES, Surface
from tracking.web.views.lookup_form import render_form
from tracking.web.views.order_page import page_of

# One that moves, and one that has arrived, whose page has the shop's thanks: on every surface, in every language.
_FEW = ("in-transit", "delivered")
# Beside the situations that the demo shows first: together they use every component.
_MORE = ("return-refunded", "cancelled-customer", "stalled")


PATIENCE = 5.0  # seconds: less than flask doctor has for a check


def rehearse(app: Flask, languages: Iterable[str], monotonic: Callable[[], float] = time.monotonic) -> bool:
    """Situations that use every component, the form and a message; failures are noted as ever.

    ``languages`` are those that the merchant has texts for. Returns whether there was time for all of it.
    """
    end = monotonic() + PATIENCE
    for make in _pages(app, languages):
        if monotonic() >= end:
            return False
        make()
    return True


def _pages(app: Flask, languages: Iterable[str]) -> Iterator[Callable[[], None]]:
    """The most telling first."""
    for surface, code in [*((surface, None) for surface in SURFACES.values()), *((PAGE, code) for code in languages)]:
        yield partial(_form_and_message, app, surface, code)
        for slug in _FEW:
            yield partial(_order, app, surface, code, slug)
    with app.app_context():
        slugs = [each.slug for each in services().demo.examples if each.featured or each.slug in _MORE]
    for slug in slugs:
        yield partial(_order, app, PAGE, None, slug)


def _form_and_message(app: Flask, surface: Surface, code: str | None) -> None:
    with _visit(app, surface, code):
        set_localizer()
        render_form()
        render_form(problem="not_found")
        message_page(BY_STATUS[NotFound.code or 404])


@contextmanager
def _visit(app: Flask, surface: Surface, language: str | None = None) -> Iterator[None]:
    with app.test_request_context(surface.path, query_string={"lang": language} if language else None):
        if surface.is_relayed:
            g.path_prefix = ""
        yield


def _order(app: Flask, surface: Surface, code: str | None, slug: str) -> None:
    with _visit(app, surface, code):
        snapshot = situation_of(slug)
        if snapshot:
            page = page_of(snapshot, live_url=None, lookup_url="/", is_made_up=False)
            render_template("order.html", page=page)
            render_template("live.html", page=page)
