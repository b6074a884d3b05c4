"""Stops letters: a page with one form, for mail scanners open links, and the POST of it or of a mail program.

One click: https://www.rfc-editor.org/rfc/rfc8058
"""

from contextlib import suppress
from dataclasses import dataclass

from flask import abort, render_template, request

from tracking.notices.codes import NoticeLevel
from tracking.orders import Gone
from tracking.security.stop_links import StopLink
from tracking.services import services
from tracking.web.rate_limits.limits import limited_link
from tracking.web.urls import language_url

ORDER, ADDRESS = "order", "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage:
    """``scope`` is what was stopped, None before. ``has_address``: the letter's address can be stopped, too."""

    action: str
    has_address: bool
    scope: str | None = None


def show(token: str) -> str:
    """Shows the form, and changes nothing."""
    return _render(_open(token))


def stop(token: str) -> str:
    """Stops letters about the order, or to the address if the form says so; the second time likewise."""
    link = _open(token)
    scope = request.form.get("scope", ORDER)
    if scope not in {ORDER, ADDRESS}:
        abort(422)
    site = services()
    with suppress(Gone):  # of an order that was erased no letter is written
        if site.choices.choose(link.order_id, NoticeLevel.NONE):
            site.orders.invalidate(link.order_id)
    if scope == ADDRESS and link.address_hash:
        site.choices.stop_address(link.address_hash)
    return _render(link, scope if link.address_hash else ORDER)


def _open(token: str) -> StopLink:
    with limited_link():
        return services().notices.stop_links.open(token)


def _render(link: StopLink, scope: str | None = None) -> str:
    page = StopPage(action=language_url(request.path), has_address=link.address_hash is not None, scope=scope)
    return render_template("stop.html", page=page)
