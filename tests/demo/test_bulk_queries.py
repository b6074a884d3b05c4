import pytest

from tests.sampling import each_row
from tracking.demo.bulk_queries import InvalidBulkQuery, lines_of, parse_bulk_query
from tracking.demo.schema import demo_schema

NO_NODES = (
    "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: "
    "'orders { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: 'orders'."
)
NO_ID = (
    "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' "
    "return type. Connection fields without 'id': orders."
)
IN_LIST = "Queries that contain a connection field within a list field are not currently supported."
DEEP = "Bulk queries cannot contain connections with a nesting depth greater than 2."
MANY = "Bulk queries cannot contain more than 5 connections."
LEAF = "{ edges { node { id } } }"


def refusal(query: str) -> tuple[str, ...]:
    try:
        parse_bulk_query(demo_schema(), query)
    except InvalidBulkQuery as error:
        return error.messages
    return ()


def orders(contents: str) -> str:
    return f"{{ orders {{ edges {{ node {{ {contents} }} }} }} }}"


@pytest.mark.parametrize(
    "query",
    [
        orders("id"),
        orders("name createdAt fulfillments { createdAt trackingInfo { company } } shippingAddress { countryCodeV2 }"),
        orders(f"id lineItems {LEAF} returns {LEAF}"),
        orders(f"id lineItems {LEAF} returns {LEAF} fulfillmentOrders {LEAF} more: lineItems {LEAF}"),
        orders(f"id fulfillmentOrders {{ edges {{ node {{ id fulfillments {LEAF} }} }} }}"),
        orders("...Own") + f" fragment Own on Order {{ id lineItems {LEAF} }}",
        "query { all: orders(sortKey: CREATED_AT) { pageInfo { hasNextPage } edges { cursor node { id } } } }",
    ],
)
def test_query_within_the_limits_is_accepted(query: str) -> None:
    assert refusal(query) == ()


@each_row(
    ("query", "messages"),
    [
        ("{ shop { name } }", ("Bulk queries must contain at least one connection.",)),
        ("{ orders { nodes { id } } }", (NO_NODES,)),
        (orders(f"name lineItems {LEAF}"), (NO_ID,)),
        (orders(f"number: id lineItems {LEAF}"), (NO_ID,)),
        (orders(f"id fulfillments {{ events {LEAF} }}"), (IN_LIST,)),
        (orders("id ...Sent") + f" fragment Sent on Order {{ fulfillments {{ events {LEAF} }} }}", (IN_LIST,)),
        (orders("id " + " ".join(f"n{number}: lineItems {LEAF}" for number in range(5))), (MANY,)),
        (
            orders(
                "id fulfillmentOrders { edges { node { id fulfillments { edges { node { id "
                f"fulfillmentLineItems {LEAF} }} }} }} }} }} }}"
            ),
            (DEEP,),
        ),
        (
            '{ node(id: "gid://shopify/Order/1") { id } }',
            (
                "Bulk queries cannot contain a top level `node` field.",
                "Bulk queries must contain at least one connection.",
            ),
        ),
        (
            f"{{ orders {LEAF} more: orders {LEAF} }}",
            ("Bulk queries cannot contain more than one top level field.",),
        ),
        (
            'mutation { bulkOperationCancel(id: "gid://shopify/BulkOperation/1") { userErrors { message } } }',
            ("Invalid operation type. Only `query` operations are supported.",),
        ),
    ],
)
def test_query_beyond_a_limit_is_refused_in_shopifys_words(query: str, messages: tuple[str, ...]) -> None:
    assert refusal(query) == messages


@pytest.mark.parametrize("query", ["", "{ orders", "{ orders { edges { node { noSuchField } } } }"])
def test_query_that_is_none_is_invalid(query: str) -> None:
    assert all(message.startswith("Invalid bulk query: ") for message in refusal(query))
    assert refusal(query)


def test_nested_nodes_follow_their_parent_and_name_it() -> None:
    inner = {"edges": [{"node": {"id": "line"}}]}
    order = {
        "id": "order",
        "address": {"city": "Bath"},
        "groups": {"edges": [{"node": {"id": "group", "lines": inner}}]},
    }
    assert list(lines_of({"edges": [{"node": order}, {"node": {"id": "other"}}]})) == [
        {"id": "order", "address": {"city": "Bath"}},
        {"id": "group", "__parentId": "order"},
        {"id": "line", "__parentId": "group"},
        {"id": "other"},
    ]
