"""Takes down what the customer of an order wants to be told, from the form on its page."""

from functools import partial

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from tracking.i18n.text import text
from tracking.notices.codes import NoticeLevel
from tracking.notices.sending_channels import NoticeChannel
from tracking.order.vocabulary import NextStep
from tracking.orders import Gone, LookupUnavailable
from tracking.services import services
from tracking.shopify.errors import ShopifyError
from tracking.shopify.resilience import Deadline
from tracking.web.authorization import OrderAccess, authorize_token
from tracking.web.contact_link import contact_url
from tracking.web.error_response import ErrorResponse, error_response, message_page
from tracking.web.localized_status import localized_status
from tracking.web.rate_limits.limits import count_choice
from tracking.web.surfaces import current_surface
from tracking.web.urls import page_url
from tracking.web.views import order_page

_TIMEOUT = 4.0  # seconds for Shopify, as for the page
_NO_PHONE = ErrorResponse(
    422,
    "no_phone",
    text("This order has no phone number that a text can go to. We go on writing emails."),
    text("No text can be sent"),
)
_ERASED = ErrorResponse(
    422,
    "erased",
    text("What was kept of your order here was erased, so no more emails or texts about it come from here."),
    text("There’s nothing to choose"),
)


def choose(token: str) -> Response:
    """Leads back to the page, which says what holds now."""
    site = services()
    access = authorize_token(token)
    if not site.notices.are_on:
        abort(404)
    by = request.form.get("by")
    try:
        refusal = _choose_level(access.order_id) if by is None else _choose_way(access.order_id, by)
    except Gone:
        refusal = _ERASED
    if refusal is not None:
        return _refuse(access, token, refusal)
    if current_surface().is_relayed:  # Shopify would follow a redirect itself, and without signing it
        return order_page.show(token)
    return redirect(f"{page_url('order', token=token)}#letters", 303)


def _choose_level(order_id: str) -> ErrorResponse | None:
    site = services()
    try:
        level = NoticeLevel(request.form.get("level", ""))
    except ValueError:
        abort(422)
    count_choice()
    if site.choices.choose(order_id, level):
        site.orders.invalidate(order_id)  # also the pages of other processes
    return None


def _choose_way(order_id: str, by: str) -> ErrorResponse | None:
    """Why not: no text can go where the order shows no phone number, which is asked for now and not kept."""
    site = services()
    if by not in set(NoticeChannel) or site.notices.text_channel is None:
        abort(422)
    count_choice()
    if by == NoticeChannel.TEXT:
        try:
            contact = site.shopify.contact(order_id, Deadline.after(_TIMEOUT, site.monotonic))
        except ShopifyError as error:
            raise LookupUnavailable(getattr(error, "retry_after", None)) from error
        if site.notices.text_channel.address(contact) is None:
            return _NO_PHONE
    site.choices.choose_channel(order_id, NoticeChannel(by))
    site.orders.invalidate(order_id)
    return None


def _refuse(access: OrderAccess, token: str, refusal: ErrorResponse) -> Response:
    """With the way back to the order, in its language."""
    status = localized_status(access.snapshot)
    to_shop = contact_url(status.order, NextStep.CONTACT)
    to_order = page_url("order", token=token)
    return error_response(refusal, partial(message_page, contact_url=to_shop, order_url=to_order))
