from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import requests

from tests.fakes import harbor_goods
from tests.merchant.acting import Acting
from tests.shopify.clients import FakeTime, RecordingTransport, Shop, static
from tracking.database import Database, DatabaseUnavailable, orders, tasks
from tracking.demo import ALL_SCOPES, DemoStore
from tracking.merchant.order_lock import NotStored
from tracking.merchant.shopify_actions import NotOffered, NotPossible, ShopifyActions
from tracking.shopify.client import Client
from tracking.shopify.errors import NotWritten, Unavailable
from tracking.shopify.order_calls.order_writes import ShopifyWrite
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.transport import open_session
from tracking.worker.order_tasks import FETCH_ORDER, add_changed_order

ALL = frozenset(ShopifyWrite)
FRIDAY, AT = date(2026, 12, 4), datetime(2026, 12, 4, 22, 59, 59, tzinfo=UTC)


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with open_session() as opened:
        yield opened


class WritingShop:
    """An order of the demo shop, and what is done to it there."""

    def __init__(
        self,
        database: Database,
        session: requests.Session,
        slug: str = "delayed",
        named: frozenset[ShopifyWrite] = ALL,
        store: DemoStore | None = None,
        fails: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.acting, time = Acting(database, slug), FakeTime()
        self.order_id, self.database = self.acting.order_id, database
        self.store = store or replace(harbor_goods(), written={})
        asked: list[str] = []
        session.mount("https://", RecordingTransport(self.store, asked, fails))
        client = Client(static("https://demo.myshopify.com"), session, monotonic=time, sleep=time.sleep)
        self.shop = Shop(orders=ShopifyOrders(client, monotonic=time), client=client, asked=asked)
        self.actions = ShopifyActions(
            database=database,
            erasure=self.acting.erasure,
            shopify=self.shop.orders,
            named=named,
            fetch_again=add_changed_order,
            clock=self.acting.clock,
            monotonic=time,
        )

    @property
    def written(self) -> dict[str, object]:
        """The values of the order that were changed at Shopify."""
        return dict(self.store.written.get(f"gid://shopify/Order/{self.order_id}", {}))

    @property
    def fetches(self) -> list[str]:
        """The orders that will be fetched again."""
        with self.database.read() as transaction:
            return tasks.order_ids(transaction, FETCH_ORDER, limit=9)

    def offered(self) -> frozenset[ShopifyWrite]:
        with self.database.read() as transaction:
            order = orders.get(transaction, self.order_id)
        assert order
        return self.actions.offered(order)


@pytest.mark.both_databases
def test_an_action_stands_in_the_history_and_the_order_is_fetched_again(
    database: Database, session: requests.Session
) -> None:
    shop = WritingShop(database, session)
    shop.actions.tag(shop.order_id, "kim", ["call back"], adds=True)
    assert shop.written["tags"] == ["call back"]
    assert shop.fetches == [shop.order_id]
    shop.actions.tag(shop.order_id, "kim", ["call back"], adds=False)
    assert shop.written["tags"] == []
    assert shop.acting.done == [("kim", "tag"), ("kim", "untag")], "without the tag: only its hash is kept"


def test_an_order_that_is_done_is_archived_once(database: Database, session: requests.Session) -> None:
    shop = WritingShop(database, session, "delivered")
    assert ShopifyWrite.ARCHIVE in shop.offered()
    shop.actions.archive(shop.order_id, "kim")
    assert shop.written["closed"] is True
    assert shop.acting.done == [("kim", "archive")]
    late = WritingShop(database, session)
    assert ShopifyWrite.ARCHIVE not in late.offered()
    with pytest.raises(NotPossible):
        late.actions.archive(late.order_id, "kim")
    assert late.written == {}


def test_the_deadline_is_that_of_what_is_still_to_be_sent(database: Database, session: requests.Session) -> None:
    shop = WritingShop(database, session, "bank-transfer")
    shop.actions.set_deadline(shop.order_id, "kim", AT, FRIDAY)
    deadlines = [fields["fulfillBy"] for fields in shop.store.written.values() if "fulfillBy" in fields]
    assert deadlines == ["2026-12-04T22:59:59Z"]
    assert shop.acting.done == [("kim", "deadline 2026-12-04")]
    sent = WritingShop(database, session, "delivered")
    with pytest.raises(NotPossible):
        sent.actions.set_deadline(sent.order_id, "kim", AT, FRIDAY)


def test_nothing_is_offered_that_is_not_named_or_not_granted(database: Database, session: requests.Session) -> None:
    assert WritingShop(database, session, "bank-transfer").offered() == {ShopifyWrite.TAGS, ShopifyWrite.DEADLINE}
    unnamed = WritingShop(database, session, named=frozenset())
    assert unnamed.offered() == frozenset()
    assert unnamed.shop.asked == [], "Shopify is not asked, either"
    denied = WritingShop(database, session, store=replace(harbor_goods(), scopes=ALL_SCOPES, written={}))
    assert denied.offered() == frozenset()
    for shop in (unnamed, denied):
        with pytest.raises(NotOffered):
            shop.actions.tag(shop.order_id, "kim", ["a"], adds=True)
        assert (shop.written, shop.acting.done) == ({}, [])


def test_act_refused_by_shopify_changes_nothing(database: Database, session: requests.Session) -> None:
    shop = WritingShop(database, session)
    with pytest.raises(NotWritten):
        shop.actions.tag(shop.order_id, "kim", ["x" * 41], adds=True)
    assert (shop.written, shop.acting.done, shop.fetches) == ({}, [], [])


def test_neither_does_a_shopify_that_is_away(database: Database, session: requests.Session) -> None:
    shop = WritingShop(database, session, fails=lambda _: True)
    assert shop.offered() == frozenset()
    with pytest.raises(Unavailable):
        shop.actions.tag(shop.order_id, "kim", ["a"], adds=True)
    assert shop.acting.done == []


def test_an_order_that_is_not_kept_is_not_changed(database: Database, session: requests.Session) -> None:
    shop = WritingShop(database, session)
    shop.acting.actions.erase(shop.order_id, "kim")
    for order_id in (shop.order_id, "1", "x"):
        with pytest.raises(NotStored):
            shop.actions.tag(order_id, "kim", ["a"], adds=True)
    assert shop.written == {}


def test_act_done_at_shopify_stays_done_where_it_cannot_be_recorded(
    database: Database, session: requests.Session, caplog: pytest.LogCaptureFixture
) -> None:
    shop = WritingShop(database, session)

    def broken(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("locked")

    replace(shop.actions, fetch_again=broken).tag(shop.order_id, "kim", ["a"], adds=True)
    assert shop.written["tags"] == ["a"]
    assert shop.acting.done == []
    assert "tag was done at Shopify, and is not in the history: locked" in caplog.text
