from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import requests

from tests.fakes import harbor_goods
from tests.sampling import each_row
from tests.shopify.clients import FakeTime, Shop, open_shop, static
from tests.shopify.faulty_server import FaultyServer, responds
from tests.shopify.store_rows import AT, gid, group, line, order, returned, store_of
from tracking.demo import ALL_SCOPES, CONTACT_FIELDS, DemoStore, examples
from tracking.demo.nodes import FIELDS
from tracking.demo.store import Node
from tracking.shopify.client import Client
from tracking.shopify.errors import Refused, Unavailable
from tracking.shopify.json_decoder import Json, JsonObject, dig
from tracking.shopify.orders import OptionalFields, ShopifyOrders, flags
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import FAILURES
from tracking.shopify.search import search_query

Serve = Callable[..., FaultyServer]

SHOP: JsonObject = {
    "data": {
        "shop": {"name": "Harbor Goods", "ianaTimezone": "Europe/Stockholm"},
        "currentAppInstallation": {"accessScopes": [{"handle": scope} for scope in sorted(ALL_SCOPES)]},
    }
}
ORDER = order(lineItems=[line(1)], fulfillmentOrders=[group(1, range(1))], returns=[returned(1, range(1))])


EDIT: JsonObject = {
    "__typename": "OrderEditAgreement",
    "id": gid("SalesAgreement", 1),
    "reason": "ORDER_EDIT",
    "happenedAt": AT,
    "sales": [
        {
            "__typename": "ProductSale",
            "id": gid("Sale", 1),
            "actionType": "ORDER",
            "lineType": "PRODUCT",
            "quantity": 2,
        }
    ],
}


def orders_of(server: FaultyServer, session: requests.Session, time: FakeTime) -> ShopifyOrders:
    return ShopifyOrders(Client(static(server.url), session, monotonic=time, sleep=time.sleep), monotonic=time)


def response(order: Json, *errors: Json) -> JsonObject:
    return {"data": {"order": order}, "errors": list(errors)}


def error(code: str, *path: Json) -> JsonObject:
    return {"message": "no", "path": list(path), "extensions": {"code": code}}


@pytest.mark.no_cover
def test_every_demo_order_is_found_and_parsed(
    session: requests.Session, time: FakeTime, some_demo_slugs: list[str]
) -> None:
    shop = open_shop(session, time=time)

    for example in (example for example in examples() if example.slug in some_demo_slugs):
        hit = next(
            hit
            for hit in shop.orders.search(search_query([example.order]), time.deadline())
            if hit.name == example.order
        )
        document = shop.orders.fetch(hit.id, time.deadline())
        assert document
        found = read_order(document)
        assert (found.name, found.id, found.is_partial) == (example.order, hit.id, False)


def test_document_has_order_zone_partial_and_replacement(session: requests.Session, time: FakeTime) -> None:
    document = open_shop(session, store_of(ORDER), time=time).orders.fetch("1", time.deadline())

    assert document
    assert dig(document, "order")["name"] == "#1"
    assert {key: document[key] for key in document if key != "order"} == {
        "zone": "Europe/Stockholm",
        "shop_region": "SE",
        "partial": False,
        "replaced_by": None,
    }


@pytest.mark.parametrize("order_id", ["404", "", "-1", "1 OR 1", "\u0661", "9" * 21])
def test_unknown_order_is_none(session: requests.Session, time: FakeTime, order_id: str) -> None:
    assert open_shop(session, store_of(ORDER), time=time).orders.fetch(order_id, time.deadline()) is None


