"""Asks Shopify for the pages that it has for the customer of an order.

Their addresses open the order for whoever has them: they are not stored, not logged, and not shown.
https://shopify.dev/docs/api/admin-graphql/latest/objects/Order#field-Order.fields.statusPageUrl
"""

import logging
import re
from enum import Enum

from tracking.shopify.client import Client
from tracking.shopify.errors import AccessDenied, malformed
from tracking.shopify.parsing.node import Node, global_id
from tracking.shopify.resilience import Deadline
from tracking.shopify.response import GraphQLResponse

_HTTPS = re.compile(r"https://[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::443)?(?:[/?#][!-~]*)?", re.IGNORECASE)

log = logging.getLogger(__name__)


class CustomerPage(Enum):
    """A page of Shopify's: its query, and the path to its address within the order."""

    PAYMENT = ("payment_page", ("paymentCollectionDetails",), "additionalPaymentCollectionUrl")
    STATUS = ("status_page", (), "statusPageUrl")


def customer_page_url(client: Client, page: CustomerPage, order_id: str, deadline: Deadline) -> str | None:
    """Returns the address of the page, as it is now; None where there is none, or the app may not read it.

    Raises ShopifyError.
    """
    query, path, name = page.value
    try:
        response = client.execute(query, {"id": global_id("Order", order_id)}, deadline)
    except AccessDenied:
        return None
    order = Node(response.data).node("order")
    if not order:
        _check_denied(response)
        return None
    url = order.node(*path).url(name)
    if url is None or _HTTPS.fullmatch(url):
        return url
    log.error("Shopify's answer to %s is not an https address, so nobody is sent there", query)
    return None


def _check_denied(response: GraphQLResponse) -> None:
    """A field that cannot be null takes the whole order with it where it is denied. Raises Unavailable for others."""
    if response.is_partial:
        raise malformed("holds no order to lead to")
