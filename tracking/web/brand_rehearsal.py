"""Makes every kind of page once, as customers would see it, so that a template of the merchant's fails now."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, g, render_template
from werkzeug.exceptions import NotFound

from tracking.services import services
from tracking.web.access import situation_of
from tracking.web.errors import BY_STATUS, message_page
from tracking.web.language import languages
from tracking.web.lookup_form import render_form
from tracking.web.order_page import page_of
from tracking.web.speaking import speak
from tracking.web.surfaces import PAGE, SURFACES, Surface


def rehearse(app: Flask) -> None:
    """Every situation on the page, and a few in every language and on every surface; failures are noted as ever."""
    with app.app_context():
        slugs = [each.slug for each in services().situations]
        codes = [*languages().offered]
    for slug in slugs:
        with _visit(app, PAGE):
            _order(slug)
    few = _different(slugs)
    for surface in SURFACES.values():
        for code in codes:
            with _visit(app, surface, code):
                speak()
                render_form()
                render_form(problem="not_found")
                message_page(BY_STATUS[NotFound.code or 404])
            for slug in few:
                with _visit(app, surface, code):
                    _order(slug)


def _different(slugs: list[str]) -> list[str]:
    """One that moves, and one that has arrived: its page has the shop's thanks."""
    return [slug for slug in slugs if slug in {"in-transit", "delivered"}]


@contextmanager
def _visit(app: Flask, surface: Surface, language: str | None = None) -> Iterator[None]:
    with app.test_request_context(surface.path, query_string={"lang": language} if language else None):
        if surface.is_relayed:
            g.path_prefix = ""
        yield


def _order(slug: str) -> None:
    snapshot = situation_of(slug)
    if snapshot:
        page = page_of(snapshot, live_url=None, lookup_url="/", is_made_up=False)
        render_template("order.html", page=page)
        render_template("live.html", page=page)
