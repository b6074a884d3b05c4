"""Who may see an order: whoever holds a link to it that we signed. Every view that shows one asks here."""

from flask import g

from tracking.lookup import Snapshot
from tracking.services import services
from tracking.web.limits import limited_link


def order_behind(token: str) -> Snapshot:
    """The order that a token names. Raises BadLink, LinkExpired, Gone or LookupUnavailable."""
    with limited_link():
        g.order_id = services().links.open(token)
    return services().lookup.order(g.order_id)


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
