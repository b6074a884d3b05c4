import gzip
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from graphql import (
    DocumentNode,
    GraphQLSchema,
    NoDeprecatedCustomRule,
    build_schema,
    get_operation_ast,
    parse,
    validate,
)

from tracking.demo.query_cost import requested_cost
from tracking.demo.schema import demo_schema
from tracking.shopify.documents import document, names
from tracking.shopify.search import PAGES
from tracking.shopify.sizes import FIRST, LARGEST_QUERY, MOST_PARCELS, content_sizes, parcel_sizes

FLAGS = {"withFulfillmentOrders": True, "withReturns": True}

# What the starting point of these queries costs by plain multiplication: the rule is right when it gives these.
CALIBRATION = """query ($withFulfillmentOrders: Boolean!, $withReturns: Boolean!) { order(id: "1") {
  currentTotalPriceSet { presentmentMoney { amount } }
  totalRefundedSet { presentmentMoney { amount } }
  shippingAddress { city }
  shippingLine { title }
  lineItems(first: 50) { pageInfo { endCursor } nodes { id image { url } } }
  fulfillmentsCount { count }
  fulfillments(first: 8) {
    trackingInfo(first: 4) { url }
    events(first: 8) { nodes { status } }
    fulfillmentLineItems(first: 15) { pageInfo { endCursor } nodes { lineItem { id } } }
  }
  fulfillmentOrders(first: 10) @include(if: $withFulfillmentOrders) {
    nodes { deliveryMethod { methodType } fulfillmentHolds { reason } assignedLocation { name } }
  }
  returns(first: 3) @include(if: $withReturns) { nodes {
    decline { reason }
    returnLineItems(first: 10) { nodes { ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } } } }
    exchangeLineItems(first: 5) { nodes { lineItems { title } } }
    reverseFulfillmentOrders(first: 2) { nodes { reverseDeliveries(first: 2) { nodes {
      deliverable { ... on ReverseDeliveryShippingDeliverable { tracking { url } } }
    } } } }
  } }
  refunds(first: 5) { totalRefundedSet { presentmentMoney { amount } } }
} }"""


def cost(text: str, variables: Mapping[str, object]) -> int:
    parsed = parse(text)
    operation = get_operation_ast(parsed)
    assert operation
    return requested_cost(demo_schema(), parsed, operation, {"id": "1", "after": "1", **variables})


@pytest.fixture(scope="module")
def whole_schema() -> GraphQLSchema:
    """Shopify's own, from a file of the Admin API's schema definition, zipped or not."""
    path = os.environ.get("SHOPIFY_SCHEMA")
    if not path:
        pytest.skip("SHOPIFY_SCHEMA names no file with Shopify's whole schema")
    content = Path(path).read_bytes()
    return build_schema((gzip.decompress(content) if path.endswith(".gz") else content).decode(), assume_valid=True)


def parsed() -> Iterator[tuple[str, DocumentNode]]:
    return ((name, parse(document(name))) for name in names())


def test_every_question_is_one_the_demo_understands() -> None:
    wrong = {name: validate(demo_schema(), question) for name, question in parsed()}

    assert {name: errors for name, errors in wrong.items() if errors} == {}
    assert "order" in wrong


def test_every_question_is_one_shopify_understands_and_means_to_keep(whole_schema: GraphQLSchema) -> None:
    wrong = {
        name: validate(whole_schema, question) + validate(whole_schema, question, [NoDeprecatedCustomRule])
        for name, question in parsed()
    }

    assert {name: errors for name, errors in wrong.items() if errors} == {}


def test_each_question_holds_one_operation_and_the_fragments_it_uses() -> None:
    assert document("shop").count("fragment ") == 0
    assert document("order").count("fragment FulfillmentLine on") == 1
    assert all(len(re.findall(r"^(query|mutation) ", document(name), re.MULTILINE)) == 1 for name in names())


def test_the_rule_of_costs_is_calibrated() -> None:
    flags = [(True, True), (True, False), (False, False)]
    costs = [cost(CALIBRATION, {"withFulfillmentOrders": groups, "withReturns": returns}) for groups, returns in flags]

    assert costs == [642, 516, 476]


@pytest.mark.parametrize("name", names())
def test_no_question_costs_more_than_shopify_answers(name: str) -> None:
    variables: dict[str, list[Mapping[str, object]]] = {
        "order": [FIRST],
        "order_fulfillments": [parcel_sizes(count) for count in range(1, MOST_PARCELS + 2)],
        "order_contents": [content_sizes(count) for count in range(1, MOST_PARCELS + 2)],
        "search": [{"first": first} for first in PAGES],
    }
    costs = [cost(document(name), {**FLAGS, **sizes}) for sizes in variables.get(name, [{}])]

    assert 0 < max(costs) <= LARGEST_QUERY
