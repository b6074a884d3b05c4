from collections.abc import Iterator

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)

from tracking.shopify.client import document as query_text
from tracking.shopify.documents.stored_fields import LEFT_OUT, MARKED, STORED_FIELDS, Selection

OURS = {"zone", "shop_region", "partial", "replaced_by", "released.id", "released.at"}  # beside Shopify's order
OURS |= {"named.part", "named.step", "named.last", "named.at"}


def queried() -> set[str]:
    """The path of every value that the Order query asks for."""
    parsed = parse(query_text("order"))
    fragments = {
        definition.name.value: definition.selection_set
        for definition in parsed.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }

    def values(selections: SelectionSetNode) -> Iterator[str]:
        for node in selections.selections:
            if isinstance(node, FieldNode):
                name = node.name.value
                inner = values(node.selection_set) if node.selection_set else None
                yield from [name] if inner is None else [f"{name}.{path}" for path in inner]
            elif isinstance(node, FragmentSpreadNode):
                yield from values(fragments[node.name.value])
            elif isinstance(node, InlineFragmentNode):
                yield from values(node.selection_set)

    operation = next(each for each in parsed.definitions if isinstance(each, OperationDefinitionNode))
    return set(values(operation.selection_set))


def paths(fields: Selection) -> Iterator[str]:
    for name, inner in fields.items():
        yield from [name] if inner is None else [f"{name}.{path}" for path in paths(inner)]


def test_every_field_of_the_query_is_decided_about() -> None:
    kept = set(paths(STORED_FIELDS)) - OURS
    assert queried() - kept - LEFT_OUT.keys() == set(), (
        "add it to STORED_FIELDS or to LEFT_OUT in tracking/shopify/documents/stored_fields.py"
    )
    assert (kept | LEFT_OUT.keys()) - queried() == set(), "no query asks for it any more"
    assert kept & LEFT_OUT.keys() == set()


def test_every_field_that_is_left_out_has_a_reason() -> None:
    assert all(LEFT_OUT.values())
    assert {name for path in paths(STORED_FIELDS) for name in path.split(".")} >= MARKED
