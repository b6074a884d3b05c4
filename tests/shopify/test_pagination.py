"""Orders that do not fit into one question, through the demo's store."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
import requests

from tests.shopify.clients import FakeTime, Shop, open_shop, static
from tests.shopify.faulty_server import Misbehaving, says
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


def test_an_order_as_nearly_everybody_has_it_takes_one_question(session: requests.Session, time: FakeTime) -> None:
    small = order(lineItems=lines(3), fulfillments=parcels(1, 3), fulfillmentOrders=[group(1, range(3))])
    shop = open_shop(session, store_of(small), time=time)

    assert len(fetch(shop, time).lines) == 3
    assert shop.asked == ["Shop", "Order"]


@pytest.mark.parametrize("count", [FIRST["lines"], FIRST["lines"] + 1, 250, 500])
def test_every_line_is_there_once_in_order(session: requests.Session, time: FakeTime, count: int) -> None:
    found = fetch(open_shop(session, store_of(order(lineItems=lines(count))), time=time), time)

    assert [line.id for line in found.lines] == line_ids(range(count))
    assert not found.is_partial


@pytest.mark.parametrize("count", [5, 6, 20, 60, MAX_FULFILLMENTS])
def test_every_parcel_is_there_with_all_its_lines(session: requests.Session, time: FakeTime, count: int) -> None:
    each = 240 // count
    large = order(lineItems=lines(250), fulfillments=parcels(count, each))
    found = fetch(open_shop(session, store_of(large), time=time), time)

    assert [sent.id for sent in found.fulfillments] == [gid("Fulfillment", nth) for nth in range(count)]
    packed = [unit.line_id for sent in found.fulfillments for unit in sent.units]
    assert packed == line_ids(range(count * each))
    assert not found.is_partial


@pytest.mark.parametrize("count", [4, 5, 20])
def test_every_parcel_is_there_where_shopify_does_not_count_them(
    session: requests.Session, time: FakeTime, count: int
) -> None:
    uncounted = order(lineItems=lines(20), fulfillments=parcels(count, 1))
    store = replace(store_of(uncounted), hidden=frozenset({"Order.fulfillmentsCount"}))
    found = fetch(open_shop(session, store, time=time), time)

    assert len(found.fulfillments) == count
    assert not found.is_partial


def test_parcels_of_every_size_are_whole(session: requests.Session, time: FakeTime) -> None:
    sizes = [1, 9, 10, 11, 23, 24, 60, 112]
    starts = [sum(sizes[:nth]) for nth in range(len(sizes))]
    sent: list[Json] = [
        parcel(nth, range(start, start + size)) for nth, (start, size) in enumerate(zip(starts, sizes, strict=True))
    ]
    found = fetch(open_shop(session, store_of(order(lineItems=lines(250), fulfillments=sent)), time=time), time)

    assert [len(sent.units) for sent in found.fulfillments] == sizes
    assert not found.is_partial


def test_more_parcels_than_one_question_holds_leave_the_order_partial(
    session: requests.Session, time: FakeTime
) -> None:
    large = order(fulfillments=parcels(MAX_FULFILLMENTS + 1, 1))
    found = fetch(open_shop(session, store_of(large), time=time), time)

    assert len(found.fulfillments) == MAX_FULFILLMENTS
    assert found.is_partial


@pytest.mark.parametrize("count", [3, 4, 5, 40])
def test_every_tracking_number_of_a_parcel_is_there(session: requests.Session, time: FakeTime, count: int) -> None:
    store = store_of(order(fulfillments=[parcel(1, range(1), tracking=count)]))
    (sent,) = fetch(open_shop(session, store, time=time), time).fulfillments

    assert [tracking.number for tracking in sent.tracking] == [f"TRACK1-{nth}" for nth in range(count)]


def test_every_group_is_there_with_its_lines_and_parcels(session: requests.Session, time: FakeTime) -> None:
    groups: list[Json] = [group(nth, range(nth * 40, nth * 40 + 30), range(nth * 7, nth * 7 + 7)) for nth in range(6)]
    found = fetch(open_shop(session, store_of(order(fulfillmentOrders=groups)), time=time), time)

    assert [len(one.units) for one in found.fulfillment_orders] == [30] * 6
    assert found.fulfillment_orders[5].units[-1].line_id == gid("LineItem", 229)
    assert found.fulfillment_orders[5].fulfillment_ids[-1] == gid("Fulfillment", 41)
    assert not found.is_partial


def test_every_return_is_there_with_its_lines(session: requests.Session, time: FakeTime) -> None:
    back: list[Json] = [returned(nth, range(nth * 15, nth * 15 + 15)) for nth in range(14)]
    found = fetch(open_shop(session, store_of(order(returns=back)), time=time), time)

    assert [len(one.units) for one in found.returns] == [15] * 14
    assert found.returns[13].units[-1].line_id == gid("LineItem", 209)
    assert not found.is_partial


@pytest.mark.parametrize("count", [4, 5, 6, 30])
def test_every_refund_is_there_with_its_lines(session: requests.Session, time: FakeTime, count: int) -> None:
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
    "question",
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
)
def test_what_cannot_be_had_leaves_the_order_partial_and_the_rest_there(
    session: requests.Session, time: FakeTime, caplog: pytest.LogCaptureFixture, question: str
) -> None:
    caplog.set_level(logging.WARNING)
    shop = open_shop(session, store_of(huge()), time=time, fails=lambda name: name == question)

    found = fetch(shop, time)

    assert found.is_partial
    assert "stays incomplete" in caplog.text
    parts = (found.lines, found.fulfillments, found.fulfillment_orders, found.returns, found.refunds)
    assert all(parts)
    assert (len(found.lines) == 60) is (question != "OrderLines")


def test_all_of_it_comes_when_nothing_fails(session: requests.Session, time: FakeTime) -> None:
    found = fetch(open_shop(session, store_of(huge()), time=time), time)

    assert not found.is_partial
    assert len(found.lines) == 60


def test_when_time_runs_out_what_is_there_is_kept(session: requests.Session, time: FakeTime) -> None:
    def runs_out(name: str) -> bool:
        time.now += 9 if name == "OrderLines" else 0
        return False

    shop = open_shop(session, store_of(huge()), time=time, fails=runs_out)
    found = fetch(shop, time)

    assert found.is_partial
    assert shop.asked == ["Shop", "Order", "OrderLines"]
    assert len(found.fulfillments) == FIRST["fulfillments"]


def test_parcels_whose_contents_are_missing_leave_the_order_partial(session: requests.Session, time: FakeTime) -> None:
    # Between the two questions a parcel came into being: the second one tells of another than the first.
    sent = parcels(6, 1)
    shop = open_shop(session, store_of(order(fulfillments=sent)), time=time, fails=lambda name: _rename(name, sent))

    assert fetch(shop, time).is_partial


def _rename(name: str, sent: list[Json]) -> bool:
    if name == "OrderContents":
        as_object(sent[5])["id"] = gid("Fulfillment", 99)
    return False


def test_pages_that_run_in_a_circle_come_to_an_end(
    serve: Callable[..., Misbehaving], session: requests.Session, time: FakeTime
) -> None:
    page: Json = {"nodes": [line(1)], "pageInfo": {"hasNextPage": True, "endCursor": "same"}}
    shop: JsonObject = {"shop": {}, "currentAppInstallation": {}}
    server = serve(says({"data": shop}), says({"data": {"order": {"id": gid("Order", 1), "lineItems": page}}}))
    client = Client(static(server.url), session, monotonic=time, sleep=time.sleep)

    document = ShopifyOrders(client, monotonic=time).fetch("1", time.deadline())

    assert document
    assert document["partial"] is True
    assert len(server.seen) == 2 + MAX_PAGES
