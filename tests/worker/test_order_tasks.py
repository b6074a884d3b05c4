from datetime import timedelta

from tests.database.order_rows import order, put
from tests.fakes import NOW
from tracking.database import Database, erased_orders, tasks
from tracking.directory.order_hashes import OrderHashes
from tracking.shopify.order_calls.order_pages import ListedOrder
from tracking.worker.order_tasks import SETTLE, add_changed_order, add_changed_parts, add_listed_orders

HASHES = OrderHashes(["key"])
MINUTE = timedelta(minutes=1)


def test_changes_settle_and_parts_do_not(database: Database) -> None:
    with database.write() as transaction:
        add_changed_order(transaction, "1", now=NOW)
        add_changed_parts(transaction, ["gid://shopify/Return/1", "gid://shopify/Return/2"], now=NOW)
        due = tasks.claim(transaction, now=NOW + SETTLE, limit=9)
    assert [(task.kind, task.key, task.due_at - NOW) for task in due] == [
        ("resolve_part", "gid://shopify/Return/1 gid://shopify/Return/2", timedelta()),
        ("fetch_order", "1", SETTLE),
    ]


def test_of_a_list_only_what_is_not_known_is_fetched(database: Database) -> None:
    put(database, order("same", updated_at=NOW))
    put(database, order("older", updated_at=NOW - MINUTE))
    listed = [ListedOrder(id=each, updated_at=NOW) for each in ("new", "same", "older", "erased")]
    with database.write() as transaction:
        erased_orders.add(transaction, HASHES.erased("erased"), until=NOW + MINUTE)
        assert add_listed_orders(transaction, listed, "fill_order", HASHES, now=NOW) == 2
        assert [task.key for task in tasks.claim(transaction, now=NOW, limit=9)] == ["new", "older"]
        assert add_listed_orders(transaction, listed, "fill_order", HASHES, now=NOW, again=True) == 3
