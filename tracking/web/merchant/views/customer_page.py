"""Leads from an order of the list to its page as the customer sees it.

The list holds no link of a customer's: it would open fifty pages for whoever comes by a copy of it.
"""

from flask import Response, abort, redirect, url_for

from tracking.database import orders
from tracking.services import services


def open_page(order_id: str) -> Response:
    """With a link that is signed now; 404 for an order that is not in the list."""
    site = services()
    with site.database.read() as transaction:
        if not orders.names(transaction, [order_id]):
            abort(404)
    return redirect(url_for("page.order", token=site.links.sign(order_id)), 303)  # type: ignore[return-value] # as Flask has it
