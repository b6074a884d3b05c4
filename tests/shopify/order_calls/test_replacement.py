from typing import Any

import pytest
import requests

from tests.sampling import each_row
from tests.shopify.clients import FakeTime, Shop, open_shop
from tests.shopify.store_rows import SHOP, order, store_of
from tracking.demo import CONTACT_FIELDS, DemoStore
from tracking.shopify.json_decoder import Json
from tracking.shopify.order_calls.replacement import replacement_names
from tracking.shopify.parsing.order import read_order

PLACED, CANCELLED, MADE = "2026-11-18T09:00:00Z", "2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z"


def cancelled(**changes: Json) -> dict[str, Json]:
    fields: dict[str, Json] = {"name": "#1014", "processedAt": PLACED, "cancelledAt": CANCELLED}
    return order(1014, **(fields | changes))


def made(number: int = 2000, **changes: Json) -> dict[str, Json]:
    return order(number, **({"name": "#1014A", "processedAt": MADE} | changes))


def replaced_by(shop: Shop, time: FakeTime) -> str | None:
    document = shop.orders.fetch("1014", time.deadline())
    assert document
    assert "@" not in str(document)
    return read_order(document).replaced_by


def found(session: requests.Session, time: FakeTime, *rows: dict[str, Json]) -> str | None:
    return replaced_by(open_shop(session, store_of(*rows), time=time), time)


@pytest.mark.parametrize(
    "new",
    [
        made(),
        made(name="#1014B"),
        made(name="#1014c"),
        made(email=" ADA@Example.com"),
        made(processedAt="2026-11-19T09:00:00Z"),
        made(processedAt="2026-11-21T09:00:00Z"),
    ],
    ids=["A", "B", "small letter", "address in capitals", "a day before", "a day after"],
)
def test_cancelled_order_points_to_the_one_made_anew(session: requests.Session, time: FakeTime, new: Any) -> None:  # noqa: ANN401
    assert found(session, time, cancelled(), new) == new["name"]


@each_row(
    "new",
    [
        made(email="eve@example.com"),
        made(email=None),
        made(processedAt="2026-11-21T09:00:01Z"),
        made(processedAt="2026-11-19T08:59:59Z"),
        made(cancelledAt="2026-11-20T12:00:00Z"),
        made(name="#1014D"),
        made(name="#1014AB"),
        made(name="#11014A"),
        made(name="#1015"),
    ],
    ids=[
        "other address",
        "no address",
        "too late",
        "too early",
        "cancelled itself",
        "other letter",
        "two letters",
        "other number",
        "next number",
    ],
)
def test_other_orders_are_no_replacement(session: requests.Session, time: FakeTime, new: Any) -> None:  # noqa: ANN401
    assert found(session, time, cancelled(), new) is None


def test_newest_of_several_replaces_the_order(session: requests.Session, time: FakeTime) -> None:
    later = made(2001, name="#1014B", processedAt="2026-11-20T12:00:00Z")
    assert found(session, time, cancelled(), made(), later) == "#1014B"
    dropped = made(cancelledAt="2026-11-20T11:00:00Z")
    assert found(session, time, cancelled(), dropped, later) == "#1014B"


def test_order_without_an_address_has_no_replacement(session: requests.Session, time: FakeTime) -> None:
    assert found(session, time, cancelled(email=None), made(email=None)) is None


def test_only_a_cancelled_order_costs_a_query_more(session: requests.Session, time: FakeTime) -> None:
    open_order = cancelled(cancelledAt=None)
    shop = open_shop(session, store_of(open_order, made()), time=time)
    assert replaced_by(shop, time) is None
    assert shop.asked == ["Shop", "Order"]

    shop = open_shop(session, store_of(cancelled(), made()), time=time)
    assert replaced_by(shop, time) == "#1014A"
    assert shop.asked == ["Shop", "Order", "Replacement"]


def test_hidden_addresses_lead_to_no_replacement(session: requests.Session, time: FakeTime) -> None:
    store = DemoStore(orders=[cancelled(), made()], shop=SHOP, hidden=CONTACT_FIELDS)
    assert replaced_by(open_shop(session, store, time=time), time) is None


def test_a_failing_query_does_not_spoil_the_order(session: requests.Session, time: FakeTime) -> None:
    store = store_of(cancelled(), made())
    shop = open_shop(session, store, time=time, fails=lambda name: name == "Replacement")
    began = time()
    assert replaced_by(shop, time) is None
    assert time() - began <= 1.5
    assert not shop.orders.is_failing


def test_order_whose_query_failed_is_partial_so_that_another_fetch_may_find_it(
    session: requests.Session, time: FakeTime
) -> None:
    failures = ["Replacement"] * 9
    store = store_of(cancelled(), made())
    shop = open_shop(session, store, time=time, fails=lambda name: name in failures)
    document = shop.orders.fetch("1014", time.deadline())
    assert document
    assert document["partial"]
    failures.clear()
    document = shop.orders.fetch("1014", time.deadline())
    assert document
    assert (document["replaced_by"], document["partial"]) == ("#1014A", False)


def test_order_is_whole_where_the_addresses_are_hidden(session: requests.Session, time: FakeTime) -> None:
    store = DemoStore(orders=[cancelled(), made()], shop=SHOP, hidden=CONTACT_FIELDS)
    document = open_shop(session, store, time=time).orders.fetch("1014", time.deadline())
    assert document
    assert not document["partial"]


def test_shop_with_a_suffix(session: requests.Session, time: FakeTime) -> None:
    shop: dict[str, Json] = {**SHOP, "orderNumberFormatSuffix": "-EU"}
    for name in ("#1014A-EU", "#1014-EUA"):
        store = DemoStore(orders=[cancelled(name="#1014-EU"), made(name=name)], shop=shop)
        assert replaced_by(open_shop(session, store, time=time), time) == name


def test_names_follow_the_letters() -> None:
    assert replacement_names("#1014", "") == ("#1014A", "#1014B", "#1014C")
    assert replacement_names("#1014A", "") == ("#1014B", "#1014C")
    assert replacement_names("#1014C", "") == ()
    assert replacement_names("B1014", "") == ("B1014A", "B1014B", "B1014C")
    assert replacement_names("#1014-EU", "-EU")[:1] == ("#1014A-EU",)
