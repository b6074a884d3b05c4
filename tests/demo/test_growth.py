from datetime import timedelta
from itertools import pairwise

import requests

from tests.demo.demo_client import GROWTH, NOW, DemoClient, rows
from tests.fakes import harbor_goods
from tests.shopify.clients import DEMO, FakeTime, static
from tracking.demo import DemoTransport, GrowingOrders, LeakyBucket
from tracking.demo.growth import EPOCH, FIRST_NUMBER
from tracking.demo.orders import ORDERS
from tracking.demo.stories import LONGEST
from tracking.shopify.client import Client
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.parsing.order import read_order

HOUR = timedelta(hours=1)
FULL_HOUR = NOW.replace(minute=0)


def growing(demo_client: DemoClient) -> DemoClient:
    """The same client, whose shop grows."""
    demo_client.transport = DemoTransport(clock=lambda: demo_client.now, growth=GROWTH)
    demo_client.session.mount("https://demo.myshopify.com", demo_client.transport)
    return demo_client


def test_six_orders_come_in_each_hour() -> None:
    names = [{order["name"] for order in GROWTH.listed(FULL_HOUR + hours * HOUR)} for hours in range(4)]
    assert [len(later - earlier) for earlier, later in pairwise(names)] == [6, 6, 6]


def test_orders_follow_from_the_clock_and_the_seed() -> None:
    def seen(seed: int) -> list[object]:
        listed = GrowingOrders(seed=seed).listed(NOW)[::4]
        return [(order["name"], order["displayFulfillmentStatus"]) for order in listed]

    assert seen(1) == seen(1)
    assert seen(1) != seen(2)


def test_growth_is_bounded() -> None:
    assert len(GROWTH.listed(FULL_HOUR)) == len(GROWTH.listed(FULL_HOUR + timedelta(days=300))) == 6 * 48


def test_nothing_is_placed_before_the_first_order() -> None:
    assert GROWTH.listed(EPOCH - HOUR) == []
    assert GROWTH.changes(EPOCH - HOUR, EPOCH - timedelta(seconds=1)) == []
    assert GROWTH.by_number(FIRST_NUMBER, EPOCH - HOUR) is None
    assert GROWTH.by_number(FIRST_NUMBER - 1, NOW) is None


def test_order_that_is_no_longer_listed_is_found_by_its_id() -> None:
    oldest = GROWTH.listed(NOW)[0]
    later = NOW + LONGEST
    assert oldest["id"] not in {order["id"] for order in GROWTH.listed(later)}
    found = GROWTH.by_number(int(str(oldest["id"]).rpartition("/")[2]), later)
    assert found is not None
    assert found["name"] == oldest["name"]


def test_order_of_the_future_is_not_there_yet() -> None:
    newest = int(str(GROWTH.listed(NOW)[-1]["id"]).rpartition("/")[2])
    assert GROWTH.by_number(newest, NOW) is not None
    assert GROWTH.by_number(newest + 1, NOW) is None


def test_changes_of_spans_are_those_of_the_whole() -> None:
    whole = GROWTH.changes(NOW, NOW + 6 * HOUR)
    parts = [change for hours in range(6) for change in GROWTH.changes(NOW + hours * HOUR, NOW + (hours + 1) * HOUR)]
    assert [change.key for change in whole] == [change.key for change in parts]
    assert len({change.key for change in whole}) == len(whole) > 100


def test_order_of_a_change_is_the_order_at_that_moment() -> None:
    for change in GROWTH.changes(NOW, NOW + 2 * HOUR):
        found = GROWTH.by_number(int(change.key.partition("/")[0]), change.at)
        assert found is not None
        assert dict(change.order) == dict(found)
        assert change.order["updatedAt"] == change.at.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_everything_that_may_happen_happens_within_two_days() -> None:
    topics = {topic for change in GROWTH.changes(NOW - LONGEST, NOW) for topic in change.topics}
    assert topics >= {
        "orders/create",
        "orders/updated",
        "fulfillments/create",
        "fulfillments/update",
        "fulfillment_orders/placed_on_hold",
        "fulfillment_orders/hold_released",
        "returns/request",
        "returns/close",
    }
    assert "orders/delete" not in topics
    delayed = [order for order in GROWTH.listed(NOW) if "DELAYED" in str(order["fulfillments"])]
    assert delayed


def test_orders_of_the_demo_stay_as_they_are_beside_those_that_come_in() -> None:
    demo_client = growing(DemoClient())
    demo_client.now = FULL_HOUR
    query = "{ orders(first: 250, after: null, sortKey: ID) { nodes { id name updatedAt } } ordersCount { count } }"
    answer = demo_client.query(query)["data"]
    without = DemoClient()
    without.now = FULL_HOUR
    alone = without.query(query)["data"]
    assert answer["ordersCount"]["count"] == alone["ordersCount"]["count"] + 288 == len(ORDERS) + 288
    assert answer["orders"]["nodes"][: len(ORDERS)] == alone["orders"]["nodes"]
    assert not {order["name"] for order in GROWTH.listed(NOW)} & {order.name for order in ORDERS}
    assert not {order["id"] for order in GROWTH.listed(NOW)} & {o["id"] for o in harbor_goods().orders}


def test_directory_reads_what_was_updated_since_a_moment_page_by_page() -> None:
    demo_client = growing(DemoClient())
    query = """query($since: String, $after: String) {
      orders(first: 20, after: $after, sortKey: UPDATED_AT, query: $since) {
        nodes { id updatedAt } pageInfo { hasNextPage endCursor }
      }
    }"""
    seen: list[str] = []
    after, has_next = None, True
    since = f"updated_at:>='{(NOW - 3 * HOUR).isoformat()}'"
    while has_next:
        found = demo_client.query(query, since=since, after=after)["data"]["orders"]
        seen += [node["id"] for node in found["nodes"]]
        after, has_next = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
    changed = {change.order["id"] for change in GROWTH.changes(NOW - 3 * HOUR, NOW)}
    assert len(seen) == len(set(seen))
    assert changed <= set(seen)


def test_parts_of_an_order_that_came_in_are_found_by_their_ids() -> None:
    demo_client = growing(DemoClient())
    [order] = [each for each in GROWTH.listed(NOW) if each["fulfillments"]][:1]
    [parcel] = rows(order, "fulfillments")
    [group] = rows(order, "fulfillmentOrders")
    query = """query($parcel: ID!, $group: ID!) {
      fulfillment(id: $parcel) { order { id } }
      node(id: $group) { ... on FulfillmentOrder { orderId } }
    }"""
    answer = demo_client.query(query, parcel=parcel["id"], group=group["id"])["data"]
    assert answer == {"fulfillment": {"order": {"id": order["id"]}}, "node": {"orderId": order["id"]}}


def test_real_client_reads_each_order_and_finds_it_by_its_number() -> None:
    time = FakeTime()
    listed = GROWTH.listed(NOW)[::12]
    with requests.Session() as session:
        transport = DemoTransport(clock=lambda: NOW, growth=GROWTH, bucket=LeakyBucket(maximum=10**6))
        session.mount("https://", transport)
        orders = ShopifyOrders(Client(static(DEMO), session, monotonic=time, sleep=time.sleep), monotonic=time)
        for order in listed:
            [hit] = [
                hit for hit in orders.search(f'name:"{order["name"]}"', time.deadline()) if hit.name == order["name"]
            ]
            assert hit.email == order["email"]
            document = orders.fetch(hit.id, time.deadline())
            assert document is not None
            assert not document["partial"]
            assert read_order(document).name == order["name"]
