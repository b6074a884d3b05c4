"""What a visitor reads when something goes wrong: one table from exceptions to answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from flask import Flask, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from tracking.i18n.text import Phrase, text
from tracking.orders import BadInput, Gone, LookupUnavailable, NotFound
from tracking.security.links import InvalidLink, LinkExpired
from tracking.shopify.signatures import NotSigned
from tracking.web.accept import wants_json
from tracking.web.localization import current_localizer
from tracking.web.middleware.retry_later import ComeAgain, come_again
from tracking.web.rate_limits.limits import RateLimitExceeded
from tracking.web.surfaces import current_surface
from tracking.web.urls import page_url
from tracking.web.views.lookup_form import render_form

_TRY_AGAIN = 30  # seconds, where Shopify says nothing better
_LONGEST = 3600  # seconds; no limit of ours lasts longer, whatever a clock that was set back makes of it


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """``code`` is public. Without a ``title`` the form comes with it; ``keeps`` leaves the typed number in there."""

    status: int
    code: str
    text: Phrase
    title: Phrase | None = None
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A page that only says something, in the reader's language."""

    status: int
    title: str
    text: str


# For a page with the form, components/problem.html has the words, by code; these are those of the JSON.
ANSWERS: Mapping[type[Exception], ErrorResponse] = {
    BadInput: ErrorResponse(
        422, "bad_input", text("Enter an order number, and the e-mail address on the order."), keeps=True
    ),
    NotFound: ErrorResponse(
        404, "not_found", text("We found no order with this number and this e-mail address."), keeps=True
    ),
    Gone: ErrorResponse(404, "gone", text("This order is no longer here.")),
    InvalidLink: ErrorResponse(404, "bad_link", text("This link does not work. A part of it may be missing.")),
    NotSigned: ErrorResponse(
        403, "not_signed", text("This address only works inside the shop."), text("This does not work here")
    ),
    LinkExpired: ErrorResponse(
        410, "expired", text("This link has expired. Enter the two details to see the order again.")
    ),
    RateLimitExceeded: ErrorResponse(
        429,
        "too_many",
        text("There were too many tries in a short time. The link in your e-mail goes on working."),
        keeps=True,
    ),
    LookupUnavailable: ErrorResponse(
        503, "unavailable", text("We cannot look up orders right now. Try again in a minute."), keeps=True
    ),
}

_START_AGAIN = text("Start again from the form.")

BY_STATUS: Mapping[int, ErrorResponse] = {
    404: ErrorResponse(404, "no_page", text("The address may have a typing error."), text("There is no such page")),
    405: ErrorResponse(405, "wrong_method", _START_AGAIN, text("This does not work here")),
    413: ErrorResponse(
        413, "too_large", text("What was sent is larger than any order number."), text("That was too much")
    ),
    500: ErrorResponse(
        500,
        "mistake",
        text("Your order is not affected. Try again in a few minutes."),
        text("Something went wrong on our side"),
    ),
}


# For those who only followed a link, and those who do not come in at all: no form, which would only bring them back.
_TURNED_AWAY = ErrorResponse(
    503,
    "unavailable",
    text("Your order is not affected. Try again in a few minutes."),
    text("We cannot look up orders right now"),
)


def turn_away(seconds: int) -> Response:
    """The answer to whoever should come again after so many seconds."""
    response = _respond(_TURNED_AWAY)
    response.headers["Retry-After"] = str(seconds)
    return response


def add_errors(app: Flask) -> None:
    """Answer every exception by the tables."""
    for exception in ANSWERS:
        app.register_error_handler(exception, _by_exception)
    app.register_error_handler(HTTPException, _by_status)


def _by_exception(error: Exception) -> Response:
    if isinstance(error, LookupUnavailable) and request.method != "POST" and not current_surface().is_relayed:
        told = ComeAgain(_seconds(error), request.endpoint or "", g.get("order_id"))
        return come_again(request.environ, told)
    answer = next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)
    response = _respond(answer, error)
    if answer.status in {429, 503}:
        response.headers["Retry-After"] = str(_seconds(error))
    return response


def _by_status(error: HTTPException) -> Response:
    status = error.code or 500
    answer = BY_STATUS.get(status) or ErrorResponse(status, "refused", _START_AGAIN, text("This does not work"))
    response = _respond(answer, error)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response


def _respond(answer: ErrorResponse, error: Exception | None = None) -> Response:
    say = current_localizer().translate
    if wants_json():
        response = jsonify(error={"code": answer.code, "text": say(answer.text)})
    elif answer.title:
        response = make_response(message_page(answer))
    else:
        response = make_response(_form(answer, error))
    response.status_code = answer.status
    return response


def _form(answer: ErrorResponse, error: Exception | None) -> str:
    if isinstance(error, BadInput):
        return render_form(
            order=request.form.get("order", ""), email=request.form.get("email", ""), errors=error.fields
        )
    # Only what was posted to the form has been read by then, and was not too large.
    keeps = answer.keeps and request.method == "POST"
    return render_form(order=request.form.get("order", "") if keeps else "", problem=answer.code)


def message_page(answer: ErrorResponse) -> str:
    """The page of an answer that has a title."""
    say = current_localizer().translate
    message = Message(answer.status, say(answer.title or answer.text), say(answer.text))
    return render_template("message.html", message=message, lookup_url=page_url("form"))


def _seconds(error: Exception) -> int:
    """For both kinds that have an end."""
    return min(_LONGEST, max(1, ceil(getattr(error, "retry_after", None) or _TRY_AGAIN)))
