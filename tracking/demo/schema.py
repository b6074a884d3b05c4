"""Loads the demo's schema: the part of Shopify's that an order page needs, and values of later versions."""

from functools import cache
from importlib.resources import files

from graphql import GraphQLSchema, build_schema, extend_schema, parse


def _text(name: str) -> str:
    return files("tracking.demo").joinpath(name).read_text(encoding="utf-8")


@cache
def shopify_schema() -> GraphQLSchema:
    """The part of Shopify's Admin schema that the demo implements, unchanged.

    https://shopify.dev/docs/api/admin-graphql/2026-10
    """
    return build_schema(_text("schema.graphql"))


@cache
def demo_schema() -> GraphQLSchema:
    """The same schema with unknown status values, as a later version may return them."""
    return extend_schema(shopify_schema(), parse(_text("later.graphql")))
