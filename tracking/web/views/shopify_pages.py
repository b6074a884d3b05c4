"""Leads to Shopify's own pages of an order, where it is paid and its status page, by addresses asked for each time."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from tracking.i18n.text import text
from tracking.order.vocabulary import NextStep
from tracking.shopify.customer_pages import CustomerPage
from tracking.web.authorization import OrderAccess, authorize_token, customer_page_url
from tracking.web.contact_link import contact_url
from tracking.web.error_response import ErrorResponse, Message, error_response
from tracking.web.localization import current_localizer
from tracking.web.rate_limits.limits import count_redirect
from tracking.web.urls import page_url
from tracking.web.views.order_page import localized_status

_MISSING = {
    CustomerPage.PAYMENT: ErrorResponse(
        404,
        "no_payment_page",
        text("There is nothing to pay online for this order right now. If you think there should be, write to us."),
        text("There is no page to pay on"),
    ),
    CustomerPage.STATUS: ErrorResponse(
        404,
        "no_status_page",
        text("The shop has no other page for this order. What we know of it is here."),
        text("There is no such page"),
    ),
}


def pay(token: str) -> Response:
    """Redirects to where the customer pays what is outstanding."""
    return _redirect(token, CustomerPage.PAYMENT)


def shop(token: str) -> Response:
    """Redirects to Shopify's status page of the order."""
    return _redirect(token, CustomerPage.STATUS)


def _redirect(token: str, page: CustomerPage) -> Response:
    access = authorize_token(token)
    count_redirect()
    url = customer_page_url(access, page)
    # Without a body: the address stands in the header only.
    response = make_response("", 303, {"Location": url}) if url else _missing(access, token, page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _missing(access: OrderAccess, token: str, page: CustomerPage) -> Response:
    """404 in the customer's language, with the way to the shop."""
    status = localized_status(access.snapshot)
    step = NextStep.PAY if page is CustomerPage.PAYMENT else NextStep.CONTACT

    def render(error: ErrorResponse) -> str:
        translate = current_localizer().translate
        message = Message(
            error.status,
            translate(error.title or error.text),
            translate(error.text),
            contact_url=contact_url(status.order, step),
            order_url=page_url("order", token=token),
        )
        return render_template("message.html", message=message, lookup_url=page_url("form"))

    return error_response(_MISSING[page], render)
