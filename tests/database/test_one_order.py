from dataclasses import replace
from pathlib import Path

from tests.database.merchant_rows import letter
from tests.database.notice_rows import notice
from tests.database.order_rows import order, put
from tests.database.test_answers import WAIT
from tests.durations.test_promises import promise
from tests.fakes import NOW
from tracking.database import (
    Database,
    answers,
    data_requests,
    letter_texts,
    merchant_history,
    merchant_letters,
    merchant_notes,
    notice_preferences,
    notice_situations,
    notices,
    one_order,
    page_openings,
    promises,
    set_aside,
    tasks,
)
from tracking.database.letter_texts import LetterText
from tracking.database.merchant_notes import MerchantNote
from tracking.database.orders import FoundBy
from tracking.database.orders import put as put_order
from tracking.database.set_aside import AsideState
from tracking.database.tables import metadata

STATE = AsideState(
    rank=7, why="late", condition="late", parcel_condition="late", reason="delayed", out_of_step=("no_tracking_number",)
)
CANARY = "canary-of-an-erased-order"


def fill(database: Database, order_id: str) -> None:
    row = order(order_id, location=CANARY, answer={"title": CANARY * 100})
    with database.write() as transaction:
        put_order(transaction, row, FoundBy(numbers=[CANARY], tag_hashes=[CANARY], words=[CANARY], views=["late"]))
        tasks.add(transaction, "resolve_part", f"part-of-{order_id}", now=NOW, due_at=NOW, order_id=order_id)
        page_openings.add(transaction, {(order_id, NOW.date()): 1})
        data_requests.add(transaction, [order_id], now=NOW)
        notices.add(transaction, [notice(order_id)])
        notice_preferences.put(transaction, order_id, "all", now=NOW)
        notice_situations.put(transaction, order_id, {}, now=NOW)
        answers.put(transaction, replace(WAIT, order_id=order_id, words=CANARY))
        merchant_history.add(transaction, who="kim@example.com", what="note", order_id=order_id, at=NOW)
        set_aside.put(transaction, order_id, NOW, CANARY, STATE, NOW)
        letter_texts.put(transaction, order_id, "letter", LetterText(subject=CANARY, text=CANARY))
        merchant_letters.add(transaction, letter(order_id, id=f"to {order_id}", subject=CANARY, text=CANARY))
        promises.add(transaction, order_id, CANARY, [(promise(24, 2), None)])
        merchant_notes.add(transaction, order_id, MerchantNote(text=CANARY, who="kim@example.com", at=NOW))


def test_an_order_leaves_every_table_and_no_other_order_does(database: Database) -> None:
    fill(database, "1")
    fill(database, "2")
    with database.read() as transaction:
        kept = one_order.rows(transaction, "1")
    with_orders = {table.name for table in metadata.sorted_tables if table.name == "orders" or "order_id" in table.c}
    assert kept.keys() == with_orders, "each table has a row of the order in this test"
    with database.write() as transaction:
        assert one_order.delete_rows(transaction, "1") == sum(map(len, kept.values()))
    with database.read() as transaction:
        assert one_order.rows(transaction, "1") == {}
        assert one_order.rows(transaction, "2").keys() == with_orders


def test_the_bytes_of_an_erased_order_leave_the_file(database: Database, tmp_path: Path) -> None:
    if "sqlite" not in database.backend.engine.name:
        return
    fill(database, "1")
    put(database, order("2"))
    assert any(CANARY.encode() in path.read_bytes() for path in tmp_path.iterdir())
    with database.write() as transaction:
        one_order.delete_rows(transaction, "1")
    database.checkpoint()
    assert [path.name for path in tmp_path.iterdir() if CANARY.encode() in path.read_bytes()] == []


def test_several_orders_are_deleted_at_once_and_those_left_are_named(database: Database) -> None:
    for order_id in ("1", "2", "3"):
        fill(database, order_id)
    with database.write() as transaction:
        tasks.add(transaction, "resolve_part", "of-no-known-order", now=NOW, due_at=NOW)
        one_order.delete_rows(transaction, "3", "1")
        assert one_order.any_left(transaction, limit=9) == ["2"]
        one_order.delete_rows(transaction, "2")
        assert one_order.any_left(transaction, limit=9) == []
