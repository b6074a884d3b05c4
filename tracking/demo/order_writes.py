"""Writes of an app to orders: tags, archiving, and the deadline of fulfillment orders."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import datetime
from typing import TypeAlias, cast

Node: TypeAlias = Mapping[str, object]
Written: TypeAlias = MutableMapping[str, MutableMapping[str, object]]
"""By the id of an order or of a part: the fields that were changed, in place of its own."""

_LONGEST_TAG = 40  # https://help.shopify.com/en/manual/shopify-admin/productivity-tools/using-tags
_MOST_TAGS = 250
_NOT_FOUND = "FULFILLMENT_ORDERS_NOT_FOUND"


def field_of(written: Written, node: Node, name: str) -> object:
    """The field as it was last written, else the node's own."""
    changed = written.get(str(node.get("id")), {})
    return changed[name] if name in changed else node.get(name)


def change_tags(written: Written, order: Node | None, given: Iterable[str], now: datetime, *, adds: bool) -> Node:
    """Adds or removes tags, whose case makes no difference; or returns a user error.

    https://shopify.dev/docs/api/admin-graphql/latest/mutations/tagsAdd
    """
    if order is None:
        return {"node": None, "userErrors": [_error(["id"], "Resource does not exist")]}
    wanted = [tag.strip() for each in given for tag in each.split(",") if tag.strip()]
    if any(len(tag) > _LONGEST_TAG for tag in wanted):
        return {"node": None, "userErrors": [_error(["tags"], f"Tags must be at most {_LONGEST_TAG} characters")]}
    tags = list(cast("list[str]", field_of(written, order, "tags") or []))
    folded = {tag.casefold(): tag for tag in reversed(wanted)}
    if adds:
        known = {tag.casefold() for tag in tags}
        tags += [tag for key, tag in reversed(folded.items()) if key not in known]
    else:
        tags = [tag for tag in tags if tag.casefold() not in folded]
    if len(tags) > _MOST_TAGS:
        return {"node": None, "userErrors": [_error(["tags"], f"An order has at most {_MOST_TAGS} tags")]}
    _write(written, order, now, tags=tags)
    return {"node": {**order, "__typename": "Order"}, "userErrors": []}


def close_order(written: Written, order: Node | None, now: datetime) -> Node:
    """Archives an order; one that is archived stays so.

    https://shopify.dev/docs/api/admin-graphql/latest/mutations/orderClose
    """
    if order is None:
        return {"order": None, "userErrors": [_error(["id"], "Order does not exist")]}
    if not field_of(written, order, "closedAt"):
        _write(written, order, now, closed=True, closedAt=_moment(now))
    return {"order": order, "userErrors": []}


def set_deadline(
    written: Written, find: Callable[[str], tuple[Node, Node] | None], ids: Iterable[str], deadline: str, now: datetime
) -> Node:
    """Sets the deadline of all of these fulfillment orders, or of none; ``find`` returns one with its order.

    https://shopify.dev/docs/api/admin-graphql/latest/mutations/fulfillmentOrdersSetFulfillmentDeadline
    """
    found = [find(node_id) for node_id in ids]
    if not found or None in found:
        error = {**_error(["fulfillmentOrderIds"], "Fulfillment orders could not be found."), "code": _NOT_FOUND}
        return {"success": False, "userErrors": [error]}
    for group, order in cast("list[tuple[Node, Node]]", found):
        _write(written, group, now, fulfillBy=deadline)
        _write(written, order, now)
    return {"success": True, "userErrors": []}


def _write(written: Written, node: Node, now: datetime, **changes: object) -> None:
    written.setdefault(str(node["id"]), {}).update({**changes, "updatedAt": _moment(now)})


def _error(field: list[str], message: str) -> dict[str, object]:
    return {"field": field, "message": message}


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="seconds").replace("+00:00", "Z")
