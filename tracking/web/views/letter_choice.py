"""Takes down what the customer of an order wants to be told, from the form on its page."""

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from tracking.notices.codes import Level
from tracking.services import services
from tracking.web.authorization import authorize_token
from tracking.web.rate_limits.limits import count_choice
from tracking.web.surfaces import current_surface
from tracking.web.urls import page_url
from tracking.web.views import order_page


def choose(token: str) -> Response:
    """Leads back to the page, which says what holds now."""
    site = services()
    access = authorize_token(token)
    if not site.notices.are_on:
        abort(404)
    try:
        level = Level(request.form.get("level", ""))
    except ValueError:
        abort(422)
    count_choice()
    if site.choices.choose(access.order_id, level):
        site.orders.invalidate(access.order_id)  # also the pages of other processes
    if current_surface().is_relayed:  # Shopify would follow a redirect itself, and without signing it
        return order_page.show(token)
    return redirect(f"{page_url('order', token=token)}#letters", 303)
