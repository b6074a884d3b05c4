"""An error as a response in the reader's language: JSON, or a page with a message."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import jsonify, make_response, render_template
from werkzeug.wrappers import Response

from tracking.i18n.text import Phrase
from tracking.web.accept import wants_json
from tracking.web.localization import current_localizer
from tracking.web.urls import page_url


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """``code`` is public. Without a ``title`` the form is shown with it; ``keeps`` leaves what was typed in there."""

    status: int
    code: str
    text: Phrase
    title: Phrase | None = None
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A page that holds only a message, in the reader's language, and the ways on from there."""

    status: int
    title: str
    text: str
    contact_url: str | None = None
    order_url: str | None = None


def error_response(error: ErrorResponse, render: Callable[[ErrorResponse], str]) -> Response:
    """JSON for a request that prefers it, else the page that ``render`` returns."""
    if wants_json():
        response = jsonify(error={"code": error.code, "text": current_localizer().translate(error.text)})
    else:
        response = make_response(render(error))
    response.status_code = error.status
    return response


def message_page(error: ErrorResponse, *, contact_url: str | None = None, order_url: str | None = None) -> str:
    """The page of an error that has a title."""
    translate = current_localizer().translate
    title = translate(error.title or error.text)
    message = Message(error.status, title, translate(error.text), contact_url=contact_url, order_url=order_url)
    return render_template("message.html", message=message, lookup_url=page_url("form"))
