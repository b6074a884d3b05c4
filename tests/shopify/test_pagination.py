"""Orders that do not fit into one query, from the demo store."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
import requests

from tests.sampling import spread
from tests.shopify.clients import FakeTime, Shop, open_shop, static
from tests.shopify.faulty_server import FaultyServer, responds
from tests.shopify.store_rows import gid, group, line, order, parcel, refund, returned, store_of
from tracking.order.model import Order
from tracking.shopify.client import Client
from tracking.shopify.json_decoder import Json, JsonObject, as_object
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.pagination import MAX_PAGES
from tracking.shopify.parsing.order import read_order
from tracking.shopify.rate_limit import FIRST, MAX_FULFILLMENTS


def fetch(shop: Shop, time: FakeTime) -> Order:
    document = shop.orders.fetch("1", time.deadline())
    assert document
    return read_order(document)


def lines(count: int) -> list[Json]:
    return [line(number) for number in range(count)]


def parcels(count: int, each: int) -> list[Json]:
    return [parcel(nth, range(nth * each, (nth + 1) * each)) for nth in range(count)]


def line_ids(numbers: range) -> list[str]:
    return [gid("LineItem", number) for number in numbers]


def test_typical_order_takes_one_query(session: requests.Session, time: FakeTime) -> None:
    small = order(lineItems=lines(3), fulfillments=parcels(1, 3), fulfillmentOrders=[group(1, range(3))])
    shop = open_shop(session, store_of(small), time=time)

    assert len(fetch(shop, time).lines) == 3
    assert shop.asked == ["Shop", "Order"]


@pytest.mark.parametrize("count", [FIRST["lines"], FIRST["lines"] + 1, 250, 500])
def test_all_lines_are_fetched_once_in_order(session: requests.Session, time: FakeTime, count: int) -> None:
    found = fetch(open_shop(session, store_of(order(lineItems=lines(count))), time=time), time)

    assert [line.id for line in found.lines] == line_ids(range(count))
    assert not found.is_partial


@pytest.mark.parametrize("count", spread(2, [5, 6, 20, 60, MAX_FULFILLMENTS]))
def test_all_fulfillments_have_all_lines(session: requests.Session, time: FakeTime, count: int) -> None:
    each = 240 // count
    large = order(lineItems=lines(250), fulfillments=parcels(count, each))
    found = fetch(open_shop(session, store_of(large), time=time), time)

    assert [sent.id for sent in found.fulfillments] == [gid("Fulfillment", nth) for nth in range(count)]
    packed = [unit.line_id for sent in found.fulfillments for unit in sent.units]
    assert packed == line_ids(range(count * each))
    assert not found.is_partial


@pytest.mark.parametrize("count", [4, 5, 20])
def test_all_fulfillments_are_fetched_without_a_count(session: requests.Session, time: FakeTime, count: int) -> None:
    uncounted = order(lineItems=lines(20), fulfillments=parcels(count, 1))
    store = replace(store_of(uncounted), hidden=frozenset({"Order.fulfillmentsCount"}))
    found = fetch(open_shop(session, store, time=time), time)

    assert len(found.fulfillments) == count
    assert not found.is_partial


def test_fulfillments_of_every_size_are_complete(session: requests.Session, time: FakeTime) -> None:
    sizes = [1, 9, 10, 11, 23, 24, 60, 112]
    starts = [sum(sizes[:nth]) for nth in range(len(sizes))]
    sent: list[Json] = [
        parcel(nth, range(start, start + size)) for nth, (start, size) in enumerate(zip(starts, sizes, strict=True))
    ]
    found = fetch(open_shop(session, store_of(order(lineItems=lines(250), fulfillments=sent)), time=time), time)

    assert [len(sent.units) for sent in found.fulfillments] == sizes
    assert not found.is_partial


def test_more_fulfillments_than_one_query_holds_leave_the_order_partial(
    session: requests.Session, time: FakeTime
) -> None:
    large = order(fulfillments=parcels(MAX_FULFILLMENTS + 1, 1))
    found = fetch(open_shop(session, store_of(large), time=time), time)

    assert len(found.fulfillments) == MAX_FULFILLMENTS
    assert found.is_partial


@pytest.mark.parametrize("count", [3, 4, 5, 40])
def test_all_tracking_numbers_of_a_fulfillment_are_fetched(
    session: requests.Session, time: FakeTime, count: int
) -> None:
    store = store_of(order(fulfillments=[parcel(1, range(1), tracking=count)]))
    (sent,) = fetch(open_shop(session, store, time=time), time).fulfillments

    assert [tracking.number for tracking in sent.tracking] == [f"TRACK1-{nth}" for nth in range(count)]


def test_all_fulfillment_orders_have_lines_and_fulfillments(session: requests.Session, time: FakeTime) -> None:
    groups: list[Json] = [group(nth, range(nth * 40, nth * 40 + 30), range(nth * 7, nth * 7 + 7)) for nth in range(6)]
    found = fetch(open_shop(session, store_of(order(fulfillmentOrders=groups)), time=time), time)

    assert [len(one.units) for one in found.fulfillment_orders] == [30] * 6
    assert found.fulfillment_orders[5].units[-1].line_id == gid("LineItem", 229)
    assert found.fulfillment_orders[5].fulfillment_ids[-1] == gid("Fulfillment", 41)
    assert not found.is_partial


def test_all_returns_have_their_lines(session: requests.Session, time: FakeTime) -> None:
    back: list[Json] = [returned(nth, range(nth * 15, nth * 15 + 15)) for nth in range(14)]
    found = fetch(open_shop(session, store_of(order(returns=back)), time=time), time)

    assert [len(one.units) for one in found.returns] == [15] * 14
    assert found.returns[13].units[-1].line_id == gid("LineItem", 209)
    assert not found.is_partial


@pytest.mark.parametrize("count", [4, 5, 6, 30])
def test_all_refunds_have_their_lines(session: requests.Session, time: FakeTime, count: int) -> None:
    money: list[Json] = [refund(nth, range(nth * 9, nth * 9 + 9)) for nth in range(count)]
    found = fetch(open_shop(session, store_of(order(refunds=money)), time=time), time)

    assert [len(one.units) for one in found.refunds] == [9] * count
    assert not found.is_partial


def huge() -> JsonObject:
    return order(
        lineItems=lines(60),
        fulfillments=parcels(20, 3),
        fulfillmentOrders=[group(nth, range(20), range(7)) for nth in range(6)],
        returns=[returned(nth, range(12)) for nth in range(4)],
        refunds=[refund(nth, range(9)) for nth in range(6)],
    )


@pytest.mark.parametrize(
    "query",
    spread(
        3,
        [
            "OrderLines",
            "OrderFulfillments",
            "OrderContents",
            "OrderFulfillmentOrders",
            "FulfillmentOrderLines",
            "FulfillmentOrderFulfillments",
            "OrderReturns",
            "ReturnLines",
            "OrderRefunds",
            "RefundLines",
        ],
    ),
)
def test_failed_page_leaves_the_order_partial_with_the_rest(
    session: requests.Session, time: FakeTime, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    caplog.set_level(logging.WARNING)
    shop = open_shop(session, store_of(huge()), time=time, fails=lambda name: name == query)

    found = fetch(shop, time)

    assert found.is_partial
    assert "stays incomplete" in caplog.text
    parts = (found.lines, found.fulfillments, found.fulfillment_orders, found.returns, found.refunds)
    assert all(parts)
    assert (len(found.lines) == 60) is (query != "OrderLines")


def test_complete_order_is_not_partial(session: requests.Session, time: FakeTime) -> None:
    found = fetch(open_shop(session, store_of(huge()), time=time), time)

    assert not found.is_partial
    assert len(found.lines) == 60


def test_expired_deadline_keeps_the_fetched_pages(session: requests.Session, time: FakeTime) -> None:
    def runs_out(name: str) -> bool:
        time.now += 9 if name == "OrderLines" else 0
        return False

    shop = open_shop(session, store_of(huge()), time=time, fails=runs_out)
    found = fetch(shop, time)

    assert found.is_partial
    assert shop.asked == ["Shop", "Order", "OrderLines"]
    assert len(found.fulfillments) == FIRST["fulfillments"]


def test_fulfillments_without_lines_leave_the_order_partial(session: requests.Session, time: FakeTime) -> None:
    # Between the two queries a fulfillment was created: the second has another than the first.
    sent = parcels(6, 1)
    shop = open_shop(session, store_of(order(fulfillments=sent)), time=time, fails=lambda name: _rename(name, sent))

    assert fetch(shop, time).is_partial


def _rename(name: str, sent: list[Json]) -> bool:
    if name == "OrderContents":
        as_object(sent[5])["id"] = gid("Fulfillment", 99)
    return False


def test_circular_cursors_end_at_the_maximum_of_pages(
    serve: Callable[..., FaultyServer], session: requests.Session, time: FakeTime
) -> None:
    page: Json = {"nodes": [line(1)], "pageInfo": {"hasNextPage": True, "endCursor": "same"}}
    shop: JsonObject = {"shop": {}, "currentAppInstallation": {}}
    server = serve(responds({"data": shop}), responds({"data": {"order": {"id": gid("Order", 1), "lineItems": page}}}))
    client = Client(static(server.url), session, monotonic=time, sleep=time.sleep)

    document = ShopifyOrders(client, monotonic=time).fetch("1", time.deadline())

    assert document
    assert document["partial"] is True
    assert len(server.requests) == 2 + MAX_PAGES
