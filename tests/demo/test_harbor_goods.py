from datetime import timedelta

from tests.demo.demo_client import DemoClient
from tracking.demo.orders import ORDERS

FIELDS = "processedAt updatedAt displayFinancialStatus fulfillments { displayStatus }"


def test_dates_stay_stable_for_hours() -> None:
    demo_client = DemoClient()
    first = demo_client.order("#1001", FIELDS)
    demo_client.now += timedelta(hours=5)
    assert demo_client.order("#1001", FIELDS) == first


def test_minutes_ago_stay_stable_within_the_hour() -> None:
    demo_client = DemoClient()
    slug = next(order.name for order in ORDERS if order.placed_at == "-8m")
    first = demo_client.order(slug, FIELDS)
    demo_client.now = demo_client.now.replace(minute=59)
    assert demo_client.order(slug, FIELDS) == first
    demo_client.now += timedelta(minutes=2)
    assert demo_client.order(slug, FIELDS) != first


def test_out_for_delivery_today_ends_at_midnight() -> None:
    demo_client = DemoClient()
    demo_client.now = demo_client.now.replace(hour=23, minute=50)
    assert demo_client.order("#1002", FIELDS)["fulfillments"] == [{"displayStatus": "OUT_FOR_DELIVERY"}]
    demo_client.now += timedelta(minutes=20)
    assert demo_client.order("#1002", FIELDS)["fulfillments"] == [{"displayStatus": "IN_TRANSIT"}]


def test_days_later_the_orders_are_dated_anew() -> None:
    demo_client = DemoClient()
    first = demo_client.order("#1001", FIELDS)
    demo_client.now += timedelta(days=3)
    later = demo_client.order("#1001", FIELDS)
    assert (later["processedAt"][:10], first["processedAt"][:10]) == ("2026-11-21", "2026-11-18")


def test_only_one_order_progresses() -> None:
    demo_client = DemoClient()
    before, still = demo_client.order("#1100", FIELDS), demo_client.order("#1001", FIELDS)
    demo_client.now += timedelta(seconds=100)
    after = demo_client.order("#1100", FIELDS)
    assert before["fulfillments"] == []
    assert after["fulfillments"] == [{"displayStatus": "IN_TRANSIT"}]
    assert after["updatedAt"] > before["updatedAt"]
    assert demo_client.order("#1001", FIELDS) == still


def test_ids_stay_the_same_forever() -> None:
    demo_client = DemoClient()
    before = demo_client.order("#1002", "id")
    demo_client.now += timedelta(days=400)
    assert demo_client.order("#1002", "id") == before
