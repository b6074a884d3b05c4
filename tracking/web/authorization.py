"""Authorizes access to orders: a signed token opens its order. Every view that shows an order calls this module."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from flask import g

from tracking.orders import Snapshot
from tracking.services import services
from tracking.shopify.order_calls.customer_pages import CustomerPage
from tracking.web.rate_limits.limits import limited_link


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAccess:
    """An order that the request may show until ``expires_at``. Only this module makes it."""

    order_id: str
    snapshot: Snapshot
    expires_at: datetime


def authorize_token(
    token: str, *, meanwhile: Callable[[str], AbstractContextManager[object]] = nullcontext
) -> OrderAccess:
    """Returns the order that a token names. Raises InvalidLink, LinkExpired, Gone or LookupUnavailable.

    ``meanwhile`` makes, of the order's id, the ConcurrentRead of what else the page waits for.
    """
    with limited_link():
        link = services().links.open(token)
    g.order_id = link.order_id
    with meanwhile(link.order_id):
        snapshot = services().orders.order(link.order_id)
    return OrderAccess(order_id=link.order_id, snapshot=snapshot, expires_at=link.expires_at)


def customer_page_url(access: OrderAccess, page: CustomerPage) -> str | None:
    """Returns the address of Shopify's own page of the order, asked for now; None without one.

    Raises LookupUnavailable.
    """
    return services().orders.customer_page_url(access.order_id, page)


def token_for_notification(order_id: str, signature: str) -> str:
    """Returns a token for the order of a notification email's link, and loads the order. Raises as above."""
    with limited_link():
        services().links.check_notification(order_id, signature)
    g.order_id = order_id
    services().orders.order(order_id)
    return services().links.sign(order_id)


def token_for_short_link(code: str) -> str:
    """Returns a token for the order of a text message's link, and loads the order. Raises as above."""
    with limited_link():
        link = services().short_links.open(code)
    g.order_id = link.order_id
    services().orders.order(link.order_id)
    return services().links.sign(link.order_id)


def demo_order(slug: str) -> Snapshot | None:
    """Returns an order of the demo store, which needs no authorization."""
    demo = services().demo
    example = next((each for each in demo.examples if each.slug == slug), None)
    if example is None:
        return None
    return demo.orders.order(example.order_id)


def token_for_lookup(number: str, contact: str) -> str:
    """Returns a token for the order of a number and a contact. Raises BadInput, NotFound or LookupUnavailable."""
    g.order_id = services().orders.find(number, contact)
    return services().links.sign(g.order_id)
