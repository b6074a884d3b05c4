from collections.abc import Iterator
from functools import cache

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    parse,
    print_ast,
    validate,
)

from tests.sampling import each_row
from tests.shopify.queries import names
from tests.shopify.whole_schema import whole_schema
from tracking.demo.schema import demo_schema, shopify_schema
from tracking.shopify.client import document


def facts(schema: GraphQLSchema) -> Iterator[str]:
    """Everything that a schema promises, a line each."""
    for kind in schema.type_map.values():
        if not kind.name.startswith("__"):
            yield f"{type(kind).__name__} {kind.name}"
            yield from (f"{kind.name} {fact}" for fact in members(kind))


def members(kind: GraphQLNamedType) -> Iterator[str]:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        yield from (f"implements {interface.name}" for interface in kind.interfaces)
        for name, field in kind.fields.items():
            yield f"{name}: {field.type}"
            for argument, value in field.args.items():
                default = value.ast_node.default_value if value.ast_node else None
                yield f"{name}({argument}: {value.type} = {print_ast(default) if default else None})"
    if isinstance(kind, GraphQLInputObjectType):
        yield from (f"{name}: {field.type}" for name, field in kind.fields.items())
    if isinstance(kind, GraphQLUnionType):
        yield from (f"may be {member.name}" for member in kind.types)
    if isinstance(kind, GraphQLEnumType):
        yield from kind.values


def test_demo_schema_is_part_of_shopifys() -> None:
    assert set(facts(shopify_schema())) - _real() == set()


def test_every_enum_has_all_its_values_and_every_field_all_its_arguments() -> None:
    ours = shopify_schema().type_map
    enums = {name for name, kind in ours.items() if isinstance(kind, GraphQLEnumType)}
    fields = tuple(f"{name} {field}(" for name, kind in ours.items() for field in getattr(kind, "fields", ()))
    wanted = {fact for fact in _real() if fact.split(" ")[0] in enums or fact.startswith(fields)}
    assert wanted <= set(facts(shopify_schema()))


@cache
def _real() -> frozenset[str]:
    """The facts of Shopify's own."""
    return frozenset(facts(whole_schema()))


def test_comparison_detects_a_difference() -> None:
    one = build_schema("type Query { a(b: Int = 1): [Int!] } enum E { X Y }")
    other = build_schema("type Query { a(b: Int = 2): [Int!]! } enum E { X }")
    assert set(facts(one)) - set(facts(other)) == {"Query a: [Int!]", "Query a(b: Int = 1)", "E Y"}


@each_row("name", names())
def test_every_query_is_valid(name: str) -> None:
    assert validate(shopify_schema(), parse(document(name))) == []


def test_demo_returns_statuses_that_the_schema_does_not_have() -> None:
    known = shopify_schema().get_type("FulfillmentDisplayStatus")
    answered = demo_schema().get_type("FulfillmentDisplayStatus")
    assert isinstance(known, GraphQLEnumType)
    assert isinstance(answered, GraphQLEnumType)
    assert set(answered.values) - set(known.values) == {
        "BUYER_ACTION_REQUIRED",
        "READY_FOR_RECIPIENT_PICKUP",
        "RETURNING_TO_SENDER",
        "WAITING_FOR_THE_TIDE",
    }
