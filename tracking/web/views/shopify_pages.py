"""Leads to Shopify's own pages of an order, where it is paid and its status page, by addresses asked for each time."""

from functools import partial

from flask import make_response
from werkzeug.wrappers import Response

from tracking.i18n.text import text
from tracking.order.vocabulary import NextStep
from tracking.shopify.order_calls.customer_pages import CustomerPage
from tracking.web.authorization import OrderAccess, authorize_token, customer_page_url
from tracking.web.contact_link import contact_url
from tracking.web.error_response import ErrorResponse, error_response, message_page
from tracking.web.localized_status import localized_status
from tracking.web.rate_limits.limits import RateLimitExceeded, count_redirect
from tracking.web.urls import page_url

_MISSING = {
    CustomerPage.PAYMENT: ErrorResponse(
        404,
        "no_payment_page",
        text("There’s nothing to pay online for this order right now. If you think there should be, contact us."),
        text("There’s no page to pay on"),
    ),
    CustomerPage.STATUS: ErrorResponse(
        404,
        "no_status_page",
        text("The shop has no other page for this order. Everything we know about it is here."),
        text("There’s no such page"),
    ),
}


_TOO_MANY = ErrorResponse(
    429,
    "too_many",
    text("This was opened too often in a short time. Your order isn’t affected. Try again in a few minutes."),
    text("Please wait a few minutes"),
)


def pay(token: str) -> Response:
    """Redirects to where the customer pays what is outstanding."""
    return _redirect(token, CustomerPage.PAYMENT)


def shop(token: str) -> Response:
    """Redirects to Shopify's status page of the order."""
    return _redirect(token, CustomerPage.STATUS)


def _redirect(token: str, page: CustomerPage) -> Response:
    access = authorize_token(token)
    try:
        count_redirect()
    except RateLimitExceeded as error:
        response = _message(access, token, page, _TOO_MANY)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    url = customer_page_url(access, page)
    if url is None:
        return _message(access, token, page, _MISSING[page])
    return make_response("", 303, {"Location": url})  # without a body: the address stands in the header only


def _message(access: OrderAccess, token: str, page: CustomerPage, error: ErrorResponse) -> Response:
    """An error in the customer's language, with the ways to the shop and back to the order."""
    status = localized_status(access.snapshot)
    step = NextStep.PAY if page is CustomerPage.PAYMENT else NextStep.CONTACT
    to_shop = contact_url(status.order, step)
    to_order = page_url("order", token=token)
    return error_response(error, partial(message_page, contact_url=to_shop, order_url=to_order))
