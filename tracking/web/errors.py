"""The response to each exception: one table by class, one by status."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import ceil

from flask import Flask, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from tracking.database import DatabaseUnavailable
from tracking.i18n.text import text
from tracking.orders import BadInput, Gone, LookupUnavailable, NotFound
from tracking.security.links import InvalidLink, LinkExpired
from tracking.shopify.signatures import NotSigned
from tracking.web.error_response import ErrorResponse, error_response, message_page
from tracking.web.merchant.guard import is_of_overview
from tracking.web.merchant.problems import in_overview, problem
from tracking.web.middleware.busy_page import busy_response
from tracking.web.rate_limits.limits import RateLimitExceeded
from tracking.web.surfaces import current_surface
from tracking.web.views.lookup_form import render_form

_RETRY_AFTER = 30  # seconds, where Shopify gives none
_MAX_RETRY_AFTER = 3600  # seconds; no limit of ours lasts longer, even after a clock was set back

# For a page with the form, components/problem.html has the words, by code; these are those of the JSON.
BY_EXCEPTION: Mapping[type[Exception], ErrorResponse] = {
    BadInput: ErrorResponse(
        422, "bad_input", text("Enter an order number and the email address on the order."), keeps=True
    ),
    NotFound: ErrorResponse(
        404, "not_found", text("We found no order with this number and email address."), keeps=True
    ),
    Gone: ErrorResponse(404, "gone", text("This order is no longer here.")),
    InvalidLink: ErrorResponse(404, "bad_link", text("This link doesn’t work. Part of it may be missing.")),
    NotSigned: ErrorResponse(
        403, "not_signed", text("This address only works inside the shop."), text("This doesn’t work here")
    ),
    LinkExpired: ErrorResponse(
        410, "expired", text("This link has expired. Enter the two details to see the order again.")
    ),
    RateLimitExceeded: ErrorResponse(
        429,
        "too_many",
        text("There were too many tries in a short time. The link in your email still works."),
        keeps=True,
    ),
    DatabaseUnavailable: ErrorResponse(
        503,
        "not_saved",
        text("Your order isn’t affected. Try again in a few minutes."),
        text("Something went wrong on our side"),
    ),
    LookupUnavailable: ErrorResponse(
        503, "unavailable", text("We can’t look up orders right now. Try again in a minute."), keeps=True
    ),
}

_NOT_AMONG_RECENT = text(
    "We found no order with this number and email address. Orders that are more than 60 days old can’t be shown here."
)
_START_AGAIN = text("Start again from the form.")

BY_STATUS: Mapping[int, ErrorResponse] = {
    404: ErrorResponse(404, "no_page", text("The address may have a typo."), text("There’s no such page")),
    405: ErrorResponse(405, "wrong_method", _START_AGAIN, text("This doesn’t work here")),
    413: ErrorResponse(
        413, "too_large", text("What was sent is larger than any order number."), text("That was too much")
    ),
    500: ErrorResponse(
        500,
        "mistake",
        text("Your order isn’t affected. Try again in a few minutes."),
        text("Something went wrong on our side"),
    ),
}


def add_errors(app: Flask) -> None:
    """Register a handler for every row of the tables."""
    for exception in BY_EXCEPTION:
        app.register_error_handler(exception, _by_exception)
    app.register_error_handler(HTTPException, _by_status)


def _by_exception(error: Exception) -> Response:
    is_for_customer = not (is_of_overview() or current_surface().is_relayed)
    if isinstance(error, LookupUnavailable) and is_for_customer and request.method != "POST":
        return busy_response(_retry_after(error))  # nothing was typed that the form would have to keep
    row = next(BY_EXCEPTION[kind] for kind in type(error).__mro__ if kind in BY_EXCEPTION)
    if getattr(error, "hides_old_orders", False):
        row = replace(row, text=_NOT_AMONG_RECENT)
    response = _respond(row, error)
    if row.status in {429, 503}:
        response.headers["Retry-After"] = str(_retry_after(error))
    return response


def _by_status(error: HTTPException) -> Response:
    status = error.code or 500
    row = BY_STATUS.get(status) or ErrorResponse(status, "refused", _START_AGAIN, text("This doesn’t work"))
    response = _respond(row, error)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response


def _respond(row: ErrorResponse, error: Exception) -> Response:
    if is_of_overview():
        return problem(in_overview(row))
    return error_response(row, message_page if row.title else partial(_form, error=error))


def _form(row: ErrorResponse, error: Exception) -> str:
    # Only a POST to the form has a body that has been read by then, and was not too large.
    typed = request.form if row.keeps and request.method == "POST" else {}
    return render_form(
        order=typed.get("order", ""),
        email=typed.get("email", ""),
        errors=error.fields if isinstance(error, BadInput) else None,
        problem=None if isinstance(error, BadInput) else row.code,
        hides_old_orders=getattr(error, "hides_old_orders", False),
    )


def _retry_after(error: Exception) -> int:
    """Retry-After of a rate limit or an outage."""
    return min(_MAX_RETRY_AFTER, max(1, ceil(getattr(error, "retry_after", None) or _RETRY_AFTER)))
