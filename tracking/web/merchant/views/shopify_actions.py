"""Changes to an order at Shopify from its page, where the outcome is said."""

from collections.abc import Callable
from datetime import datetime, time
from http import HTTPStatus

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from tracking.i18n.text import Phrase, text
from tracking.merchant.shopify_actions import NotOffered, NotPossible
from tracking.services import services
from tracking.shopify.errors import AccessDenied, NotWritten, Refused, ShopifyError
from tracking.web.merchant.navigation import overview_url
from tracking.web.merchant.return_target import return_target
from tracking.web.merchant.session import current_staff
from tracking.web.merchant.submitted_form import SubmittedForm
from tracking.web.merchant.views import order_page
from tracking.web.merchant.views.order_actions import LONGEST, read_day

_ALL = "shopify"  # a problem that no field has: it stands above them, also where their form is gone
_LONGEST_TAG = 40  # https://help.shopify.com/en/manual/shopify-admin/productivity-tools/using-tags
_MOST_TAGS = 20  # at once
_END_OF_DAY = time(23, 59, 59)

_NO_TAG = text("Write one tag or more, with commas between them, of %(most)s letters at most.", most=_LONGEST_TAG)
_NO_DAY = text("Choose a day from today on, within a year.")
_NOT_POSSIBLE = text("This order isn’t in a state for that any more. Load the page again.")
_NO_SCOPE = text("Shopify doesn’t let this app do that: who runs the site finds the missing scope with “doctor”.")
_REFUSED = text("Shopify refused it. The state of the site says why.")
_AWAY = text(
    "Shopify didn’t answer in time, so nobody knows whether it was done. Try again in a minute: done twice, it does no"
    " harm."
)


def tag(order_id: str) -> Response:
    """Adds the tags of ``tags``, which stand between commas; with ``remove`` it removes them."""
    typed = request.form.get("tags", "")
    tags = [each.strip() for each in typed.split(",") if each.strip()]
    adds = not request.form.get("remove")
    if not 0 < len(tags) <= _MOST_TAGS or any(len(each) > _LONGEST_TAG or not each.isprintable() for each in tags):
        return _refused(order_id, "tags", _NO_TAG)
    return _done(order_id, lambda who: services().merchant.shopify_actions.tag(order_id, who, tags, adds=adds))


def archive(order_id: str) -> Response:
    """Archives the order."""
    return _done(order_id, lambda who: services().merchant.shopify_actions.archive(order_id, who))


def deadline(order_id: str) -> Response:
    """Sets by when the rest of the order has to be sent: ``deadline``, a day of the shop."""
    record = services().merchant.order_records.read(order_id)
    day = read_day(request.form.get("deadline", "").strip())
    if day is None or not record.today <= day <= record.today + LONGEST:
        return _refused(order_id, "deadline", _NO_DAY)
    at = datetime.combine(day, _END_OF_DAY, record.zone)
    return _done(order_id, lambda who: services().merchant.shopify_actions.set_deadline(order_id, who, at, day))


def _done(order_id: str, action: Callable[[str], None]) -> Response:
    try:
        action(current_staff().name)
    except NotOffered:
        abort(404)
    except NotPossible:
        return _refused(order_id, _ALL, _NOT_POSSIBLE)
    except ShopifyError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if _is_answer(error) else HTTPStatus.SERVICE_UNAVAILABLE
        return _refused(order_id, _ALL, _sentence(error), status)
    services().orders.invalidate(order_id)
    return redirect(return_target(default=overview_url("merchant.order", order_id=order_id)), HTTPStatus.SEE_OTHER)


def _is_answer(error: ShopifyError) -> bool:
    return isinstance(error, NotWritten | Refused)


def _sentence(error: ShopifyError) -> Phrase:
    if isinstance(error, NotWritten):
        return text("Shopify didn’t do it, and says: “%(said)s”. Look at the order there.", said=error.said)
    if isinstance(error, AccessDenied):
        return _NO_SCOPE
    return _REFUSED if isinstance(error, Refused) else _AWAY


def _refused(
    order_id: str, name: str, sentence: Phrase, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
) -> Response:
    """The order's page with what was typed, unless the overview offers nothing of the kind."""
    values = {name: request.form.get(name, "") for name in ("tags", "deadline")}
    return order_page.refused(order_id, SubmittedForm(values=values, problems={name: sentence}), status)
