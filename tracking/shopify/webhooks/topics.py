"""Defines each webhook topic that is about an order, the shop or the app, with the fields to read.

https://shopify.dev/docs/api/webhooks/2026-10
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto


class WebhookKind(Enum):
    """The kinds of webhooks by their effect."""

    CHANGED = auto()  # an order, or a return or fulfillment order of it
    DELETED = auto()  # an order
    ASKED = auto()  # a customer requested the stored data
    REDACT_CUSTOMER = auto()  # erase a customer's orders
    REDACT_SHOP = auto()  # erase everything
    UNINSTALLED = auto()  # the app, from the shop
    SHOP_CHANGED = auto()  # the shop's profile, or the granted scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """``order`` are the paths of the order's id, ``node`` those of returns and fulfillment orders.

    Each node has its type, too, for some bodies have nothing but its number; an empty path is the body itself.

    Any one of ``scopes``, to read or to write, lets an app subscribe. ``fields`` limit a body that would otherwise
    hold personal data; empty where it holds none.
    """

    kind: WebhookKind = WebhookKind.CHANGED
    order: tuple[str, ...] = ()
    node: tuple[tuple[str, str], ...] = ()
    scopes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


_ORDERS = ("orders", "marketplace_orders")
_RETURNS = ("returns", "marketplace_returns")
_FULFILLMENT_ORDERS = (
    "merchant_managed_fulfillment_orders",
    "third_party_fulfillment_orders",
    "assigned_fulfillment_orders",
    "marketplace_fulfillment_orders",
)

_ORDER = Topic(
    order=("admin_graphql_api_id", "id"), scopes=_ORDERS, fields=("id", "admin_graphql_api_id", "updated_at")
)
_DELETED = Topic(kind=WebhookKind.DELETED, order=("id",), scopes=("orders",))
_EDIT = Topic(order=("order_edit.order_id",), scopes=_ORDERS)
_PAYMENT = Topic(order=("order_id",), scopes=_ORDERS, fields=("id", "order_id"))
_FULFILLMENT = Topic(order=("order_id",), scopes=("fulfillments",), fields=("id", "order_id", "updated_at"))
# Some of these have the order's id, some the return's, some that of the return and of a part of it: the return first,
# whose order can always be queried.
_RETURN = Topic(
    order=("order_id", "order.admin_graphql_api_id", "order.id"),
    node=(("return", "Return"), ("", "Return")),
    scopes=_RETURNS,
)
# The scopes for orders include the end of a return.
_RETURN_END = replace(_RETURN, scopes=(*_RETURNS, *_ORDERS))
_REVERSE_DELIVERY = replace(_RETURN, node=(("return", "Return"), ("", "ReverseDelivery")))
_DISPOSAL = replace(_RETURN, node=(("return", "Return"), ("", "ReverseFulfillmentOrder")))
_FULFILLMENT_ORDER = Topic(
    node=(
        ("fulfillment_order", "FulfillmentOrder"),
        ("original_fulfillment_order", "FulfillmentOrder"),
        ("fulfillment_order_merges.fulfillment_order", "FulfillmentOrder"),
    ),
    scopes=_FULFILLMENT_ORDERS,
)
_SHOP = Topic(kind=WebhookKind.SHOP_CHANGED, fields=("id", "myshopify_domain"))

PRIVACY: Mapping[str, Topic] = {
    "customers/data_request": Topic(kind=WebhookKind.ASKED, order=("orders_requested",)),
    "customers/redact": Topic(kind=WebhookKind.REDACT_CUSTOMER, order=("orders_to_redact",)),
    "shop/redact": Topic(kind=WebhookKind.REDACT_SHOP),
}
"""The privacy topics, subscribed to in the app's own configuration only.

