from collections.abc import Callable, Iterator

import pytest
import requests

from tests.parts import harbor_goods
from tests.shopify.clients import FakeTime, Shop, open_shop, static
from tests.shopify.faulty_server import Misbehaving, says
from tests.shopify.store_rows import group, line, order, returned, store_of
from tracking.demo import ALL_SCOPES, CONTACT_FIELDS, DemoStore, examples
from tracking.demo.nodes import FIELDS
from tracking.demo.store import Node
from tracking.shopify.client import Client
from tracking.shopify.errors import Refused, Unavailable
from tracking.shopify.json_decoder import Json, JsonObject, dig
from tracking.shopify.orders import OptionalFields, ShopifyOrders, flags
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import FAILURES

Serve = Callable[..., Misbehaving]

SHOP: JsonObject = {
    "data": {
        "shop": {"name": "Harbor Goods", "ianaTimezone": "Europe/Stockholm"},
        "currentAppInstallation": {"accessScopes": [{"handle": scope} for scope in sorted(ALL_SCOPES)]},
    }
}
ORDER = order(lineItems=[line(1)], fulfillmentOrders=[group(1, range(1))], returns=[returned(1, range(1))])


def orders_of(server: Misbehaving, session: requests.Session, time: FakeTime) -> ShopifyOrders:
    return ShopifyOrders(Client(static(server.url), session, monotonic=time, sleep=time.sleep), monotonic=time)


def told(order: Json, *errors: Json) -> JsonObject:
    return {"data": {"order": order}, "errors": list(errors)}


def error(code: str, *path: Json) -> JsonObject:
    return {"message": "no", "path": list(path), "extensions": {"code": code}}


def test_every_order_of_the_demo_is_found_and_read(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, time=time)

    for example in examples():
        hit = next(hit for hit in shop.orders.find(example.order, time.deadline()) if hit.name == example.order)
        document = shop.orders.fetch(hit.id, time.deadline())
        assert document
        found = read_order(document)
        assert (found.name, found.id, found.is_partial) == (example.order, hit.id, False)


def test_a_document_holds_the_order_the_shops_zone_and_whether_it_is_partial(
    session: requests.Session, time: FakeTime
) -> None:
    document = open_shop(session, store_of(ORDER), time=time).orders.fetch("1", time.deadline())

    assert document
    assert dig(document, "order")["name"] == "#1"
    assert {key: document[key] for key in document if key != "order"} == {
        "zone": "Europe/Stockholm",
        "partial": False,
    }


@pytest.mark.parametrize("order_id", ["404", "", "-1", "1 OR 1", "\u0661", "9" * 21])
def test_an_order_that_does_not_exist_is_none(session: requests.Session, time: FakeTime, order_id: str) -> None:
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
def test_only_what_the_shop_granted_is_asked_for(
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
        (told(None, error("ACCESS_DENIED", "order", "returns")), (True, False)),
        (told(None, error("ACCESS_DENIED", "order", "fulfillmentOrders")), (False, True)),
        (told(None, error("ACCESS_DENIED", "order")), (False, False)),
        ({"data": None, "errors": [error("ACCESS_DENIED", "order", "returns")]}, (True, False)),
        ({"data": None, "errors": [error("ACCESS_DENIED")]}, (False, False)),
    ],
)
def test_an_order_that_a_denied_part_took_down_is_asked_for_without_it(
    serve: Serve, session: requests.Session, time: FakeTime, denied: JsonObject, flags: tuple[bool, bool]
) -> None:
    server = serve(says(SHOP), says(denied), says(told({"id": "gid://shopify/Order/1"})))
    orders = orders_of(server, session, time)

    for _ in range(2):
        document = orders.fetch("1", time.deadline())
        assert document
        assert document["partial"] is False
    assert len(server.seen) == 4
    for seen in server.seen[2:]:
        assert f'"withFulfillmentOrders": {str(flags[0]).lower()}' in seen.body.decode()
        assert f'"withReturns": {str(flags[1]).lower()}' in seen.body.decode()


