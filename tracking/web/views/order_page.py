"""The page of an order, its JSON, and the fragment that the open page refreshes itself with."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import g, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus
from tracking.orders import Snapshot
from tracking.services import services
from tracking.web.accept import wants_json
from tracking.web.authorization import OrderAccess, authorize_token
from tracking.web.localization import current_language, current_localizer, set_localizer
from tracking.web.middleware.cached_page import POLICY, CachePolicy
from tracking.web.surfaces import current_surface
from tracking.web.urls import page_url
from tracking.web.views.order_json import as_json

REFRESH_SECONDS = 10  # while somebody watches; static/js/live.js takes its time when nobody does


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """What the templates show.

    ``live_url`` is None where nothing is refreshed, ``refresh_seconds`` where nothing will change any more.
    ``is_made_up`` says that the order is one of the demo store's.
    """

    status: OrderStatus
    as_of: datetime
    stale: bool
    live_url: str | None
    refresh_seconds: int | None
    lookup_url: str
    is_made_up: bool


def show(token: str) -> Response:
    """The whole page, or JSON for those who ask for it."""
    access = authorize_token(token)
    page = _page(access.snapshot, token)
    return _cacheable(
        _as_json(page) if wants_json() else make_response(render_template("order.html", page=page)), access
    )


def live(token: str) -> Response:
    """What changes on the page while it is open."""
    access = authorize_token(token)
    page = _page(access.snapshot, token)
    return _cacheable(make_response(render_template("live.html", page=page)), access)


def page_of(snapshot: Snapshot, *, live_url: str | None, lookup_url: str, is_made_up: bool) -> OrderPage:
    """What there is to say about an order, in its language."""
    set_localizer(snapshot.order)
    parts = services()
    policy = replace(parts.policy, language=current_language().code, contact_url=parts.brand.contact_url)
    shown = order_status(snapshot.order, parts.clock(), policy)
    return OrderPage(
        status=shown,
        as_of=snapshot.as_of,
        stale=snapshot.stale,
        live_url=live_url,
        refresh_seconds=REFRESH_SECONDS if shown.is_moving else None,
        lookup_url=lookup_url,
        is_made_up=is_made_up,
    )


def _page(snapshot: Snapshot, token: str) -> OrderPage:
    return page_of(
        snapshot,
        live_url=page_url("live", token=token),
        lookup_url=page_url("form"),
        is_made_up=bool(services().examples),
    )


def _as_json(page: OrderPage) -> Response:
    return jsonify(
        as_json(
            page.status,
            as_of=page.as_of,
            stale=page.stale,
            language=current_language().code,
            localizer=current_localizer(),
        )
    )


def _cacheable(response: Response, access: OrderAccess) -> Response:
    """Let the page cache send the response again, to requests that are the same, link included."""
    # Shopify signs each request for a page of the proxy anew: no two are the same. The page around it is the shop's.
    if not current_surface().is_relayed:
        request.environ[POLICY] = CachePolicy.of(access, services().clock(), is_fallback=bool(g.get("is_fallback")))
    return response
