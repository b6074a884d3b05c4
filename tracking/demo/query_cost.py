"""Computes the cost of a query in points: the requested cost before execution, and the actual cost after it.

https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits
"""

from collections.abc import Iterable, Mapping
from typing import cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    value_from_ast_untyped,
)

LARGEST_QUERY = 1000
MUTATION = 10


def requested_cost(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, object],
) -> int:
    """Points that a valid operation is charged before it runs.

    A scalar costs 0 and an object 1. A connection costs its ``first`` times one node, and 1 for ``pageInfo``; a list
    with ``first`` that many objects, without it one; of several possible types the dearest selection counts. A mutation
    costs 10 more.
    """
    root = schema.get_root_type(operation.operation)
    if root is None:  # pragma: no cover - validation has refused an operation that the schema does not have
        return 0
    change = MUTATION if operation.operation is OperationType.MUTATION else 0
    return change + _CostEstimate(schema, document, operation, variables).selections(operation.selection_set, root)


def actual_cost(answer: object) -> int:
    """Points for the returned objects: 1 for each but the connections themselves and their edges."""
    if isinstance(answer, Mapping):
        own = 0 if answer.keys() & {"nodes", "edges"} else 1
        edges = answer.get("edges") or ()
        nodes = [edge.get("node") for edge in edges]
        return own + sum(actual_cost(value) for value in (*answer.values(), nodes) if value is not edges)
    if isinstance(answer, list):
        return sum(actual_cost(value) for value in answer)
    return 0


class _CostEstimate:
    """Walks a document, with the values of its variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object],
    ) -> None:
        self.schema = schema
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        defaults = {
            node.variable.name.value: value_from_ast_untyped(node.default_value)
            for node in operation.variable_definitions or ()
            if node.default_value
        }
        self.variables = {**defaults, **variables}

    def selections(self, selection_set: SelectionSetNode, parent: GraphQLNamedType) -> int:
        total, dearest = 0, 0
        for node in filter(self._is_included, selection_set.selections):
            if isinstance(node, FieldNode):
                total += self._field(node, parent)
                continue
            kind, cost = self._fragment(node, parent)
            # An interface or a union resolves to only one of its types.
            if is_abstract_type(parent) and kind is not parent:
                dearest = max(dearest, cost)
            else:
                total += cost
        return total + dearest

    def _fragment(self, node: SelectionNode, parent: GraphQLNamedType) -> tuple[GraphQLNamedType, int]:
        inner: InlineFragmentNode | FragmentDefinitionNode = (
            self.fragments[node.name.value]
            if isinstance(node, FragmentSpreadNode)
            else cast("InlineFragmentNode", node)
        )
        condition = inner.type_condition
        kind = self.schema.type_map[condition.name.value] if condition else parent
        return kind, self.selections(inner.selection_set, kind)

    def _field(self, node: FieldNode, parent: GraphQLNamedType) -> int:
        if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) or not node.selection_set:
            return 0
        kind = parent.fields[node.name.value].type
        named = get_named_type(kind)
        if is_leaf_type(named):  # pragma: no cover - validation has refused a selection on a scalar
            return 0
        size = self._size(node)
        if named.name.endswith("Connection"):
            return self._connection(node.selection_set, named, size or 0)
        count = size if size is not None and isinstance(get_nullable_type(kind), GraphQLList) else 1
        # An abstract type costs only the selection on its dearest type, an edge only its node.
        own = 0 if is_abstract_type(named) or named.name.endswith("Edge") else 1
        return count * (own + self.selections(node.selection_set, named))

    def _connection(self, selection_set: SelectionSetNode, kind: GraphQLNamedType, size: int) -> int:
        both = self.selections(selection_set, kind)
        pages = sum(1 for name in _field_names(selection_set.selections) if name == "pageInfo")
        return size * (both - pages) + pages

    def _size(self, node: FieldNode) -> int | None:
        sizes = [
            value_from_ast_untyped(argument.value, self.variables)
            for argument in node.arguments or ()
            if argument.name.value in {"first", "last"}
        ]
        return next((size for size in sizes if isinstance(size, int)), None)

    def _is_included(self, node: SelectionNode) -> bool:
        return all(
            value_from_ast_untyped(argument.value, self.variables) is (directive.name.value == "include")
            for directive in node.directives or ()
            for argument in directive.arguments or ()
        )


def _field_names(nodes: Iterable[SelectionNode]) -> list[str]:
    return [node.name.value for node in nodes if isinstance(node, FieldNode)]
