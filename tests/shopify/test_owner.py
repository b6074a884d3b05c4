from collections.abc import Callable, Iterator

import pytest
import requests

from tests.parts import harbor_goods
from tests.shopify.asking import FakeTime, Shop, open_shop, static
from tests.shopify.misbehaving import Misbehaving, says
from tracking.demo import ALL_SCOPES, DemoStore
from tracking.demo.nodes import FIELDS
from tracking.demo.store import Node
from tracking.shopify.client import Client
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_access import JsonObject
from tracking.shopify.owner import owner_of


def rows(node: Node, name: str) -> Iterator[Node]:
    listed = node.get(name)
    assert isinstance(listed, list)
    yield from listed


def parts() -> dict[str, tuple[str, str]]:
    """The first of each kind of part in the demo shop, and its order."""
    found: dict[str, tuple[str, str]] = {}
    for order in harbor_goods().orders:
        backs = list(rows(order, "returns"))
        reverses = [reverse for back in backs for reverse in rows(back, "reverseFulfillmentOrders")]
        deliveries = [delivery for reverse in reverses for delivery in rows(reverse, "reverseDeliveries")]
        for part in (*rows(order, "fulfillmentOrders"), *backs, *reverses, *deliveries):
            found.setdefault(str(part["id"]).split("/")[-2], (str(part["id"]), str(order["id"])))
    return found


@pytest.fixture
def shop(session: requests.Session, time: FakeTime) -> Shop:
    return open_shop(session, harbor_goods(), time=time)


@pytest.mark.parametrize("kind", FIELDS)
def test_the_order_behind_every_kind_of_part_is_found_with_one_question(shop: Shop, time: FakeTime, kind: str) -> None:
    part, order = parts()[kind]
    assert shop.orders.owner_of(part, time.deadline()) == order.rpartition("/")[2]
    assert shop.asked == ["Owner"]


def test_a_part_that_is_no_more_has_no_order(shop: Shop, time: FakeTime) -> None:
    assert shop.orders.owner_of("gid://shopify/Return/404", time.deadline()) is None


def test_what_a_scope_hides_may_have_one(session: requests.Session, time: FakeTime) -> None:
    store = DemoStore(orders=harbor_goods().orders, shop=harbor_goods().shop, scopes=ALL_SCOPES - {"read_returns"})
    shop = open_shop(session, store, time=time)
    with pytest.raises(Unavailable, match="whose"):
        shop.orders.owner_of(parts()["Return"][0], time.deadline())


@pytest.mark.parametrize("node", [{}, {"order": None}, {"order": {"id": 7}}, {"returned": None}, [], "x"])
def test_an_answer_that_names_no_order_names_none(
    serve: Callable[..., Misbehaving], session: requests.Session, time: FakeTime, node: JsonObject
) -> None:
    client = Client(static(serve(says({"data": {"node": node}})).url), session, monotonic=time, sleep=time.sleep)
    assert owner_of(client, "gid://shopify/Return/1", time.deadline()) is None
