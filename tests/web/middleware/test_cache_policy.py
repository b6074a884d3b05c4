from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import create_environ

from tests.order.builders import order
from tracking.orders import Snapshot
from tracking.web.authorization import OrderAccess
from tracking.web.middleware.cache_policy import CachePolicy, mark, marked

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
SNAPSHOT = Snapshot(
    key="anna",
    order=order(placed_at=NOW - timedelta(days=1)),
    as_of=NOW - timedelta(seconds=10),
    fresh_until=NOW + timedelta(seconds=20),
    good_until=NOW + timedelta(seconds=50),
    read_at=NOW,
)


TOMORROW = NOW + timedelta(days=1)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def keep(snapshot: Snapshot = SNAPSHOT, *, expires_at: datetime = TOMORROW, now: datetime = NOW) -> CachePolicy:
    return CachePolicy.of(OrderAccess(order_id="1", snapshot=snapshot, expires_at=expires_at), "page.order", now)


def test_a_page_is_fresh_and_good_as_long_as_its_order() -> None:
    assert keep() == CachePolicy(
        endpoint="page.order",
        order_id="1",
        key="anna",
        state_at=after(-10),
        read_at=NOW,
        fresh_until=after(20),
        good_until=after(50),
    )


@pytest.mark.parametrize(("seconds", "fresh", "good"), [(5, 5, 5), (30, 20, 30), (60, 20, 50)])
def test_it_does_not_outlive_its_link(seconds: int, fresh: int, good: int) -> None:
    short = keep(expires_at=after(seconds))
    assert (short.fresh_until, short.good_until) == (after(fresh), after(good))


def test_it_does_not_outlive_its_words() -> None:
    due = replace(SNAPSHOT.order, financial_status="PENDING", payment_due_at=after(30))
    unpaid = keep(replace(SNAPSHOT, order=due))
    assert (unpaid.fresh_until, unpaid.good_until) == (after(20), after(30))


def test_a_stale_page_lives_for_two_seconds_from_when_it_was_made_whatever_its_age() -> None:
    old = replace(SNAPSHOT, as_of=after(-900), fresh_until=after(-870), good_until=after(-840), stale=True)
    stale = keep(old, now=after(4))
    assert (stale.fresh_until, stale.good_until) == (after(6), after(6))
    assert stale.state_at == NOW, "it is as new as it can be, and says how old it is"
    assert keep(old, expires_at=after(1)).good_until == after(1)


def test_only_what_a_view_marked_is_kept() -> None:
    environ = create_environ("/order/x")
    assert marked(environ) is None
    mark(environ, keep())
    assert marked(environ) == keep()
