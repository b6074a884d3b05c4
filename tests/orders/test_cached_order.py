from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import NOW, Clock, Shopify
from tests.orders.conftest import Instance
from tests.sampling import each_row
from tracking.orders.cached_order import MAX_SKEW, CachedOrder, CacheEntry, InvalidationMarks, Snapshot

HOUR = timedelta(hours=1)
READ_AT = NOW + timedelta(minutes=5)


def cached_order(minutes: int = 0) -> CachedOrder:
    return CachedOrder(fetched_at=NOW + timedelta(minutes=minutes), ttl=HOUR, updated_at=None, document={})


def snapshot(instance: Instance, shopify: Shopify, order_id: str, minutes: int = 0) -> Snapshot:
    order = instance.service.order(shopify.id_of("#1001")).order
    cached = cached_order(minutes)
    return CacheEntry(order_id=order_id, read_at=READ_AT, cached=cached).snapshot_of(cached, order)


def test_snapshot_is_valid_for_the_ttl(instance: Instance, shopify: Shopify) -> None:
    found = snapshot(instance, shopify, "a", minutes=3)
    assert (found.fetched_at, found.expires_at) == (NOW + timedelta(minutes=3), NOW + timedelta(minutes=63))
    assert (found.read_at, found.stale) == (READ_AT, False)


def test_freshness_differs_by_fetch_and_is_deterministic(instance: Instance, shopify: Shopify) -> None:
    parts = {
        (snapshot(instance, shopify, order_id, minutes).fresh_until - NOW - timedelta(minutes=minutes)) / HOUR
        for order_id in ("a", "b", "c", "d")
        for minutes in (0, 1, 2, 3)
    }
    assert len(parts) == 16
    assert min(parts) >= 0.5
    assert max(parts) <= 0.75
    assert snapshot(instance, shopify, "a") == snapshot(instance, shopify, "a")


def test_snapshot_in_the_future_is_shown_as_of_now(instance: Instance, shopify: Shopify) -> None:
    assert snapshot(instance, shopify, "a", minutes=60).fetched_at == READ_AT


def test_small_skew_is_not_the_future(clock: Clock) -> None:
    assert not replace(cached_order(), fetched_at=clock.now + MAX_SKEW).is_in_future(clock.now)
    assert replace(cached_order(), fetched_at=clock.now + MAX_SKEW * 1.1).is_in_future(clock.now)


AT = "2026-11-22T14:05:00+00:00"


@each_row(
    "value",
    [
        "text",
        5,
        [],
        {},
        {"as_of": AT},
        {"as_of": "yesterday", "good_seconds": 60.0, "updated_at": None, "document": {}, "change": None},
        {"as_of": AT[:19], "good_seconds": 60.0, "updated_at": None, "document": {}, "change": None},
        {"as_of": AT, "good_seconds": "60", "updated_at": None, "document": {}, "change": None},
        {"as_of": AT, "good_seconds": 60.0, "updated_at": 5, "document": {}, "change": None},
        {"as_of": AT, "good_seconds": 60.0, "updated_at": None, "document": [], "change": None},
        {"as_of": AT, "good_seconds": 60.0, "updated_at": None, "document": {}, "change": 5},
        {"as_of": AT, "good_seconds": 60.0, "updated_at": None, "document": {}},
    ],
)
def test_value_of_another_format_is_no_order(value: object) -> None:
    assert CachedOrder.from_json(cached_order().to_json()) == cached_order()
    assert CachedOrder.from_json(value) is None


def test_entry_is_parsed_only_by_snapshot() -> None:
    cached = replace(cached_order(), document={"order": None, "partial": False})
    entry = CacheEntry(order_id="5902720525908", read_at=NOW, cached=cached)
    assert entry.is_valid
    assert entry.snapshot() is None


@pytest.mark.parametrize(
    ("set_before", "is_outdated"),
    [(None, True), ("a", True), ("b", True), ("a|b", False), ("b|a", False), ("a|b|c", False)],
)
def test_order_is_outdated_by_a_change_mark_that_it_does_not_carry(
    set_before: str | None, *, is_outdated: bool
) -> None:
    marks = InvalidationMarks(changed="a", all_changed="b")
    assert marks.is_changed_since(set_before) is is_outdated
    assert not marks.is_changed_since(marks.change)


def test_order_is_not_outdated_when_one_of_its_marks_has_expired() -> None:
    change = InvalidationMarks(changed="a", all_changed="b").change
    for left in (InvalidationMarks(changed="a"), InvalidationMarks(all_changed="b"), InvalidationMarks()):
        assert not left.is_changed_since(change)


@pytest.mark.parametrize(("age", "left"), [(-1, 24), (0, 24), (23, 1), (24, 24), (30, 24)])
def test_stored_order_is_retained_from_now_where_its_time_cannot_be_right(age: float, left: float) -> None:
    order = CachedOrder(fetched_at=NOW - timedelta(hours=age), ttl=timedelta(0), updated_at=None, document=None)
    assert order.retained_until(timedelta(hours=24), NOW) == NOW + timedelta(hours=left)