@pytest.mark.parametrize(
    ("scopes", "groups", "returns"),
    [
        ({"read_orders"}, 0, 0),
        ({"read_orders", "read_returns"}, 0, 1),
        ({"read_orders", "read_third_party_fulfillment_orders"}, 1, 0),
        (ALL_SCOPES, 1, 1),
    ],
)
def test_only_fields_of_granted_scopes_are_queried(
    session: requests.Session, time: FakeTime, scopes: set[str], groups: int, returns: int
) -> None:
    shop = open_shop(session, store_of(ORDER, scopes=frozenset(scopes)), time=time)
    document = shop.orders.fetch("1", time.deadline())

    assert document
    found = read_order(document)
    assert (len(found.fulfillment_orders), len(found.returns)) == (groups, returns)
    assert not found.is_partial
    assert shop.asked == ["Shop", "Order"]


@pytest.mark.parametrize(
    ("denied", "flags"),
    [
        (response(None, error("ACCESS_DENIED", "order", "returns")), (True, False)),
        (response(None, error("ACCESS_DENIED", "order", "fulfillmentOrders")), (False, True)),
        (response(None, error("ACCESS_DENIED", "order")), (False, False)),
        ({"data": None, "errors": [error("ACCESS_DENIED", "order", "returns")]}, (True, False)),
        ({"data": None, "errors": [error("ACCESS_DENIED")]}, (False, False)),
    ],
)
def test_order_emptied_by_a_denied_field_is_fetched_without_it(
    serve: Serve, session: requests.Session, time: FakeTime, denied: JsonObject, flags: tuple[bool, bool]
) -> None:
    server = serve(responds(SHOP), responds(denied), responds(response({"id": "gid://shopify/Order/1"})))
    orders = orders_of(server, session, time)

    for _ in range(2):
        document = orders.fetch("1", time.deadline())
        assert document
        assert document["partial"] is False
    assert len(server.requests) == 4
    for seen in server.requests[2:]:
        assert f'"withFulfillmentOrders": {str(flags[0]).lower()}' in seen.body.decode()
        assert f'"withReturns": {str(flags[1]).lower()}' in seen.body.decode()


def test_order_whose_edits_are_denied_is_fetched_without_them(session: requests.Session, time: FakeTime) -> None:
    plain = store_of(ORDER | {"agreements": [EDIT]})
    allowed = open_shop(session, plain, time=time).orders.fetch("1", time.deadline())
    denied = open_shop(session, replace(plain, hidden=frozenset({"Order.agreements"})), time=time)
    document = denied.orders.fetch("1", time.deadline())

    assert allowed
    assert document
    assert [edit.added for edit in read_order(allowed).edits] == [2]
    assert not read_order(document).edits
    assert len(read_order(document).returns) == 1
    assert document["partial"] is False
    assert denied.asked == ["Shop", "Order", "Order"]


@pytest.mark.parametrize(
    ("scopes", "hidden", "expected"),
    [
        (ALL_SCOPES, frozenset(), "Mugs"),
        (ALL_SCOPES - {"read_products"}, frozenset(), None),
        (ALL_SCOPES, frozenset({"LineItem.product"}), None),
    ],
    ids=["granted", "not granted", "denied in spite of the scope"],
)
def test_product_types_are_read_where_the_app_may(
    session: requests.Session,
    time: FakeTime,
    scopes: frozenset[str],
    hidden: frozenset[str],
    expected: str | None,
) -> None:
    store = store_of(ORDER | {"lineItems": [line(1) | {"product": {"productType": "Mugs"}}]}, scopes=scopes)
    shop = open_shop(session, replace(store, hidden=hidden), time=time)
    document = shop.orders.fetch("1", time.deadline())

    assert document
    assert document["partial"] is False
    assert [each.product_type for each in read_order(document).lines] == [expected]
    assert shop.asked == ["Shop", "Order"]


