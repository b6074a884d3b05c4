"""Checks the query of a bulk operation against Shopify's limits, and splits its answer into lines.

https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    get_operation_ast,
    parse,
    validate,
)

Object: TypeAlias = Mapping[str, object]

MOST_CONNECTIONS = 5
DEEPEST = 2


class InvalidBulkQuery(Exception):
    """The query is refused; ``messages`` say why, in Shopify's words."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = messages


def parse_bulk_query(schema: GraphQLSchema, text: str) -> tuple[DocumentNode, FieldNode]:
    """The document and its one root field. Raises InvalidBulkQuery."""
    try:
        document = parse(text)
    except GraphQLError as error:
        raise InvalidBulkQuery(f"Invalid bulk query: {error.message}") from error
    operation = get_operation_ast(document)
    if operation is None or operation.operation is not OperationType.QUERY:
        raise InvalidBulkQuery("Invalid operation type. Only `query` operations are supported.")
    if errors := validate(schema, document):
        raise InvalidBulkQuery(*(f"Invalid bulk query: {error.message}" for error in errors))
    return document, _checked_root(schema, document, operation)


def _checked_root(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> FieldNode:
    found = _Connections(schema, document)
    fields = found.fields(operation.selection_set, cast("GraphQLObjectType", schema.query_type))
    found.visit(operation.selection_set, cast("GraphQLObjectType", schema.query_type))
    messages = [message for message, is_broken in _limits(found, [node.name.value for node, _ in fields]) if is_broken]
    if messages:
        raise InvalidBulkQuery(*messages)
    return fields[0][0]


def _limits(found: "_Connections", roots: Sequence[str]) -> Iterator[tuple[str, bool]]:
    by_nodes, without_id = found.by_nodes, found.without_id
    invalid = "', '".join(by_nodes)
    in_nodes = (
        "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: "
        f"'{(by_nodes or [''])[0]} {{ edges {{ node {{'. Selecting via 'nodes' is not supported. "
        f"Invalid connection fields: '{invalid}'."
    )
    yield in_nodes, bool(by_nodes)
    yield "Bulk queries cannot contain a top level `node` field.", "node" in roots
    yield "Bulk queries cannot contain more than one top level field.", len(roots) > 1
    yield f"Bulk queries cannot contain connections with a nesting depth greater than {DEEPEST}.", found.depth > DEEPEST
    yield f"Bulk queries cannot contain more than {MOST_CONNECTIONS} connections.", found.count > MOST_CONNECTIONS
    no_id = (
        "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of "
        f"'ID' return type. Connection fields without 'id': {', '.join(without_id)}."
    )
    yield no_id, bool(without_id)
    yield (
        "Queries that contain a connection field within a list field are not currently supported.",
        found.is_within_list,
    )
    yield "Bulk queries must contain at least one connection.", not found.count


@dataclass
class _Connections:
    """The connections of a valid document. The root ones have the depth 0."""

    schema: GraphQLSchema
    document: DocumentNode
    count: int = 0
    depth: int = 0
    is_within_list: bool = False
    by_nodes: list[str] = field(default_factory=list)
    without_id: list[str] = field(default_factory=list)

    def fields(
        self, selection_set: SelectionSetNode, parent: GraphQLNamedType
    ) -> list[tuple[FieldNode, GraphQLNamedType]]:
        """The selected fields, also those of fragments, each with the type that has it."""
        found: list[tuple[FieldNode, GraphQLNamedType]] = []
        for node in selection_set.selections:
            if isinstance(node, FieldNode):
                found.append((node, parent))
                continue
            inner = self._fragment(node.name.value) if isinstance(node, FragmentSpreadNode) else node
            condition = cast("InlineFragmentNode", inner).type_condition
            kind = self.schema.type_map[condition.name.value] if condition else parent
            found += self.fields(cast("InlineFragmentNode", inner).selection_set, kind)
        return found

    def visit(
        self, selection_set: SelectionSetNode, parent: GraphQLNamedType, depth: int = 0, *, in_list: bool = False
    ) -> bool:
        """Count the connections inside; whether there are any."""
        fields = self.fields(selection_set, parent)
        found = [self._visit_field(node, kind, depth, in_list=in_list) for node, kind in fields]
        return any(found)

    def _visit_field(self, node: FieldNode, parent: GraphQLNamedType, depth: int, *, in_list: bool) -> bool:
        if not node.selection_set or not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            return False
        kind = parent.fields[node.name.value].type
        named = get_named_type(kind)
        if not named.name.endswith("Connection"):
            is_list = in_list or isinstance(get_nullable_type(kind), GraphQLList)
            return self.visit(node.selection_set, named, depth, in_list=is_list)
        self.count += 1
        self.depth = max(self.depth, depth)
        self.is_within_list |= in_list
        self._visit_connection(node.name.value, node.selection_set, named, depth)
        return True

    def _visit_connection(self, name: str, contents: SelectionSetNode, kind: GraphQLNamedType, depth: int) -> None:
        for part, connection in self.fields(contents, kind):
            if part.name.value == "nodes":
                self.by_nodes.append(name)
            if part.name.value == "edges" and part.selection_set:
                edge = get_named_type(cast("GraphQLObjectType", connection).fields["edges"].type)
                self._visit_edge(name, part.selection_set, edge, depth)

    def _visit_edge(self, name: str, contents: SelectionSetNode, edge: GraphQLNamedType, depth: int) -> None:
        for part, kind in self.fields(contents, edge):
            if part.name.value != "node" or not part.selection_set:
                continue
            node = get_named_type(cast("GraphQLObjectType", kind).fields["node"].type)
            ids = [each for each, _ in self.fields(part.selection_set, node) if each.name.value == "id"]
            if self.visit(part.selection_set, node, depth + 1) and not any(each.alias is None for each in ids):
                self.without_id.append(name)

    def _fragment(self, name: str) -> FragmentDefinitionNode:
        fragments = (node for node in self.document.definitions if isinstance(node, FragmentDefinitionNode))
        return next(node for node in fragments if node.name.value == name)


def lines_of(connection: Object) -> Iterator[Object]:
    """A line for each node: those of a nested connection follow their parent, and name it as ``__parentId``."""
    for node in _nodes(connection):
        yield from _lines_of_node(node, {})


def _lines_of_node(node: Object, parent: Object) -> Iterator[Object]:
    nested: list[Object] = []
    yield {**_without_connections(node, nested), **parent}
    for connection in nested:
        for child in _nodes(connection):
            yield from _lines_of_node(child, {"__parentId": node["id"]})


def _without_connections(node: Object, nested: list[Object]) -> Object:
    own: dict[str, object] = {}
    for name, value in node.items():
        if isinstance(value, Mapping) and "edges" in value:
            nested.append(value)
        else:
            own[name] = _without_connections(value, nested) if isinstance(value, Mapping) else value
    return own


def _nodes(connection: Object) -> Iterator[Object]:
    return (cast("Object", edge["node"]) for edge in cast("Sequence[Object]", connection["edges"]))
