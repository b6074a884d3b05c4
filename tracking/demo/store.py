"""Executes GraphQL on a shop's data: plain dicts whose keys are Shopify's field names."""

from collections.abc import Callable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLList,
    GraphQLOutputType,
    GraphQLResolveInfo,
    execute_sync,
    get_named_type,
    get_nullable_type,
)

from tracking.demo.access_scopes import ALL_SCOPES, check_access
from tracking.demo.bulk_operations import BulkOperations
from tracking.demo.cursor_pages import PageArguments, SortValue, edges, page, sorted_page, whole
from tracking.demo.nodes import FIELDS, order_of, part_of
from tracking.demo.order_index import IndexedOrders, candidates
from tracking.demo.order_writes import Written, change_tags, close_order, field_of, set_deadline
from tracking.demo.schema import demo_schema
from tracking.demo.search_syntax import search
from tracking.demo.webhook_subscriptions import create_subscription

Node: TypeAlias = Mapping[str, object]
"""One object of the schema. A connection is the bare list of its nodes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStore:
    """A fake shop: its orders, its own node, and the access that it grants to an app.

    ``scopes`` are the granted access scopes; a field behind another one is denied, and nulls everything up to the next
    nullable field. ``hidden`` names fields ("Order.email") that the shop's plan hides: they are null, with an error
    beside the data. ``subscriptions`` are the app's webhooks, ``written`` is what it has changed of orders. ``bulk``
    are its bulk operations, whose files are served at ``origin``; ``is_bulk`` returns the whole of every connection, as
    their queries do.
    https://shopify.dev/docs/apps/launch/protected-customer-data
    """

    orders: Sequence[Node]
    shop: Node
    scopes: frozenset[str] = ALL_SCOPES
    hidden: frozenset[str] = field(default_factory=frozenset)
    subscriptions: MutableSequence[Node] = field(default_factory=list)
    written: Written = field(default_factory=dict)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    bulk: BulkOperations = field(default_factory=BulkOperations)
    origin: str = "https://demo.myshopify.com"
    is_bulk: bool = False

    def execute(
        self, document: DocumentNode, variables: Mapping[str, object], operation: str | None = None
    ) -> ExecutionResult:
        """Execute a valid document, of several operations the named one."""
        return execute_sync(
            demo_schema(),
            document,
            root_value={},
            context_value=self,
            variable_values=dict(variables),
            operation_name=operation,
            field_resolver=_resolve,
        )

    def sorted_orders(self, arguments: "Arguments") -> "Sequence[Node]":
        """All orders that the arguments of ``orders`` ask for, in their order."""
        rows = _sorted_orders(self, arguments).rows
        return rows[::-1] if arguments.get("reverse") else rows

    def part(self, kind: str, node_id: str) -> Node | None:
        """The part of an order ("fulfillments", "fulfillmentOrders") that has this id."""
        parts = (part for order in candidates(self.orders, node_id) for part in _nodes(order, kind))
        return next((part for part in parts if part["id"] == node_id), None)


Arguments: TypeAlias = Mapping[str, object]
Resolver: TypeAlias = Callable[[DemoStore, Node, Arguments], object]


def _nodes(node: Node, name: str) -> Sequence[Node]:
    return cast("Sequence[Node]", node.get(name) or ())


def _resolve(source: Node, info: GraphQLResolveInfo[DemoStore], **arguments: object) -> object:
    store = info.context
    check_access(f"{info.parent_type.name}.{info.field_name}", store.scopes, store.hidden)
    resolver = RESOLVERS.get((info.parent_type.name, info.field_name))
    value = resolver(store, source, arguments) if resolver else field_of(store.written, source, info.field_name)
    if info.field_name == "edges":
        return edges(cast("dict[str, object]", source))
    if get_named_type(info.return_type).name.endswith("Connection"):
        return _connection(store, value, arguments)
    return _shaped(value, info.return_type, arguments)


@dataclass(frozen=True, slots=True)
class SortedRows:
    """Rows that are sorted, and by what: their cursors stay in place when rows are added or move."""

    rows: Sequence[Node]
    sort_value: Callable[[object], SortValue]


def _connection(store: DemoStore, value: object, arguments: Arguments) -> Node:
    rows = value.rows if isinstance(value, SortedRows) else cast("Sequence[object]", value or ())
    if store.is_bulk:
        return whole(rows[::-1] if arguments.get("reverse") else rows)
    window = cast("PageArguments", arguments)
    return sorted_page(rows, window, value.sort_value) if isinstance(value, SortedRows) else page(rows, window)


def _shaped(value: object, kind: GraphQLOutputType, arguments: Arguments) -> object:
    rows = cast("Sequence[object]", value or ())
    if isinstance(get_nullable_type(kind), GraphQLList) and "first" in arguments:
        return rows[: cast("int | None", arguments["first"])]
    return value


def _order(store: DemoStore, _: Node, arguments: Arguments) -> Node | None:
    node_id = _global_id(arguments)
    return next((order for order in candidates(store.orders, node_id) if order["id"] == node_id), None)


def _global_id(arguments: Arguments) -> str:
    node_id = str(arguments["id"])
    if not node_id.startswith("gid://shopify/"):
        raise GraphQLError(f"Invalid global id '{node_id}'")
    return node_id


def _node(store: DemoStore, _: Node, arguments: Arguments) -> Node | None:
    node_id = _global_id(arguments)
    if node_id.startswith("gid://shopify/BulkOperation/"):
        return store.bulk.find(store, node_id)
    check_access(f"QueryRoot.{FIELDS.get(node_id.split('/')[-2])}", store.scopes, store.hidden)
    return part_of(store.orders, node_id)


def _sorted_orders(store: DemoStore, arguments: Arguments) -> SortedRows:
    key = SORT_KEYS.get(str(arguments["sortKey"]), "id")

    def sort_value(order: object) -> SortValue:
        found = cast("Node", order)
        return str(found[key]), str(found["id"])

    query = cast("str | None", arguments.get("query")) or ""
    matching = store.orders.matching(query, key) if isinstance(store.orders, IndexedOrders) else None
    rows = sorted(search(store.orders, query), key=sort_value) if matching is None else matching
    return SortedRows(rows, sort_value)


def _orders(store: DemoStore, _: Node, arguments: Arguments) -> SortedRows:
    return _sorted_orders(store, arguments)


SORT_KEYS = {"PROCESSED_AT": "processedAt", "CREATED_AT": "createdAt", "UPDATED_AT": "updatedAt"}


def _orders_count(store: DemoStore, _: Node, arguments: Arguments) -> Node:
    limit = cast("int | None", arguments["limit"])
    count = len(_sorted_orders(store, {"query": arguments.get("query"), "sortKey": "ID"}).rows)
    is_cut = limit is not None and count > limit
    return {"count": limit if is_cut else count, "precision": "AT_LEAST" if is_cut else "EXACT"}


def _events(_: DemoStore, fulfillment: Node, arguments: Arguments) -> Sequence[Node]:
    key = "id" if arguments["sortKey"] == "ID" else "happenedAt"
    return sorted(_nodes(fulfillment, "events"), key=lambda event: str(event[key]))


def _fulfillment_orders(_: DemoStore, order: Node, arguments: Arguments) -> Sequence[Node]:
    rows = _nodes(order, "fulfillmentOrders")
    # Merged and moved ones remain without items; "displayable" leaves them out.
    return [row for row in rows if row["lineItems"]] if arguments["displayable"] else rows


def _parent(store: DemoStore, part: Node, _: Arguments) -> Node:
    order_id = str(part["orderId"])
    return next(order for order in candidates(store.orders, order_id) if order["id"] == order_id)


def _change_tags(store: DemoStore, arguments: Arguments, *, adds: bool) -> Node:
    tags = cast("Sequence[str]", arguments["tags"])
    return change_tags(store.written, _order(store, {}, arguments), tags, store.clock(), adds=adds)


def _set_deadline(store: DemoStore, _: Node, arguments: Arguments) -> Node:
    def find(node_id: str) -> tuple[Node, Node] | None:
        group = store.part("fulfillmentOrders", node_id)
        return (group, _parent(store, group, {})) if group else None

    ids = cast("Sequence[str]", arguments["fulfillmentOrderIds"])
    return set_deadline(store.written, find, ids, str(arguments["fulfillmentDeadline"]), store.clock())


RESOLVERS: Mapping[tuple[str, str], Resolver] = {
    ("QueryRoot", "node"): _node,
    ("QueryRoot", "order"): _order,
    ("QueryRoot", "orders"): _orders,
    ("QueryRoot", "ordersCount"): _orders_count,
    ("QueryRoot", "bulkOperation"): lambda store, _, arguments: store.bulk.find(store, _global_id(arguments)),
    ("QueryRoot", "bulkOperations"): lambda store, _, arguments: store.bulk.sorted(store, arguments),
    ("QueryRoot", "currentBulkOperation"): lambda store, _, arguments: store.bulk.newest(store, arguments),
    ("Mutation", "bulkOperationRunQuery"): lambda store, _, arguments: store.bulk.run_query(store, arguments),
    ("Mutation", "bulkOperationCancel"): lambda store, _, arguments: store.bulk.cancel(store, _global_id(arguments)),
    ("Mutation", "tagsAdd"): lambda store, _, arguments: _change_tags(store, arguments, adds=True),
    ("Mutation", "tagsRemove"): lambda store, _, arguments: _change_tags(store, arguments, adds=False),
    ("Mutation", "orderClose"): lambda store, _, arguments: close_order(
        store.written, _order(store, {}, cast("Arguments", arguments["input"])), store.clock()
    ),
    ("Mutation", "fulfillmentOrdersSetFulfillmentDeadline"): _set_deadline,
    ("QueryRoot", "fulfillment"): lambda store, _, arguments: store.part("fulfillments", _global_id(arguments)),
    ("QueryRoot", "fulfillmentOrder"): lambda store, _, arguments: store.part(
        "fulfillmentOrders", _global_id(arguments)
    ),
    ("QueryRoot", "refund"): lambda store, _, arguments: store.part("refunds", _global_id(arguments)),
    ("QueryRoot", "return"): lambda store, _, arguments: store.part("returns", _global_id(arguments)),
    ("QueryRoot", "locations"): lambda store, *_: store.shop.get("locations"),
    ("QueryRoot", "shop"): lambda store, *_: store.shop,
    ("QueryRoot", "webhookSubscriptions"): lambda store, *_: store.subscriptions,
    ("Mutation", "webhookSubscriptionCreate"): lambda store, _, arguments: create_subscription(
        store.subscriptions, store.scopes, arguments
    ),
    ("QueryRoot", "currentAppInstallation"): lambda *_: {"id": "gid://shopify/AppInstallation/1"},
    ("AppInstallation", "accessScopes"): lambda store, *_: [
        {"handle": scope, "description": scope.replace("_", " ").capitalize()} for scope in sorted(store.scopes)
    ],
    ("Order", "fulfillmentOrders"): _fulfillment_orders,
    ("Order", "fulfillmentsCount"): lambda _, order, __: {
        "count": len(_nodes(order, "fulfillments")),
        "precision": "EXACT",
    },
    ("Fulfillment", "events"): _events,
    ("Fulfillment", "order"): _parent,
    ("FulfillmentOrder", "order"): _parent,
    ("Return", "order"): lambda store, part, _: order_of(store.orders, part),
    ("ReverseFulfillmentOrder", "order"): lambda store, part, _: order_of(store.orders, part),
}
