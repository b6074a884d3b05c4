"""Errors of the overview, in words for the shop where a customer would read of an order."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import jsonify, make_response, render_template
from werkzeug.wrappers import Response

from tracking.i18n.text import Phrase, text
from tracking.web.accept import wants_file, wants_json
from tracking.web.error_response import ErrorResponse, Message
from tracking.web.localization import current_localizer

_WORDS: Mapping[int, tuple[Phrase, Phrase]] = {
    403: (
        text("Nothing was changed"),
        text("This form is too old or came from another page. Go back, reload the page, and send it from there."),
    ),
    404: (text("There’s no such page"), text("It may be gone, or the address may have a typo.")),
    405: (text("This doesn’t work here"), text("Start again from the list.")),
    413: (text("That was too much"), text("What was sent is too long. Nothing was changed.")),
    422: (text("This doesn’t work"), text("Part of the address can’t be read. Start again from the list.")),
    429: (text("Too many tries"), text("Wait a few minutes, and try again.")),
    500: (
        text("Something went wrong on our side"),
        text("The server’s log says why. Try again in a few minutes."),
    ),
    503: (
        text("This doesn’t work right now"),
        text("Nothing was changed, and customers’ pages still work. Try again in a minute."),
    ),
}


_DATABASE = (
    text("The database can’t be used right now"),
    text("Nothing was changed, and customers’ pages still work. The server’s log and `whereabouts doctor` say why."),
)


def in_overview(error: ErrorResponse) -> ErrorResponse:
    """The same error in words for the shop."""
    usual = (error.title or error.text, error.text)
    title, words = _DATABASE if error.code == "not_saved" else _WORDS.get(error.status, usual)
    return replace(error, title=title, text=words)


def problem(error: ErrorResponse, render: Callable[[ErrorResponse], str] | None = None) -> Response:
    """The error as a program or a person reads it: ``{"error": …}``, the sentence, or a page."""
    if wants_json() or wants_file():
        response = jsonify(error=current_localizer().translate(error.text))
    else:
        response = make_response((render or problem_page)(error))
    response.status_code = error.status
    return response


def problem_page(error: ErrorResponse) -> str:
    """The page of an error."""
    translate = current_localizer().translate
    message = Message(error.status, translate(error.title or error.text), translate(error.text))
    return render_template("merchant/message.html", message=message)
