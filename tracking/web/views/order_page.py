"""The page of an order, its JSON, and the fragment that refreshes the open page."""

from flask import g, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from tracking.services import services
from tracking.web.accept import wants_json
from tracking.web.authorization import OrderAccess, authorize_token
from tracking.web.localization import current_language, current_localizer
from tracking.web.middleware.cached_page import POLICY, CachePolicy
from tracking.web.order_answers import TypedAnswer
from tracking.web.order_page_model import OrderLink, OrderPage, page_of, reading_choices
from tracking.web.surfaces import current_surface
from tracking.web.urls import page_url
from tracking.web.views.order_json import as_json


def show(token: str) -> Response:
    """Responds with the page, or with JSON where the request prefers it."""
    access = authorize_token(token, meanwhile=reading_choices)
    page = _page(access, token)
    return with_cache_policy(
        _as_json(page) if wants_json() else make_response(render_template("order.html", page=page)), access
    )


def live(token: str) -> Response:
    """Responds with the part of the page that changes while it is open."""
    access = authorize_token(token, meanwhile=reading_choices)
    page = _page(access, token)
    return with_cache_policy(make_response(render_template("live.html", page=page)), access)


def render(access: OrderAccess, token: str, typed: TypedAnswer) -> str:
    """The page with an answer that was not taken."""
    return render_template("order.html", page=_page(access, token, typed))


def with_cache_policy(response: Response, access: OrderAccess) -> Response:
    """Allows the page cache to repeat the response for requests with the same link."""
    # Shopify signs each request of the app proxy anew, so that no two are the same.
    if not current_surface().is_relayed:
        request.environ[POLICY] = CachePolicy.of(access, services().clock(), is_fallback=bool(g.get("is_fallback")))
    return response


def _page(access: OrderAccess, token: str, typed: TypedAnswer | None = None) -> OrderPage:
    return page_of(
        access.snapshot,
        lookup_url=page_url("form"),
        is_made_up=services().settings.is_demo,
        link=OrderLink(token=token, expires_at=access.expires_at),
        typed=typed,
    )


def _as_json(page: OrderPage) -> Response:
    return jsonify(
        as_json(
            page.status,
            as_of=page.as_of,
            stale=page.stale,
            expires_at=page.expires_at,
            language=current_language().code,
            localizer=current_localizer(),
            level=page.letters.level if page.letters else None,
            answers=page.answers,
            promises=page.promises,
        )
    )