https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
"""

TOPICS: Mapping[str, Topic] = {
    "orders/cancelled": _ORDER,
    "orders/create": _ORDER,
    "orders/delete": _DELETED,
    "orders/edited": _EDIT,
    "orders/fulfilled": _ORDER,
    "orders/paid": _ORDER,
    "orders/partially_fulfilled": _ORDER,
    "orders/updated": _ORDER,
    "order_transactions/create": _PAYMENT,
    "refunds/create": _PAYMENT,
    "fulfillments/create": _FULFILLMENT,
    "fulfillments/update": _FULFILLMENT,
    "fulfillment_events/create": _FULFILLMENT,
    "fulfillment_events/delete": _FULFILLMENT,
    "returns/approve": _RETURN,
    "returns/cancel": _RETURN_END,
    "returns/close": _RETURN_END,
    "returns/decline": _RETURN,
    "returns/process": _RETURN,
    "returns/reopen": _RETURN_END,
    "returns/request": _RETURN,
    "returns/update": _RETURN,
    "reverse_deliveries/attach_deliverable": _REVERSE_DELIVERY,
    "reverse_fulfillment_orders/dispose": _DISPOSAL,
    "fulfillment_holds/added": _FULFILLMENT_ORDER,
    "fulfillment_holds/released": _FULFILLMENT_ORDER,
    "fulfillment_orders/cancellation_request_accepted": _FULFILLMENT_ORDER,
    "fulfillment_orders/cancellation_request_rejected": _FULFILLMENT_ORDER,
    "fulfillment_orders/cancellation_request_submitted": _FULFILLMENT_ORDER,
    "fulfillment_orders/cancelled": _FULFILLMENT_ORDER,
    "fulfillment_orders/fulfillment_request_accepted": _FULFILLMENT_ORDER,
    "fulfillment_orders/fulfillment_request_rejected": _FULFILLMENT_ORDER,
    "fulfillment_orders/fulfillment_request_submitted": _FULFILLMENT_ORDER,
    "fulfillment_orders/fulfillment_service_failed_to_complete": _FULFILLMENT_ORDER,
    "fulfillment_orders/hold_released": _FULFILLMENT_ORDER,
    "fulfillment_orders/line_items_prepared_for_local_delivery": _FULFILLMENT_ORDER,
    "fulfillment_orders/line_items_prepared_for_pickup": _FULFILLMENT_ORDER,
    "fulfillment_orders/manually_reported_progress_stopped": _FULFILLMENT_ORDER,
    "fulfillment_orders/merged": _FULFILLMENT_ORDER,
    "fulfillment_orders/moved": _FULFILLMENT_ORDER,
    "fulfillment_orders/order_routing_complete": _FULFILLMENT_ORDER,
    "fulfillment_orders/placed_on_hold": _FULFILLMENT_ORDER,
    "fulfillment_orders/progress_reported": _FULFILLMENT_ORDER,
    "fulfillment_orders/rescheduled": _FULFILLMENT_ORDER,
    "fulfillment_orders/scheduled_fulfillment_order_ready": _FULFILLMENT_ORDER,
    "fulfillment_orders/split": _FULFILLMENT_ORDER,
    "app/scopes_update": Topic(kind=WebhookKind.SHOP_CHANGED),
    "app/uninstalled": Topic(kind=WebhookKind.UNINSTALLED, fields=("id", "myshopify_domain")),
    "shop/update": _SHOP,
    **PRIVACY,
}

_REDUNDANT = {
    # orders/updated is sent at the same moment.
    "orders/cancelled",
    "orders/fulfilled",
    "orders/paid",
    "orders/partially_fulfilled",
    "order_transactions/create",
    # orders/create is sent at the same moment.
    "fulfillment_orders/order_routing_complete",
    # fulfillment_orders/placed_on_hold and /hold_released are sent, too.
    "fulfillment_holds/added",
    "fulfillment_holds/released",
}

WANTED = tuple(topic for topic in TOPICS if topic not in _REDUNDANT and topic not in PRIVACY)
"""The topics to subscribe to."""

PATH = "/webhooks/shopify"
"""The route of this site that receives webhooks."""
