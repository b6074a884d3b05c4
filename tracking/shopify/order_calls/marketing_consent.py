"""Queries whether an order's customer has subscribed to the shop's marketing mails: nothing of it is kept."""

from enum import Enum, auto

from tracking.shopify.client import Client
from tracking.shopify.errors import AccessDenied, malformed
from tracking.shopify.parsing.node import Node, global_id
from tracking.shopify.resilience import Deadline

_SUBSCRIBED = "SUBSCRIBED"


class MarketingConsent(Enum):
    """Whether letters that are not about the order itself may go to an address."""

    SUBSCRIBED = auto()
    NOT_SUBSCRIBED = auto()
    HIDDEN = auto()  # the app lacks a scope, or the shop's plan hides it


def marketing_consent(client: Client, order_id: str, email: str, deadline: Deadline) -> MarketingConsent:
    """The consent of the order's customer for this address, as it is now. Raises ShopifyError.

    A customer has subscribed with one address; an order placed with another one has no consent of its own.
    https://shopify.dev/docs/api/admin-graphql/latest/objects/CustomerEmailAddress
    """
    try:
        response = client.execute("marketing_consent", {"id": global_id("Order", order_id)}, deadline)
    except AccessDenied:
        return MarketingConsent.HIDDEN
    if any(error.is_denied for error in response.errors):
        return MarketingConsent.HIDDEN
    if response.errors:
        raise malformed("does not say whether the customer has subscribed")
    address = Node(response.data).node("order", "customer", "defaultEmailAddress")
    is_the_same = (address.text("emailAddress") or "").casefold() == email.casefold()
    is_subscribed = is_the_same and address.text("marketingState") == _SUBSCRIBED
    return MarketingConsent.SUBSCRIBED if is_subscribed else MarketingConsent.NOT_SUBSCRIBED
