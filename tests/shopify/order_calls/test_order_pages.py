from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.fakes import harbor_goods
from tests.shopify.clients import FakeTime, open_shop, static
from tests.shopify.faulty_server import responds
from tests.shopify.test_search import Serve, hits
from tracking.shopify.client import Client
from tracking.shopify.errors import Unavailable
from tracking.shopify.order_calls.order_pages import (
    PAGE_SIZE,
    ListedOrder,
    open_and_unchanged_since,
    order_page,
    updated_since,
)

SINCE = datetime(2026, 10, 1, tzinfo=UTC)


def listed(session: requests.Session, time: FakeTime, query: str, *, newest_first: bool = True) -> list[ListedOrder]:
    orders, found, after = open_shop(session, harbor_goods(), time=time).orders, list[ListedOrder](), None
    while True:
        page = orders.page(query, after, time.deadline(), newest_first=newest_first)
        assert len(page.orders) <= PAGE_SIZE
        found += page.orders
        after = page.after
        if after is None:
            return found


@pytest.mark.parametrize("newest_first", [True, False])
def test_pages_list_every_order_once_by_its_last_change(
    session: requests.Session, time: FakeTime, *, newest_first: bool
) -> None:
    found = listed(session, time, updated_since(SINCE), newest_first=newest_first)
    moments = [order.updated_at for order in found]
    assert moments == sorted(moments, reverse=newest_first)
    wanted = {order["id"] for order in harbor_goods().orders if str(order["updatedAt"]) >= "2026-10-01T00:00:00Z"}
    assert sorted(f"gid://shopify/Order/{order.id}" for order in found) == sorted(map(str, wanted))


def test_two_searches_share_no_order(session: requests.Session, time: FakeTime) -> None:
    since = SINCE.replace(month=11, day=20)
    recent = {order.id for order in listed(session, time, updated_since(since))}
    older = listed(session, time, open_and_unchanged_since(since))
    assert older
    assert not recent & {order.id for order in older}
    assert all(order.updated_at < since for order in older)


def test_the_moment_is_written_in_utc() -> None:
    moment = (SINCE + timedelta(hours=2)).astimezone()
    assert updated_since(moment) == "updated_at:>='2026-10-01T02:00:00Z'"


def test_a_list_with_an_error_is_no_list(session: requests.Session, serve: Serve, time: FakeTime) -> None:
    server = serve(*[responds(hits(errors=[{"message": "Internal error", "path": ["orders"]}]))] * 9)
    client = Client(static(server.url), session, monotonic=time, sleep=time.sleep)
    with pytest.raises(Unavailable):
        order_page(client, "", None, time.deadline(), newest_first=True)
