"""The overview's answers where a list, or an action on one, is not as it must be."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from tracking.i18n.text import text
from tracking.merchant.chosen_orders import MOST_AT_ONCE, TooManyChosen
from tracking.merchant.list_query import InvalidQuery
from tracking.merchant.order_lock import NotStored
from tracking.merchant.saved_views import NoSuchView, NotSaved
from tracking.notices.own_words import lines_of
from tracking.web.error_response import ErrorResponse
from tracking.web.merchant.chosen import RefusedForm
from tracking.web.merchant.invalid_list import invalid_list
from tracking.web.merchant.problems import problem
from tracking.web.merchant.submitted_form import SubmittedForm, TextNotSaved
from tracking.web.merchant.views import bulk_letters, order_page

_NO_SUCH_VIEW = ErrorResponse(
    404,
    "no_such_view",
    text("Somebody has removed this saved view, or it never was one."),
    text("There’s no such view"),
)
_NOT_STORED = ErrorResponse(
    404,
    "not_kept",
    text("It was erased, its time is over, or Shopify has told nothing of it yet."),
    text("This order isn’t here"),
)

_TOO_MANY = text("That’s more than %(most)s orders. Filter the list first.", most=MOST_AT_ONCE)


def add_refusals(blueprint: Blueprint) -> None:
    """Register what answers each exception."""
    blueprint.register_error_handler(InvalidQuery, invalid_list)
    blueprint.register_error_handler(NotSaved, _not_saved)
    blueprint.register_error_handler(NoSuchView, _no_such_view)
    blueprint.register_error_handler(NotStored, _not_stored)
    blueprint.register_error_handler(TextNotSaved, _text_not_saved)
    blueprint.register_error_handler(RefusedForm, _refused_form)
    blueprint.register_error_handler(TooManyChosen, _too_many)


def _not_saved(error: NotSaved) -> Response:
    return problem(ErrorResponse(422, "not_saved", error.sentence, text("Nothing was saved")))


def _no_such_view(_: NoSuchView) -> Response:
    return problem(_NO_SUCH_VIEW)


def _not_stored(_: NotStored) -> Response:
    return problem(_NOT_STORED)


def _refused_form(error: RefusedForm) -> Response:
    return problem(ErrorResponse(422, "refused_form", error.sentence, text("Nothing was changed")))


def _too_many(_: TooManyChosen) -> Response:
    return _refused_form(RefusedForm(_TOO_MANY))


def _text_not_saved(_: TextNotSaved) -> Response:
    if request.endpoint == "merchant.write_many":
        return bulk_letters.not_saved()
    words = {name: lines_of(request.form[name]) for name in ("subject", "text") if name in request.form}
    return order_page.not_saved(SubmittedForm(values=words), order_page.NOT_SAVED)
