"""The status of an order in its language, with the ways to pay for it and to write to the shop."""

from dataclasses import replace

from tracking.order.advice import WITH_THE_SHOP
from tracking.order.status import order_status
from tracking.order.status_types import Advice, OrderStatus
from tracking.order.vocabulary import NextStep
from tracking.orders import Snapshot
from tracking.services import services
from tracking.web.contact_link import contact_url, set_contact_state
from tracking.web.localization import current_language, set_localizer
from tracking.web.urls import order_url


def localized_status(snapshot: Snapshot, token: str | None = None, *, is_watched: bool = True) -> OrderStatus:
    """Returns the status in the order's language. Without its token, nothing leads to Shopify's pages of it.

    Where it is not watched, as the worker does not know it, nothing says that it will be looked into.
    """
    set_localizer(snapshot.order)
    site = services()
    site.usual.read_soon()
    policy = replace(
        site.policy,
        language=current_language().code,
        contact_url=site.brand.contact_url(snapshot.order.name),
        pay_url=order_url("pay", token) if token else None,
        is_watched=is_watched,
    )
    status = order_status(snapshot.order, site.clock(), policy)
    set_contact_state(status)
    return _with_contact(status)


def _with_contact(status: OrderStatus) -> OrderStatus:
    """Lets every next step that ends with the shop lead to a mail that says what it is about."""
    parcels = tuple(replace(parcel, advice=_contact_advice(parcel.advice, status.order)) for parcel in status.parcels)
    returns = tuple(replace(back, advice=_contact_advice(back.advice, status.order)) for back in status.returns)
    return replace(status, advice=_contact_advice(status.advice, status.order), parcels=parcels, returns=returns)


def _contact_advice(advice: Advice, order: str) -> Advice:
    if advice.code is NextStep.PAY and advice.url is None:  # nowhere to pay: the shop has to say how
        return replace(advice, code=NextStep.CONTACT, url=contact_url(order, NextStep.PAY))
    if advice.code in WITH_THE_SHOP:
        return replace(advice, url=contact_url(order, advice.code))
    return advice
