"""Checks an app's access: scopes, and fields that the shop's plan hides."""

from graphql import GraphQLError

_FULFILLMENT_ORDERS = frozenset({"read_merchant_managed_fulfillment_orders", "read_third_party_fulfillment_orders"})
_ORDERS = frozenset({"read_orders"})
_RETURNS = frozenset({"read_returns"})

ALL_SCOPES = _ORDERS | _RETURNS | _FULFILLMENT_ORDERS | {"read_all_orders", "read_fulfillments", "read_products"}

_WRITE_ORDERS = frozenset({"write_orders"})
_WRITE_FULFILLMENT_ORDERS = frozenset(
    {
        "write_merchant_managed_fulfillment_orders",
        "write_third_party_fulfillment_orders",
        "write_marketplace_fulfillment_orders",
    }
)
WRITE_SCOPES = _WRITE_ORDERS | {"write_merchant_managed_fulfillment_orders"}
"""The scopes that the demo's shop grants beside them, for the few things that may be changed."""

CONTACT_FIELDS = frozenset({"Order.email", "Order.phone"})
"""Fields that shops on the smaller plans hide from apps made in their admin."""

REQUIRED = {
    "Mutation.fulfillmentOrdersSetFulfillmentDeadline": _WRITE_FULFILLMENT_ORDERS,
    "Mutation.orderClose": _WRITE_ORDERS,
    "Mutation.tagsAdd": _WRITE_ORDERS,
    "Mutation.tagsRemove": _WRITE_ORDERS,
    "QueryRoot.order": _ORDERS,
    "QueryRoot.orders": _ORDERS,
    "QueryRoot.ordersCount": _ORDERS,
    "QueryRoot.fulfillment": _ORDERS,
    "QueryRoot.fulfillmentOrder": _FULFILLMENT_ORDERS,
    "QueryRoot.locations": frozenset({"read_locations"}),
    "QueryRoot.refund": _ORDERS,
    "QueryRoot.return": _RETURNS,
    "QueryRoot.reverseDelivery": _RETURNS,
    "QueryRoot.reverseFulfillmentOrder": _RETURNS,
    "Order.fulfillmentOrders": _FULFILLMENT_ORDERS,
    "Order.returns": _RETURNS,
    "Refund.return": _RETURNS,
    "Order.customer": frozenset({"read_customers"}),
    "Fulfillment.location": frozenset({"read_locations"}),
    "Fulfillment.service": frozenset({"read_fulfillments"}),
    "Shop.fulfillmentServices": frozenset({"read_fulfillments"}),
    "LineItem.contract": frozenset({"read_own_subscription_contracts"}),
    "LineItem.product": frozenset({"read_products"}),
}
"""Any one of these scopes allows the field. https://shopify.dev/docs/api/usage/access-scopes"""


def check_access(field: str, scopes: frozenset[str], hidden: frozenset[str]) -> None:
    """Raise Shopify's own error if ``field`` ("Order.returns") may not be read."""
    required = REQUIRED.get(field)
    if required and not required & scopes:
        raise _denied(field, "Required access: " + " or ".join(f"`{scope}`" for scope in sorted(required)))
    if field in hidden:
        raise _denied(field, "This app is not approved to use the field.")


def _denied(field: str, why: str) -> GraphQLError:
    name = field.partition(".")[2]
    return GraphQLError(
        f"Access denied for {name} field. {why}",
        extensions={
            "code": "ACCESS_DENIED",
            "documentation": "https://shopify.dev/api/usage/access-scopes",
            "requiredAccess": why,
        },
    )
