"""Answers one request to the Admin API: validates, prices, charges and executes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    get_operation_ast,
    parse,
    validate,
)

from tracking.demo.bucket import LeakyBucket
from tracking.demo.query_cost import LARGEST_QUERY, actual_cost, requested_cost
from tracking.demo.schema import demo_schema
from tracking.demo.store import DemoStore

Body: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLRequest:
    """A GraphQL request as it is posted."""

    query: str
    variables: Mapping[str, object]
    operation: str | None = None


class _RejectedRequest(Exception):
    """The request is not executed."""

    def __init__(self, errors: list[GraphQLError], cost: int | None = None) -> None:
        super().__init__(errors)
        self.errors = errors
        self.cost = cost


def respond(question: GraphQLRequest, store: DemoStore, bucket: LeakyBucket) -> Body:
    """The body of a response: always sent with HTTP 200, also for errors.

    https://shopify.dev/docs/api/admin-graphql#status-and-error-codes
    """
    try:
        return _execute(question, store, bucket)
    except _RejectedRequest as refusal:
        return _rejection_body(refusal, bucket)


def _execute(question: GraphQLRequest, store: DemoStore, bucket: LeakyBucket) -> Body:
    document = _valid_document(question.query)
    price = _price(document, question)
    if not bucket.spend(price):
        raise _RejectedRequest([_error("Throttled", "THROTTLED")], price)
    result = store.execute(document, question.variables, question.operation)
    actual = actual_cost(result.data) - 1 if result.data else 0
    bucket.refund(price - actual)
    errors = [error.formatted for error in result.errors or ()]
    extensions = {"cost": _cost(price, actual, bucket)}
    return {"data": result.data, **({"errors": errors} if errors else {}), "extensions": extensions}


@lru_cache(maxsize=64)
def _parse_and_validate(query: str) -> DocumentNode | list[GraphQLError]:
    try:
        document = parse(query)
    except GraphQLError as error:
        return [error]
    return validate(demo_schema(), document) or document


def _valid_document(query: str) -> DocumentNode:
    document = _parse_and_validate(query)
    if isinstance(document, list):
        raise _RejectedRequest(document)
    return document


def _operation(document: DocumentNode, question: GraphQLRequest) -> OperationDefinitionNode:
    operation = get_operation_ast(document, question.operation)
    if operation is None:
        raise _RejectedRequest([GraphQLError("An operation name is required")])
    return operation


def _price(document: DocumentNode, question: GraphQLRequest) -> int:
    price = requested_cost(demo_schema(), document, _operation(document, question), question.variables)
    if price > LARGEST_QUERY:
        message = f"Query cost is {price}, which exceeds the single query max cost limit ({LARGEST_QUERY})."
        raise _RejectedRequest([_error(message, "MAX_COST_EXCEEDED")], price)
    return price


def _error(message: str, code: str) -> GraphQLError:
    documentation = "https://shopify.dev/api/usage/rate-limits"
    return GraphQLError(message, extensions={"code": code, "documentation": documentation})


def _rejection_body(refusal: _RejectedRequest, bucket: LeakyBucket) -> Body:
    errors = [error.formatted for error in refusal.errors]
    if refusal.cost is None:
        return {"errors": errors}
    return {"errors": errors, "extensions": {"cost": _cost(refusal.cost, None, bucket)}}


def _cost(requested: int, actual: int | None, bucket: LeakyBucket) -> Body:
    return {
        "requestedQueryCost": requested,
        "actualQueryCost": actual,
        "throttleStatus": bucket.status(),
    }
