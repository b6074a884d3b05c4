import tracemalloc
from datetime import timedelta

import pytest

from tests.demo.demo_client import NOW, DemoClient, rows
from tracking.demo.generated_orders import FIRST_NUMBER, SPAN, GeneratedOrders, generated_store

COUNT = 1000


@pytest.fixture(scope="module")
def orders() -> GeneratedOrders:
    return GeneratedOrders(COUNT, NOW)


@pytest.fixture(scope="module")
def listed_client(orders: GeneratedOrders) -> DemoClient:
    """Asks a store that has no index of its orders."""
    store = generated_store(COUNT, NOW)
    return DemoClient(type(store)(orders=list(orders), shop=store.shop))


def test_orders_are_the_same_whenever_they_are_read(orders: GeneratedOrders) -> None:
    assert len(orders) == COUNT
    assert dict(orders[7]) == dict(orders[7]) == dict(orders.by_number(FIRST_NUMBER + 7) or {})
    assert [order["name"] for order in orders[3:6]] == ["#1000003", "#1000004", "#1000005"]
    assert orders.by_number(FIRST_NUMBER + COUNT) is None
    assert orders.by_number(5) is None


@pytest.mark.parametrize("key", ["id", "createdAt", "processedAt", "updatedAt"])
def test_orders_are_sorted_by_every_key_alike(orders: GeneratedOrders, key: str) -> None:
    values = [str(order[key]) for order in orders]
    assert values == sorted(values)
    assert values[-1] <= "gid" or key == "id"


def test_nothing_happened_after_the_order_was_updated_or_after_now(orders: GeneratedOrders) -> None:
    now = NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    for order in orders[::40]:
        scans = [scan["happenedAt"] for parcel in rows(order, "fulfillments") for scan in parcel["events"]]
        assert max([str(order["createdAt"]), *scans]) <= str(order["updatedAt"]) <= now
    assert str(orders[0]["createdAt"]) < (NOW - SPAN + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "updated_at:>=2026-11-20T00:00:00Z",
        "updated_at:>'2026-11-20T00:00:00Z' updated_at:<='2026-11-21T12:00:00+01:00'",
        "created_at:<2026-09-01",
        "updated_at:>2027-01-01",
        "updated_at:>2026-11-20 updated_at:<2026-11-01",
        "status:open",
        "status:open updated_at:<2026-10-01",
        "status:open OR updated_at:>=2026-11-20T00:00:00Z",
        "-status:open",
    ],
)
def test_search_finds_what_a_look_at_each_order_finds(listed_client: DemoClient, query: str) -> None:
    fields = "{ nodes { name } pageInfo { endCursor } }"
    search = f"query($q: String) {{ orders(first: 250, query: $q, sortKey: UPDATED_AT, reverse: true) {fields} }}"
    plain = DemoClient(generated_store(COUNT, NOW)).query(search, q=query)["data"]
    assert plain == listed_client.query(search, q=query)["data"]


def test_order_is_found_by_its_exact_number_only(orders: GeneratedOrders) -> None:
    def names(query: str) -> list[object]:
        return [order["name"] for order in orders.matching(query, "id")]

    assert names('name:"#1000007"') == ["#1000007"]
    assert names('name:"#1000007" OR name:"1000009"') == ["#1000007", "#1000009"]
    assert names(f"id:{FIRST_NUMBER + 3}") == ["#1000003"]
    assert names('name:"#17"') == names("name:abc") == []


def test_all_orders_are_read_page_by_page() -> None:
    demo_client = DemoClient(generated_store(COUNT, NOW))
    query = """query($after: String) { orders(first: 250, after: $after, sortKey: UPDATED_AT, reverse: true) {
      nodes { id } pageInfo { hasNextPage endCursor }
    } }"""
    seen: list[str] = []
    after, has_next = None, True
    while has_next:
        found = demo_client.query(query, after=after)["data"]["orders"]
        seen += [node["id"] for node in found["nodes"]]
        after, has_next = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
    assert seen == [f"gid://shopify/Order/{FIRST_NUMBER + index}" for index in reversed(range(COUNT))]


def test_a_million_orders_take_no_memory() -> None:
    demo_client = DemoClient(generated_store(1_000_000, NOW))
    query = """query($number: ID!) {
      orders(first: 50, sortKey: UPDATED_AT, reverse: true) { nodes { id name } }
      order(id: $number) { name displayFulfillmentStatus }
      ordersCount(limit: null) { count }
    }"""
    demo_client.query(query, number="gid://shopify/Order/1")
    tracemalloc.start()
    try:
        answer = demo_client.query(query, number=f"gid://shopify/Order/{FIRST_NUMBER + 400_000}")["data"]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer["order"]["name"] == "#1400000"
    assert answer["orders"]["nodes"][0]["name"] == "#1999999"
    assert answer["ordersCount"]["count"] == 1_000_000
    assert peak < 5_000_000
