"""The page of an order, its JSON, and the fragment that the open page refreshes itself with."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import jsonify, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from tracking.order.journey import journey
from tracking.order.view import Journey
from tracking.services import services
from tracking.web.accept import wants_json
from tracking.web.access import order_behind
from tracking.web.language import asked_language
from tracking.web.order_json import as_json
from tracking.web.speaking import current_language, current_speech, speak


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the templates show. ``refresh_seconds`` is None where nothing will change any more."""

    journey: Journey
    as_of: datetime
    stale: bool
    live_url: str
    refresh_seconds: int | None
    lookup_url: str


def show(token: str) -> Response:
    """The whole page, or JSON for those who ask for it."""
    page = _page(token)
    if wants_json():
        return _revalidated(
            jsonify(
                as_json(
                    page.journey,
                    as_of=page.as_of,
                    stale=page.stale,
                    language=current_language().code,
                    speech=current_speech(),
                )
            )
        )
    return _revalidated(make_response(render_template("order.html", page=page)))


def live(token: str) -> Response:
    """What changes on the page while it is open."""
    return _revalidated(make_response(render_template("live.html", page=_page(token))))


def _page(token: str) -> Page:
    snapshot = order_behind(token)
    speak(snapshot.order)
    parts = services()
    policy = replace(parts.policy, language=current_language().code, contact_url=parts.brand.contact_url)
    shown = journey(snapshot.order, parts.clock(), policy)
    return Page(
        journey=shown,
        as_of=snapshot.as_of,
        stale=snapshot.stale,
        live_url=url_for(".live", token=token, lang=asked_language()),
        refresh_seconds=int(snapshot.fresh_for.total_seconds()) if shown.is_moving else None,
        lookup_url=url_for(".form", lang=asked_language()),
    )


def _revalidated(response: Response) -> Response:
    """304 for those who have it already. The tag is of what was rendered: language, time and stylesheet count."""
    response.vary.update(("Accept", "Accept-Language"))
    response.add_etag()
    return response.make_conditional(request)
