"""The data that is kept of an order and until when, for its customer; and the form that has it erased."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from tracking.database import DatabaseUnavailable, one_order
from tracking.directory.retention import StoredPart, stored_parts
from tracking.i18n.text import text
from tracking.merchant.order_lock import NotStored
from tracking.orders.errors import CacheUnavailable
from tracking.services import services
from tracking.web.authorization import OrderAccess, authorize_token
from tracking.web.error_response import ErrorResponse, error_response, message_page
from tracking.web.localized_status import localized_status
from tracking.web.rate_limits.limits import count_choice
from tracking.web.surfaces import current_surface
from tracking.web.urls import page_url

CUSTOMER = "customer"
"""The ``who`` of this erasure in the history of the overview."""

_NOT_READ = ErrorResponse(
    503,
    "not_read",
    text("What we keep of your order can’t be read right now. Try again in a few minutes."),
    text("We can’t show this right now"),
)
_NOT_ERASED = ErrorResponse(
    503, "not_erased", text("Nothing was erased. Try again in a few minutes."), text("It wasn’t erased")
)
_COPY_LEFT = ErrorResponse(
    503,
    "copy_left",
    text(
        "All else was erased. A copy of what Shopify last said can’t be reached right now: try again in a few minutes,"
        " or it leaves by itself."
    ),
    text("One copy wasn’t erased"),
)
_RETRY_AFTER = "60"  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """``order`` is its number; ``parts`` are what the database has of it, each ``days`` longer than it is under way.

    ``copy_until`` is when the copy of Shopify's answer is gone, None without one. ``erased_until``: it was erased, and
    is not taken in before.
    """

    order: str
    parts: tuple[StoredPart, ...]
    days: int
    copy_until: datetime | None
    erased_until: datetime | None
    url: str
    order_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseQuestion:
    """Whether the order with this number is to be erased; ``confirm`` is what the button sends.

    Of it a fingerprint would stay until ``remembered_until``.
    """

    order: str
    remembered_until: datetime
    confirm: str
    url: str


def show(token: str) -> Response:
    """Renders what is kept; a GET changes nothing."""
    access = authorize_token(token)
    try:
        return _page(access, token)
    except DatabaseUnavailable:
        return _refused(access, _NOT_READ)


def erase(token: str) -> Response:
    """Asks once more, then erases it, and says so; done twice, it is the same."""
    access, site = authorize_token(token), services()
    count_choice()
    if not site.erase_confirmations.holds(request.form.get("confirm", ""), access.order_id):
        return _question(access, token)
    try:
        _erase_rows(access.order_id)
    except DatabaseUnavailable:
        return _refused(access, _NOT_ERASED)
    if not site.orders.erase(access.order_id):  # after the rows: without them nothing is erased at all
        return _refused(access, _COPY_LEFT)
    if current_surface().is_relayed:  # Shopify would follow a redirect itself, and without signing it
        return _page(access, token)
    return redirect(page_url("kept", token=token), HTTPStatus.SEE_OTHER)


def _erase_rows(order_id: str) -> None:
    site = services()
    try:
        site.merchant.order_actions.erase(order_id, CUSTOMER)
    except NotStored:  # what a customer has chosen or answered may stand there without the order
        site.erasure.erase([order_id])


def _refused(access: OrderAccess, error: ErrorResponse) -> Response:
    localized_status(access.snapshot)
    response = error_response(error, message_page)
    response.headers["Retry-After"] = _RETRY_AFTER
    return response


def _question(access: OrderAccess, token: str) -> Response:
    site = services()
    question = EraseQuestion(
        order=localized_status(access.snapshot).order,
        remembered_until=site.clock() + site.erasure.retention,
        confirm=site.erase_confirmations.issue(access.order_id),
        url=page_url("kept", token=token),
    )
    return make_response(render_template("erase.html", question=question))


def _page(access: OrderAccess, token: str) -> Response:
    site = services()
    status = localized_status(access.snapshot)
    with site.database.read() as transaction:
        rows = one_order.rows(transaction, access.order_id)
        erased_until = site.erasure.erased_until(transaction, access.order_id)
    page = KeptPage(
        order=status.order,
        parts=stored_parts(rows, site.erasure.retention),
        days=site.erasure.retention.days,
        copy_until=_copy_until(access.order_id),
        erased_until=erased_until,
        url=page_url("kept", token=token),
        order_url=page_url("order", token=token),
    )
    return make_response(render_template("kept.html", page=page))


def _copy_until(order_id: str) -> datetime | None:
    try:
        return services().orders.retained_until(order_id)
    except CacheUnavailable:
        return None