def test_when_all_is_denied_the_merchant_must_act(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    orders = orders_of(serve(says(SHOP), says(told(None, error("ACCESS_DENIED", "order")))), session, time)

    with pytest.raises(Refused, match="read_orders"):
        orders.fetch("1", time.deadline())


def test_a_total_denial_is_not_remembered_for_the_parts(
    serve: Serve, session: requests.Session, time: FakeTime
) -> None:
    denied = says(told(None, error("ACCESS_DENIED", "order")))
    server = serve(says(SHOP), denied, denied, says(told({"id": "gid://shopify/Order/1"})))
    orders = orders_of(server, session, time)

    with pytest.raises(Refused):
        orders.fetch("1", time.deadline())
    assert orders.fetch("1", time.deadline())
    assert b'"withReturns": true' in server.seen[-1].body


@pytest.mark.parametrize(
    "answer",
    [
        told(None, error("INTERNAL_SERVER_ERROR", "order")),
        told([]),
        told("#1"),
        told(None, "broken error"),
    ],
)
def test_an_order_lost_to_an_error_is_unavailable_and_not_missing(
    serve: Serve, session: requests.Session, time: FakeTime, answer: JsonObject
) -> None:
    orders = orders_of(serve(says(SHOP), says(answer)), session, time)

    with pytest.raises(Unavailable):
        orders.fetch("1", time.deadline())


@pytest.mark.parametrize(("code", "partial"), [("INTERNAL_SERVER_ERROR", True), ("ACCESS_DENIED", False)])
def test_an_order_with_errors_beside_it_is_partial_unless_they_are_here_to_stay(
    serve: Serve,
    session: requests.Session,
    time: FakeTime,
    code: str,
    partial: bool,  # noqa: FBT001 (a case)
) -> None:
    answer = told({"id": "gid://shopify/Order/1"}, error(code, "order", "shippingAddress"))
    document = orders_of(serve(says(SHOP), says(answer)), session, time).fetch("1", time.deadline())

    assert document
    assert document["partial"] is partial


def test_a_shop_that_hides_addresses_still_shows_its_orders(session: requests.Session, time: FakeTime) -> None:
    plain = store_of(ORDER)
    store = DemoStore(orders=plain.orders, shop=plain.shop, hidden=CONTACT_FIELDS)
    document = open_shop(session, store, time=time).orders.fetch("1", time.deadline())

    assert document
    assert document["partial"] is False


def test_whether_shopify_answers_is_asked_once_a_minute(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, store_of(ORDER), time=time)
    for _ in range(3):
        shop.orders.check(time.deadline())
    time.now += 60
    shop.orders.check(time.deadline())
    assert shop.asked == ["Shop"]
    time.now += 1
    shop.orders.check(time.deadline())
    assert shop.asked == ["Shop", "Shop"]


def test_a_call_for_a_pause_is_an_answer(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    orders = orders_of(serve(says({}, 429, {"Retry-After": "9"})), session, time)
    orders.check(time.deadline())


def test_while_nobody_is_asked_that_is_known_without_asking(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, store_of(ORDER), time=time, fails=lambda _: True)
    assert shop.orders.has_room
    for _ in range(FAILURES):
        assert not shop.orders.is_failing
        with pytest.raises(Unavailable):
            shop.orders.check(time.deadline())
        time.now += 2
    time.now -= 2
    assert shop.orders.is_failing
    asked = len(shop.asked)
    with pytest.raises(Unavailable):
        shop.orders.check(time.deadline())
    assert len(shop.asked) == asked


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
def test_the_order_behind_every_kind_of_part_is_found_with_one_question(shop: Shop, time: FakeTime, kind: str) -> None:
    node_id, order_id = node_ids()[kind]
    assert shop.orders.owner_of(node_id, time.deadline()) == order_id.rpartition("/")[2]
    assert shop.asked == ["Owner"]


def test_a_part_that_is_no_more_has_no_order(shop: Shop, time: FakeTime) -> None:
    assert shop.orders.owner_of("gid://shopify/Return/404", time.deadline()) is None


def test_what_a_scope_hides_may_have_one(session: requests.Session, time: FakeTime) -> None:
    store = DemoStore(orders=harbor_goods().orders, shop=harbor_goods().shop, scopes=ALL_SCOPES - {"read_returns"})
    shop = open_shop(session, store, time=time)
    with pytest.raises(Unavailable, match="whose"):
        shop.orders.owner_of(node_ids()["Return"][0], time.deadline())


@pytest.mark.parametrize("node", [{}, {"order": None}, {"order": {"id": 7}}, {"returned": None}, [], "x"])
def test_an_answer_that_names_no_order_names_none(
    serve: Callable[..., Misbehaving], session: requests.Session, time: FakeTime, node: JsonObject
) -> None:
    client = Client(static(serve(says({"data": {"node": node}})).url), session, monotonic=time, sleep=time.sleep)
    assert ShopifyOrders(client, monotonic=time).owner_of("gid://shopify/Return/1", time.deadline()) is None


BOTH = ["read_orders", "read_returns", "read_merchant_managed_fulfillment_orders"]


@pytest.mark.parametrize(
    ("scopes", "parts"),
    [
        ([], set()),
        (["read_orders", "read_fulfillments"], set()),
        (["read_returns"], {"returns"}),
        (["write_returns"], {"returns"}),
        (["read_merchant_managed_fulfillment_orders"], {"fulfillmentOrders"}),
        (["read_third_party_fulfillment_orders"], {"fulfillmentOrders"}),
        (["write_assigned_fulfillment_orders"], {"fulfillmentOrders"}),
        (BOTH, {"fulfillmentOrders", "returns"}),
    ],
)
def test_a_part_is_asked_for_when_one_of_its_scopes_is_granted(
    time: FakeTime, scopes: list[str], parts: set[str]
) -> None:
    assert OptionalFields(time).allowed(scopes) == parts


def test_a_denied_part_is_left_out_for_an_hour(time: FakeTime) -> None:
    parts = OptionalFields(time)
    parts.deny(frozenset({"returns"}))
    assert parts.allowed(BOTH) == {"fulfillmentOrders"}

    time.now += 3599
    parts.deny(frozenset())
    time.now += 1
    assert parts.allowed(BOTH) == {"fulfillmentOrders", "returns"}


def test_denials_add_up(time: FakeTime) -> None:
    parts = OptionalFields(time)
    parts.deny(frozenset({"returns"}))
    parts.deny(frozenset({"fulfillmentOrders"}))

    assert parts.allowed(BOTH) == frozenset()


def test_when_other_scopes_were_granted_denials_are_over(time: FakeTime) -> None:
    parts = OptionalFields(time)
    parts.deny(frozenset({"returns"}))
    parts.invalidate()

    assert parts.allowed(BOTH) == {"fulfillmentOrders", "returns"}


def test_each_part_has_its_flag() -> None:
    assert flags({"returns"}) == {"withFulfillmentOrders": False, "withReturns": True}
