"""Who may see an order: whoever holds a link to it that we signed. Every view that shows one asks here."""

from dataclasses import dataclass
from datetime import datetime

from flask import g

from tracking.orders import Snapshot
from tracking.services import services
from tracking.web.rate_limits.limits import limited_link


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAccess:
    """The order that somebody may see, and until when. Made here and nowhere else."""

    order_id: str
    snapshot: Snapshot
    expires_at: datetime


def authorize_token(token: str) -> OrderAccess:
    """The order that a token names. Raises InvalidLink, LinkExpired, Gone or LookupUnavailable."""
    with limited_link():
        opened = services().links.open(token)
    g.order_id = opened.order_id
    snapshot = services().lookup.order(opened.order_id)
    return OrderAccess(order_id=opened.order_id, snapshot=snapshot, expires_at=opened.expires_at)


def token_for_notification(order_id: str, signature: str) -> str:
    """A token for an order whose link a notification e-mail signed; the order is loaded first. Raises as above."""
    with limited_link():
        services().links.check_notification(order_id, signature)
    g.order_id = order_id
    services().lookup.order(order_id)
    return services().links.sign(order_id)


def situation_of(slug: str) -> Snapshot | None:
    """A made-up order of the demo store, which anybody may see."""
    parts = services()
    example = next((each for each in parts.situations if each.slug == slug), None)
    if example is None:
        return None
    return parts.preview.order(parts.preview.find(example.order, example.email or example.phone or ""))


def token_for_lookup(number: str, contact: str) -> str:
    """A token for the order that a number and a contact name. Raises BadInput, NotFound or LookupUnavailable."""
    g.order_id = services().lookup.find(number, contact)
    return services().links.sign(g.order_id)
