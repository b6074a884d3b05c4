"""Every topic of Shopify's webhooks that is about an order, the shop or the app: what it says, and where.

https://shopify.dev/docs/api/webhooks/2026-10
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto


class WebhookKind(Enum):
    """What a webhook comes to."""

    CHANGED = auto()  # an order, or a part of one, is no longer what it was
    DELETED = auto()  # an order is no more
    ASKED = auto()  # a customer wants to know what is kept
    REDACT_CUSTOMER = auto()  # a customer's orders are to be erased
    REDACT_SHOP = auto()  # everything is
    UNINSTALLED = auto()  # the app has lost the shop
    SHOP_CHANGED = auto()  # what the shop is called, or what it lets the app see


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """``order`` are the places in the body where the order's id may stand, ``part`` those of its parts.

    Of each part stands its type, too, for some bodies have nothing but a number; an empty place is the body itself.

    Any one of ``scopes``, to read or to write, lets an app subscribe. ``fields`` are all that we want of a body
    that would hold more than we should see; empty where it holds nothing of the kind.
    """

    kind: WebhookKind = WebhookKind.CHANGED
    order: tuple[str, ...] = ()
    part: tuple[tuple[str, str], ...] = ()
    scopes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


_ORDERS = ("orders", "marketplace_orders")
_RETURNS = ("returns", "marketplace_returns")
_GROUPS = (
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
_PARCEL = Topic(order=("order_id",), scopes=("fulfillments",), fields=("id", "order_id", "updated_at"))
# Some of these name the order, in one way or another, some the return, some the return and a part of it: the return
# first, of which Shopify always knows the order.
_RETURN = Topic(
    order=("order_id", "order.admin_graphql_api_id", "order.id"),
    part=(("return", "Return"), ("", "Return")),
    scopes=_RETURNS,
)
_DELIVERY = replace(_RETURN, part=(("return", "Return"), ("", "ReverseDelivery")))
_DISPOSAL = replace(_RETURN, part=(("return", "Return"), ("", "ReverseFulfillmentOrder")))
# The app that sees orders sees the end of a return, too.
_RETURN_END = replace(_RETURN, scopes=(*_RETURNS, *_ORDERS))
_GROUP = Topic(
    part=(
        ("fulfillment_order", "FulfillmentOrder"),
        ("original_fulfillment_order", "FulfillmentOrder"),
        ("fulfillment_order_merges.fulfillment_order", "FulfillmentOrder"),
    ),
    scopes=_GROUPS,
)
_SHOP = Topic(kind=WebhookKind.SHOP_CHANGED, fields=("id", "myshopify_domain"))

PRIVACY: Mapping[str, Topic] = {
    "customers/data_request": Topic(kind=WebhookKind.ASKED, order=("orders_requested",)),
    "customers/redact": Topic(kind=WebhookKind.REDACT_CUSTOMER, order=("orders_to_redact",)),
    "shop/redact": Topic(kind=WebhookKind.REDACT_SHOP),
}
"""These are subscribed to in the app's own configuration only.

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
    "fulfillments/create": _PARCEL,
    "fulfillments/update": _PARCEL,
    "fulfillment_events/create": _PARCEL,
    "fulfillment_events/delete": _PARCEL,
    "returns/approve": _RETURN,
    "returns/cancel": _RETURN_END,
    "returns/close": _RETURN_END,
    "returns/decline": _RETURN,
    "returns/process": _RETURN,
    "returns/reopen": _RETURN_END,
    "returns/request": _RETURN,
    "returns/update": _RETURN,
    "reverse_deliveries/attach_deliverable": _DELIVERY,
    "reverse_fulfillment_orders/dispose": _DISPOSAL,
    "fulfillment_holds/added": _GROUP,
    "fulfillment_holds/released": _GROUP,
    "fulfillment_orders/cancellation_request_accepted": _GROUP,
    "fulfillment_orders/cancellation_request_rejected": _GROUP,
    "fulfillment_orders/cancellation_request_submitted": _GROUP,
    "fulfillment_orders/cancelled": _GROUP,
    "fulfillment_orders/fulfillment_request_accepted": _GROUP,
    "fulfillment_orders/fulfillment_request_rejected": _GROUP,
    "fulfillment_orders/fulfillment_request_submitted": _GROUP,
    "fulfillment_orders/fulfillment_service_failed_to_complete": _GROUP,
    "fulfillment_orders/hold_released": _GROUP,
    "fulfillment_orders/line_items_prepared_for_local_delivery": _GROUP,
    "fulfillment_orders/line_items_prepared_for_pickup": _GROUP,
    "fulfillment_orders/manually_reported_progress_stopped": _GROUP,
    "fulfillment_orders/merged": _GROUP,
    "fulfillment_orders/moved": _GROUP,
    "fulfillment_orders/order_routing_complete": _GROUP,
    "fulfillment_orders/placed_on_hold": _GROUP,
    "fulfillment_orders/progress_reported": _GROUP,
    "fulfillment_orders/rescheduled": _GROUP,
    "fulfillment_orders/scheduled_fulfillment_order_ready": _GROUP,
    "fulfillment_orders/split": _GROUP,
    "app/scopes_update": Topic(kind=WebhookKind.SHOP_CHANGED),
    "app/uninstalled": Topic(kind=WebhookKind.UNINSTALLED, fields=("id", "myshopify_domain")),
    "shop/update": _SHOP,
    **PRIVACY,
}

_TOLD_TWICE = {
    # orders/updated comes at the same moment.
    "orders/cancelled",
    "orders/fulfilled",
    "orders/paid",
    "orders/partially_fulfilled",
    "order_transactions/create",
    # Nobody has seen the order yet.
    "orders/create",
    "fulfillment_orders/order_routing_complete",
    # fulfillment_orders/placed_on_hold and /hold_released do.
    "fulfillment_holds/added",
    "fulfillment_holds/released",
}

WANTED = tuple(topic for topic in TOPICS if topic not in _TOLD_TWICE and topic not in PRIVACY)
"""Those to subscribe to."""
