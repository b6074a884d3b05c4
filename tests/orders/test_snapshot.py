from datetime import timedelta

from tests.orders.conftest import Desk
from tests.parts import NOW, Shopify
from tracking.orders.rows import Row
from tracking.orders.snapshot import Snapshot, snapshot_of

HOUR = timedelta(hours=1)
READ_AT = NOW + timedelta(minutes=5)


def heard(desk: Desk, shopify: Shopify, key: str, minutes: int = 0) -> Snapshot:
    order = desk.lookup.order(shopify.id_of("#1001")).order
    row = Row(as_of=NOW + timedelta(minutes=minutes), good_for=HOUR, updated_at=None, document={})
    return snapshot_of(key, row, order, read_at=READ_AT)


def test_it_is_good_for_as_long_as_its_row_says(desk: Desk, shopify: Shopify) -> None:
    found = heard(desk, shopify, "a", minutes=3)
    assert (found.as_of, found.good_until) == (NOW + timedelta(minutes=3), NOW + timedelta(minutes=63))
    assert (found.read_at, found.stale) == (READ_AT, False)


def test_every_answer_is_fresh_for_another_part_of_that_and_always_for_the_same(desk: Desk, shopify: Shopify) -> None:
    parts = {
        (heard(desk, shopify, key, minutes).fresh_until - NOW - timedelta(minutes=minutes)) / HOUR
        for key in ("a", "b", "c", "d")
        for minutes in (0, 1, 2, 3)
    }
    assert len(parts) == 16
    assert min(parts) >= 0.5
    assert max(parts) <= 0.75
    assert heard(desk, shopify, "a") == heard(desk, shopify, "a")


def test_nobody_is_told_of_a_moment_that_is_still_to_come(desk: Desk, shopify: Shopify) -> None:
    assert heard(desk, shopify, "a", minutes=60).as_of == READ_AT