def test_denied_order_raises_refused(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    orders = orders_of(serve(responds(SHOP), responds(response(None, error("ACCESS_DENIED", "order")))), session, time)

    with pytest.raises(Refused, match="read_orders"):
        orders.fetch("1", time.deadline())


def test_denied_order_does_not_deny_the_optional_fields(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    denied = responds(response(None, error("ACCESS_DENIED", "order")))
    server = serve(responds(SHOP), denied, denied, responds(response({"id": "gid://shopify/Order/1"})))
    orders = orders_of(server, session, time)

    with pytest.raises(Refused):
        orders.fetch("1", time.deadline())
    assert orders.fetch("1", time.deadline())
    assert b'"withReturns": true' in server.requests[-1].body


@pytest.mark.parametrize(
    "answer",
    [
        response(None, error("INTERNAL_SERVER_ERROR", "order")),
        response([]),
        response("#1"),
        response(None, "broken error"),
    ],
)
def test_order_emptied_by_an_error_raises_unavailable(
    serve: Serve, session: requests.Session, time: FakeTime, answer: JsonObject
) -> None:
    orders = orders_of(serve(responds(SHOP), responds(answer)), session, time)

    with pytest.raises(Unavailable):
        orders.fetch("1", time.deadline())


@pytest.mark.parametrize(("code", "partial"), [("INTERNAL_SERVER_ERROR", True), ("ACCESS_DENIED", False)])
def test_order_with_temporary_errors_is_partial(
    serve: Serve,
    session: requests.Session,
    time: FakeTime,
    code: str,
    partial: bool,  # noqa: FBT001 (a case)
) -> None:
    answer = response({"id": "gid://shopify/Order/1"}, error(code, "order", "shippingAddress"))
    document = orders_of(serve(responds(SHOP), responds(answer)), session, time).fetch("1", time.deadline())

    assert document
    assert document["partial"] is partial


def test_shop_with_hidden_addresses_returns_orders(session: requests.Session, time: FakeTime) -> None:
    plain = store_of(ORDER)
    store = DemoStore(orders=plain.orders, shop=plain.shop, hidden=CONTACT_FIELDS)
    document = open_shop(session, store, time=time).orders.fetch("1", time.deadline())

    assert document
    assert document["partial"] is False


def test_health_is_queried_once_a_minute(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, store_of(ORDER), time=time)
    for _ in range(3):
        shop.orders.check(time.deadline())
    time.now += 60
    shop.orders.check(time.deadline())
    assert shop.asked == ["Shop"]
    time.now += 1
    shop.orders.check(time.deadline())
    assert shop.asked == ["Shop", "Shop"]


def test_throttled_health_check_passes(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    orders = orders_of(serve(responds({}, 429, {"Retry-After": "9"})), session, time)
    orders.check(time.deadline())


def test_health_check_with_open_breaker_sends_no_query(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, store_of(ORDER), time=time, fails=lambda _: True)
    assert shop.orders.has_spare_budget
    for _ in range(FAILURES):
        assert not shop.orders.is_failing
        with pytest.raises(Unavailable):
            shop.orders.check(time.deadline())
        time.now += 2
    time.now -= 2
    assert shop.orders.is_failing
    queries = len(shop.asked)
    with pytest.raises(Unavailable):
        shop.orders.check(time.deadline())
    assert len(shop.asked) == queries


def rows(node: Node, name: str) -> Iterator[Node]:
    listed = node.get(name)
    assert isinstance(listed, list)
    yield from listed


def node_ids() -> dict[str, tuple[str, str]]:
    """The first node of each type in the demo shop, with the id of its order."""
    found: dict[str, tuple[str, str]] = {}
    for owner in harbor_goods().orders:
        returns = list(rows(owner, "returns"))
        reverses = [reverse for each in returns for reverse in rows(each, "reverseFulfillmentOrders")]
        deliveries = [delivery for reverse in reverses for delivery in rows(reverse, "reverseDeliveries")]
        for node in (*rows(owner, "fulfillmentOrders"), *returns, *reverses, *deliveries):
            found.setdefault(str(node["id"]).split("/")[-2], (str(node["id"]), str(owner["id"])))
    return found


@pytest.fixture
def shop(session: requests.Session, time: FakeTime) -> Shop:
    return open_shop(session, harbor_goods(), time=time)


@pytest.mark.parametrize("kind", FIELDS)
def test_order_id_of_the_owner_of_each_node_type_takes_one_query(shop: Shop, time: FakeTime, kind: str) -> None:
    node_id, order_id = node_ids()[kind]
    assert shop.orders.order_id_of(node_id, time.deadline()) == order_id.rpartition("/")[2]
    assert shop.asked == ["Owner"]


def test_deleted_node_has_no_order(shop: Shop, time: FakeTime) -> None:
    assert shop.orders.order_id_of("gid://shopify/Return/404", time.deadline()) is None


def test_order_id_of_the_owner_of_a_hidden_node_raises_unavailable(session: requests.Session, time: FakeTime) -> None:
    store = DemoStore(orders=harbor_goods().orders, shop=harbor_goods().shop, scopes=ALL_SCOPES - {"read_returns"})
    shop = open_shop(session, store, time=time)
    with pytest.raises(Unavailable, match="whose"):
        shop.orders.order_id_of(node_ids()["Return"][0], time.deadline())


@pytest.mark.parametrize("node", [{}, {"order": None}, {"order": {"id": 7}}, {"returned": None}, [], "x"])
def test_node_without_order_has_none(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime, node: JsonObject
) -> None:
    client = Client(static(serve(responds({"data": {"node": node}})).url), session, monotonic=time, sleep=time.sleep)
    assert ShopifyOrders(client, monotonic=time).order_id_of("gid://shopify/Return/1", time.deadline()) is None


BOTH = ["read_orders", "read_returns", "read_merchant_managed_fulfillment_orders"]


@each_row(
    ("scopes", "fields"),
    [
        ([], set()),
        (["read_fulfillments"], set()),
        (["read_orders"], {"agreements"}),
        (["write_orders"], {"agreements"}),
        (["read_marketplace_orders"], {"agreements"}),
        (["read_products"], {"product"}),
        (["read_returns"], {"returns"}),
        (["write_returns"], {"returns"}),
        (["read_merchant_managed_fulfillment_orders"], {"fulfillmentOrders"}),
        (["read_third_party_fulfillment_orders"], {"fulfillmentOrders"}),
        (["write_assigned_fulfillment_orders"], {"fulfillmentOrders"}),
        (BOTH, {"fulfillmentOrders", "returns", "agreements"}),
    ],
)
def test_optional_field_is_allowed_with_one_of_its_scopes(time: FakeTime, scopes: list[str], fields: set[str]) -> None:
    assert OptionalFields(time).allowed(scopes) == fields


def test_denied_field_is_left_out_for_an_hour(time: FakeTime) -> None:
    fields = OptionalFields(time)
    fields.deny(frozenset({"returns"}))
    assert fields.allowed(BOTH) == {"fulfillmentOrders", "agreements"}

    time.now += 3599
    fields.deny(frozenset())
    time.now += 1
    assert fields.allowed(BOTH) == {"fulfillmentOrders", "returns", "agreements"}


def test_denied_fields_accumulate(time: FakeTime) -> None:
    fields = OptionalFields(time)
    fields.deny(frozenset({"returns"}))
    fields.deny(frozenset({"fulfillmentOrders"}))

    assert fields.allowed(BOTH) == {"agreements"}


def test_invalidate_allows_denied_fields_again(time: FakeTime) -> None:
    fields = OptionalFields(time)
    fields.deny(frozenset({"returns"}))
    fields.invalidate()

    assert fields.allowed(BOTH) == {"fulfillmentOrders", "returns", "agreements"}


def test_each_optional_field_has_its_flag() -> None:
    assert flags({"returns"}) == {
        "withFulfillmentOrders": False,
        "withReturns": True,
        "withContracts": False,
        "withProducts": False,
        "withAgreements": False,
        "withContact": False,
    }
    assert flags({"email", "phone"})["withContact"]
