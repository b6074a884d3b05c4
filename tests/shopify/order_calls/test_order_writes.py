from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests

from tests import demo_orders
from tests.fakes import harbor_goods
from tests.shopify.clients import FakeTime, open_shop
from tracking.demo import ALL_SCOPES
from tracking.shopify.errors import AccessDenied, NotWritten, Unavailable
from tracking.shopify.order_calls.order_writes import (
    OrderWrites,
    ShopifyWrite,
    granted,
    is_archived,
    open_fulfillment_orders,
)
from tracking.shopify.orders import Document
from tracking.shopify.parsing.node import Node

AT = datetime(2026, 12, 3, 22, 59, 59, tzinfo=UTC)


class WrittenShop:
    """The demo shop, as an app changes it."""

    def __init__(self, session: requests.Session, time: FakeTime, fails: Callable[[str], bool]) -> None:
        store = replace(harbor_goods(), written={})
        self.shop = open_shop(session, store, time=time, fails=fails)
        self.writes = OrderWrites(client=self.shop.client)
        self.time = time
        self.order_id = demo_orders.order_ids()["bank-transfer"]

    def document(self) -> Document:
        found = self.shop.orders.fetch(self.order_id, self.time.deadline())
        assert found
        return found

    def order(self) -> Node:
        return Node(self.document()).node("order")


@pytest.fixture
def shop(session: requests.Session, time: FakeTime) -> WrittenShop:
    return WrittenShop(session, time, lambda _: False)


def test_writes_stand_in_the_order(shop: WrittenShop, time: FakeTime) -> None:
    shop.writes.add_tags(shop.order_id, ["call back", "gift"], time.deadline())
    shop.writes.remove_tags(shop.order_id, ["GIFT"], time.deadline())
    groups = open_fulfillment_orders(shop.document())
    assert groups
    assert not is_archived(shop.document())
    shop.writes.set_deadline(groups, AT, time.deadline())
    shop.writes.archive(shop.order_id, time.deadline())
    order = shop.order()
    assert "call back" in order.texts("tags")
    assert "gift" not in order.texts("tags")
    assert {each.text("fulfillBy") for each in order.rows("fulfillmentOrders")} == {"2026-12-03T22:59:59Z"}
    assert is_archived(shop.document())


def test_a_user_error_is_told_in_shopifys_words(shop: WrittenShop, time: FakeTime) -> None:
    with pytest.raises(NotWritten) as refused:
        shop.writes.add_tags("1", ["a"], time.deadline())
    assert refused.value.said == "Resource does not exist"
    with pytest.raises(NotWritten):
        shop.writes.set_deadline(["gid://shopify/FulfillmentOrder/1"], AT, time.deadline())


def test_without_the_scope_shopify_denies_it(session: requests.Session, time: FakeTime) -> None:
    shop = open_shop(session, replace(harbor_goods(), scopes=ALL_SCOPES, written={}), time=time)
    with pytest.raises(AccessDenied):
        OrderWrites(client=shop.client).archive("1", time.deadline())


def test_a_shopify_that_is_away_is_unavailable(session: requests.Session, time: FakeTime) -> None:
    shop = WrittenShop(session, time, lambda name: name == "")  # a mutation is no query
    with pytest.raises(Unavailable):
        shop.writes.archive(shop.order_id, time.deadline())


@pytest.mark.parametrize(
    ("write", "scope"),
    [
        (ShopifyWrite.TAGS, "write_orders"),
        (ShopifyWrite.ARCHIVE, "write_orders"),
        (ShopifyWrite.DEADLINE, "write_merchant_managed_fulfillment_orders"),
        (ShopifyWrite.DEADLINE, "write_third_party_fulfillment_orders"),
    ],
)
def test_write_is_granted_by_any_of_its_scopes(write: ShopifyWrite, scope: str) -> None:
    assert granted(write, frozenset({scope, "read_orders"}))
    assert not granted(write, frozenset({scope.replace("write_", "read_"), "write_products"}))
