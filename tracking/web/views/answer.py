"""Takes down what the customer of an order answers, from a form on its page."""

import re

from flask import abort, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from tracking.database import DatabaseUnavailable
from tracking.i18n.text import text
from tracking.order.answers import MAX_WORDS, AnswerKind
from tracking.orders import Gone
from tracking.services import services
from tracking.web.authorization import OrderAccess, authorize_token
from tracking.web.error_response import ErrorResponse, error_response
from tracking.web.order_answers import TypedAnswer
from tracking.web.order_page_model import are_answers_taken, may_answer
from tracking.web.rate_limits.limits import RateLimitExceeded, count_answer
from tracking.web.surfaces import current_surface
from tracking.web.urls import page_url
from tracking.web.views import order_page

_RETRY_AFTER = 30  # seconds, while the database cannot be used

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_TOO_LONG = text("That’s too long: please use %(count)s characters at most.", count=MAX_WORDS)
_OVER = text("Your order has moved on, so this can’t be chosen any more.")
_ERASED = text("Answers are off for this order: what was kept of it here was erased. Please contact us.")
_ERASED_WITH_WORDS = text(
    "Answers are off for this order: what was kept of it here was erased. Please contact us; your words are still here."
)
_NOT_SAVED = text("That couldn’t be saved. Your words are still here: try again in a few minutes.")


def answer(token: str) -> Response:
    """Leads back to the page, which says what the shop does now; what cannot be taken stays in its field."""
    access = authorize_token(token)
    if not are_answers_taken():
        abort(404)
    refusal = _take(access, token, _kind(), _words())
    if refusal is not None:
        return refusal
    if current_surface().is_relayed:  # Shopify would follow a redirect itself, and without signing it
        return order_page.show(token)
    return redirect(f"{page_url('order', token=token)}#answers", 303)


def _take(access: OrderAccess, token: str, kind: AnswerKind, words: str) -> Response | None:
    """Takes it down, or returns the page that says why not."""
    site = services()
    if len(words) > MAX_WORDS:
        return _refused(access, token, 422, "too_long", TypedAnswer(kind=kind, words=words, problem=_TOO_LONG))
    not_saved = TypedAnswer(kind=kind, words=words, problem=_NOT_SAVED)
    try:
        count_answer()
        if not may_answer(access, kind):
            return _refused(access, token, 422, "too_late", TypedAnswer(kind=kind, words=words, problem=_OVER))
        if site.choices.answer(
            access.order_id, kind, words, zone=_shop_zone(access), region=access.snapshot.order.shop_region
        ):
            site.orders.invalidate(access.order_id)  # also the pages of other processes
    except Gone:
        typed = TypedAnswer(kind=kind, words=words, problem=_ERASED_WITH_WORDS if words else _ERASED, is_off=True)
        return _refused(access, token, 422, "erased", typed)
    except RateLimitExceeded as error:
        return _refused(access, token, 429, "too_many", not_saved, error.retry_after)
    except DatabaseUnavailable:
        return _refused(access, token, 503, "not_saved", not_saved, _RETRY_AFTER)
    return None


def _kind() -> AnswerKind:
    try:
        return AnswerKind(request.form.get("kind", ""))
    except ValueError:
        abort(422)


def _words() -> str:
    """Lines as browsers send them, without what steers a terminal or a database rather than being read."""
    lines = request.form.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", lines).strip()


def _shop_zone(access: OrderAccess) -> str:
    """That of the order while the shop's own is not known."""
    profile = services().shopify.profile.last
    return profile.zone if profile else access.snapshot.order.zone


def _refused(
    access: OrderAccess, token: str, status: int, code: str, typed: TypedAnswer, retry_after: int | None = None
) -> Response:
    error = ErrorResponse(status, code, typed.problem)
    response = error_response(error, lambda _: order_page.render(access, token, typed))
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
