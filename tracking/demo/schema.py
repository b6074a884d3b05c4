"""The schema that the demo answers by: the part of Shopify's that an order page needs, and values from the future."""

from functools import cache
from importlib.resources import files

from graphql import GraphQLSchema, build_schema, extend_schema, parse


def _text(name: str) -> str:
    return files("tracking.demo").joinpath(name).read_text(encoding="utf-8")


@cache
def shopify_schema() -> GraphQLSchema:
    """Shopify's Admin schema, exactly as far as it goes here.

    https://shopify.dev/docs/api/admin-graphql/2026-10
    """
    return build_schema(_text("schema.graphql"))


@cache
def demo_schema() -> GraphQLSchema:
    """The same with status values that the schema does not know yet, as a newer version would answer."""
    return extend_schema(shopify_schema(), parse(_text("later.graphql")))
