import pytest
from graphql import GraphQLError

from tracking.demo.access_scopes import ALL_SCOPES, CONTACT_FIELDS, check_access

NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize("field", ["QueryRoot.order", "Order.returns", "Order.fulfillmentOrders"])
def test_a_field_behind_a_scope_is_denied_without_it(field: str) -> None:
    check_access(field, ALL_SCOPES, NOTHING)
    with pytest.raises(GraphQLError, match="Access denied for") as denied:
        check_access(field, NOTHING, NOTHING)
    assert (denied.value.extensions or {})["code"] == "ACCESS_DENIED"


@pytest.mark.parametrize("kind", ["merchant_managed", "third_party"])
def test_either_scope_allows_fulfillment_orders(kind: str) -> None:
    check_access("Order.fulfillmentOrders", frozenset({f"read_{kind}_fulfillment_orders"}), NOTHING)


def test_hidden_fields_are_denied_with_any_scopes() -> None:
    check_access("Order.name", ALL_SCOPES, CONTACT_FIELDS)
    with pytest.raises(GraphQLError, match="email"):
        check_access("Order.email", ALL_SCOPES, CONTACT_FIELDS)
