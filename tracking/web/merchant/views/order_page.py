"""One order of the overview, and what can be done about it."""

from datetime import timedelta
from http import HTTPStatus

from flask import jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from tracking.i18n.text import Phrase, text
from tracking.merchant import row_words
from tracking.services import services
from tracking.web.accept import wants_json
from tracking.web.localization import current_language, current_localizer
from tracking.web.merchant import order_words
from tracking.web.merchant.navigation import overview_url
from tracking.web.merchant.order_json import merchant_order_json
from tracking.web.merchant.shown_order import ShownOrder, shown_order
from tracking.web.merchant.submitted_form import NOTHING, SubmittedForm

NOT_SAVED = text("That couldn’t be saved. Your words are still here: try again in a few minutes.")

_RETRY_AFTER = "30"  # seconds, while the database cannot be used


def show(order_id: str) -> Response:
    """Renders the order, or its JSON. Raises NotStored."""
    shown = read(order_id)
    if wants_json():
        return jsonify(merchant_order_json(shown, current_localizer(), current_language().code))
    return make_response(render(shown))


def read(order_id: str) -> ShownOrder:
    """The order as it stands now, in the reader's language. Raises NotStored."""
    site = services()
    return shown_order(
        site.merchant.order_records.read(order_id),
        now=site.clock(),
        policy=site.policy,
        language=current_language().code,
        retention=timedelta(days=site.settings.keep_days),
    )


def render(shown: ShownOrder, typed: SubmittedForm = NOTHING) -> str:
    """The page, with what was typed into its forms."""
    return render_template(
        "merchant/order.html",
        shown=shown,
        words=row_words,
        said=order_words,
        typed=typed,
        tomorrow=shown.record.today + timedelta(days=1),
        can_write=services().notices.merchant_channel is not None,
        writes=services().merchant.shopify_actions.offered(shown.record.order),
    )


def refused(order_id: str, typed: SubmittedForm, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> Response:
    """422, or another status, with the sentences: the page with what was typed, or JSON. Raises NotStored."""
    if wants_json():
        sentences = [current_localizer().translate(each) for each in typed.problems.values()]
        response = jsonify(error=" ".join(sentences))
    else:
        response = make_response(render(read(order_id), typed))
    response.status_code = status
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_AFTER
    return response


def not_saved(typed: SubmittedForm, sentence: Phrase) -> Response:
    """503 while the database cannot be used: the words stay, and can be sent again."""
    if wants_json():
        response = jsonify(error=current_localizer().translate(sentence))
    else:
        action = overview_url(request.endpoint or "", **(request.view_args or {}))
        response = make_response(
            render_template("merchant/not-saved.html", action=action, typed=typed, sentence=sentence)
        )
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Retry-After"] = _RETRY_AFTER
    return response
