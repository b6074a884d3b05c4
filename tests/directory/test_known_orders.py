from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests import demo_orders
from tests.directory import stored_orders
from tests.fakes import NOW, Clock, ManualExecutor
from tracking.database import Database, DatabaseUnavailable, Transaction
from tracking.directory.erasure import OrderErasure
from tracking.directory.known_orders import DirectoryOrders
from tracking.directory.order_hashes import OrderHashes
from tracking.orders.errors import LookupUnavailable
from tracking.shopify.json_decoder import dig

SLUG = "exchange-on-its-way"
MakeKnown = Callable[[Database], DirectoryOrders]


@pytest.fixture
def make_known(clock: Clock, background: ManualExecutor) -> MakeKnown:
    def make(database: Database) -> DirectoryOrders:
        erasure = OrderErasure(database, OrderHashes(["key"]), retention=timedelta(days=90), clock=clock)
        return DirectoryOrders(database, stored_orders.POLICY.carriers, erasure, background, monotonic=clock.monotonic)

    return make


def number_of(slug: str) -> str:
    entries = (entry.number for parcel in demo_orders.orders()[slug].fulfillments for entry in parcel.tracking)
    return next(number for number in entries if number)


def test_a_kept_order_is_known_as_it_was_fetched(database: Database, make_known: MakeKnown) -> None:
    order_id = stored_orders.put(database, SLUG)
    found = make_known(database).get(order_id)
    assert found
    assert (found.fetched_at, dig(found.document, "order")["name"]) == (NOW, demo_orders.orders()[SLUG].name)
    assert make_known(database).get("1") is None


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("damage", ["answer = '[1]'", "answer = 'null'", "fetched_at = 'nonsense'"])
def test_an_order_whose_row_is_damaged_is_not_known(database: Database, make_known: MakeKnown, damage: str) -> None:
    order_id = stored_orders.put(database, SLUG)
    with database.write() as transaction:
        transaction.execute(text(f"update orders set {damage}"))  # noqa: S608 - our own words
    assert make_known(database).get(order_id) is None


@pytest.mark.parametrize("is_all", [False, True])
def test_an_order_that_is_to_be_erased_is_not_known(
    database: Database, make_known: MakeKnown, clock: Clock, monkeypatch: pytest.MonkeyPatch, *, is_all: bool
) -> None:
    order_id, known = stored_orders.put(database, SLUG), make_known(database)
    erasure = OrderErasure(database, OrderHashes(["key"]), retention=timedelta(days=90), clock=clock)
    monkeypatch.setattr("tracking.directory.erasure.AT_ONCE", 1)
    if is_all:
        erasure.erase_all_soon()
    else:
        erasure.erase_soon([order_id, "1"])
    assert known.get(order_id) is None
    assert known.ids_by_number(number_of(SLUG)) == ()


def test_an_order_is_found_by_its_tracking_number_however_it_is_typed(
    database: Database, make_known: MakeKnown
) -> None:
    order_id, number, known = stored_orders.put(database, SLUG), number_of(SLUG), make_known(database)
    spaced = f"{number[:4]} {number[4:]}".lower()
    for typed in (number, spaced, f"Tracking: {number}", f"Sendungsnummer {spaced}", f"#{number}"):
        assert known.ids_by_number(typed) == (order_id,), typed
    assert known.ids_by_number(f"{number}9") == ()


def test_short_text_is_no_tracking_number(database: Database, make_known: MakeKnown) -> None:
    assert make_known(database).ids_by_number("#1001") is None


def test_the_newest_orders_with_a_number_are_found(database: Database, make_known: MakeKnown) -> None:
    slugs = sorted(demo_orders.documents())[:5]
    number = number_of(SLUG)
    ids = [stored_orders.put(database, slug, placed_at=NOW - timedelta(days=day)) for day, slug in enumerate(slugs)]
    with database.write() as transaction:
        for order_id in ids:
            transaction.exec_driver_sql(
                f"INSERT INTO tracking_numbers (order_id, key) VALUES ('{order_id}', '{number}')"  # noqa: S608 - ours
            )
    assert make_known(database).ids_by_number(number) == tuple(ids[:3])


def test_an_order_that_is_gone_is_forgotten_in_the_background(
    database: Database, make_known: MakeKnown, background: ManualExecutor
) -> None:
    order_id, known = stored_orders.put(database, SLUG), make_known(database)
    known.forget(order_id)
    assert known.get(order_id)
    assert background.run() == 1
    assert known.get(order_id) is None


class FailingDatabase(Database):
    """Counts how often it is asked, in vain."""

    asked = 0

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        self.asked += 1
        raise DatabaseUnavailable("disk I/O error")
        yield

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        raise DatabaseUnavailable("disk I/O error")
        yield


def test_a_database_that_fails_is_left_alone_for_some_seconds(
    database: Database,
    make_known: MakeKnown,
    clock: Clock,
    background: ManualExecutor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failing = FailingDatabase(database.backend)
    known = make_known(failing)
    for _ in range(3):
        assert known.get("1") is None
        with pytest.raises(LookupUnavailable) as failed:
            known.ids_by_number("1Z5R89390357567127")
        assert failed.value.retry_after == 10
        assert known.ids_by_number("#1001") is None, "it is no tracking number"
    assert failing.asked == 1
    assert "Pages do without the database" in caplog.text
    clock.advance(seconds=11)
    assert known.get("1") is None
    assert failing.asked == 2
    known.forget("1")
    background.run()
    assert "is still in the database" in caplog.text
