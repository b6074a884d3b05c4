import pytest
from graphql import DocumentNode, OperationDefinitionNode, get_operation_ast, parse

from tests.sampling import each_row
from tracking.demo.query_cost import LARGEST_QUERY, actual_cost, requested_cost
from tracking.demo.schema import shopify_schema

# The measure: a question whose price by plain multiplication is known, with and without its two optional blocks.
WHOLE_ORDER = """
query($withFulfillmentOrders: Boolean = true, $withReturns: Boolean = true) {
  order(id: "gid://shopify/Order/1") {
    name
    currentTotalPriceSet { presentmentMoney { amount } }
    totalRefundedSet { presentmentMoney { amount } }
    shippingAddress { city }
    shippingLine { title }
    lineItems(first: 50) { pageInfo { hasNextPage } nodes { id image { url } } }
    fulfillmentsCount { count }
    fulfillments(first: 8) {
      id
      trackingInfo(first: 4) { number }
      events(first: 8) { nodes { status } }
      fulfillmentLineItems(first: 15) { pageInfo { hasNextPage } nodes { lineItem { id } } }
    }
    fulfillmentOrders(first: 10) @include(if: $withFulfillmentOrders) {
      nodes { deliveryMethod { methodType } fulfillmentHolds { reason } assignedLocation { name } }
    }
    returns(first: 3) @include(if: $withReturns) {
      nodes {
        decline { reason }
        returnLineItems(first: 10) {
          nodes { quantity ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } } }
        }
        exchangeLineItems(first: 5) { nodes { lineItems { id } } }
        reverseFulfillmentOrders(first: 2) {
          nodes {
            reverseDeliveries(first: 2) {
              nodes {
                deliverable { ... on ReverseDeliveryShippingDeliverable { tracking { number } } }
              }
            }
          }
        }
      }
    }
    refunds(first: 5) { totalRefundedSet { presentmentMoney { amount } } }
  }
}
"""


def operation_of(document: DocumentNode) -> OperationDefinitionNode:
    operation = get_operation_ast(document)
    assert operation is not None
    return operation


def price(query: str, **variables: object) -> int:
    document = parse(query)
    return requested_cost(shopify_schema(), document, operation_of(document), variables)


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        ({}, 642),
        ({"withReturns": False}, 516),
        ({"withReturns": False, "withFulfillmentOrders": False}, 476),
    ],
)
def test_whole_order_has_the_measured_cost(left_out: dict[str, object], expected: int) -> None:
    assert price(WHOLE_ORDER, **left_out) == expected


@each_row(
    ("query", "expected"),
    [
        ("{ orders(first: 5) { nodes { id name } } }", 5),
        ("{ orders(first: 5) { edges { cursor node { id name } } } }", 5),
        ("{ orders(first: 2) { edges { node { id lineItems(first: 3) { edges { node { id } } } } } } }", 8),
        ("{ orders(last: 5) { nodes { id } pageInfo { endCursor } } }", 6),
        ("{ shop { name primaryDomain { host } } currentAppInstallation { accessScopes { handle } } }", 4),
        ("{ shop { ...Names } } fragment Names on Shop { primaryDomain { host } }", 2),
        ("{ shop { ... { primaryDomain { host } } } }", 2),
        ("{ shop { name @skip(if: true) primaryDomain @skip(if: true) { host } } }", 1),
        ("query($n: Int = 7) { orders(first: $n) { nodes { id } } }", 7),
        ("{ orders(first: 3) { nodes { fulfillments { id } } } }", 6),
        ("{ orders(first: 3) { nodes { fulfillments(first: 2) { id } } } }", 9),
    ],
)
def test_every_part_of_a_query_has_its_cost(query: str, expected: int) -> None:
    assert price(query) == expected


def test_actual_cost_counts_returned_objects() -> None:
    answer = {"orders": {"nodes": [{"id": 1}, {"id": 2, "shop": {"name": "x"}}], "pageInfo": {}}, "nothing": None}
    assert actual_cost(answer["orders"]) == 4
    assert LARGEST_QUERY == 1000


def test_edges_cost_no_more_than_nodes() -> None:
    edges = {"edges": [{"cursor": "a", "node": {"id": 1}}, {"node": {"id": 2, "shop": {"name": "x"}}}], "pageInfo": {}}
    assert actual_cost(edges) == 4
