import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import demo_orders
from tests.database import kept_rows
from tests.database.test_answers import WAIT
from tests.directory import stored_orders
from tests.fakes import NOW, Clock
from tracking.database import (
    Database,
    answers,
    data_requests,
    ended_sessions,
    erased_orders,
    login_links,
    merchant_history,
    one_order,
    order_list,
    orders,
    page_openings,
    progress,
    promise_counts,
    step_durations,
    tasks,
)
from tracking.database.login_links import LoginLinkRow
from tracking.database.promise_counts import PromiseOutcome
from tracking.database.step_durations import StepDurationRow
from tracking.directory.erasure import OrderErasure
from tracking.directory.fill_names import FIRST_FILL
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.step_rows import MIN_ROWS
from tracking.shopify.documents.stored_document import stored_document

KEEP = timedelta(days=90)
SLUGS = sorted(demo_orders.order_ids())[:5]
OLD, NEW = "the key of last year", "the key of this year"


def erasure_of(database: Database, clock: Clock, *keys: str) -> OrderErasure:
    return OrderErasure(database, OrderHashes(keys or [OLD]), retention=KEEP, clock=clock)


@pytest.fixture
def erasure(database: Database, clock: Clock) -> OrderErasure:
    return erasure_of(database, clock)


def rows(database: Database, order_id: str) -> dict[str, list[dict[str, object]]]:
    with database.read() as transaction:
        return one_order.rows(transaction, order_id)


def listed(database: Database) -> set[str]:
    """The orders in the list, whose counts say the same."""
    with database.read() as transaction:
        found = set(order_list.ids(transaction, order_list.Filters(), size=100).ids)
        for number in (order_list.count(transaction, order_list.Filters()), orders.count(transaction).known):
            assert number == len(found)
        assert orders.count(transaction).open <= len(found)
        assert order_list.view_counts(transaction).get("all", 0) == len(found)
    return found


def is_taken_in(database: Database, slug: str, *keys: str) -> bool:
    hashes = OrderHashes(keys or [OLD]).erased_candidates(demo_orders.order_ids()[slug])
    order_id = stored_orders.put(database, slug, hashes=hashes)
    with database.read() as transaction:
        return orders.get(transaction, order_id) is not None


def put_with_everything(database: Database, slug: str, clock: Clock) -> str:
    order_id = stored_orders.put(database, slug)
    with database.write() as transaction:
        tasks.add(transaction, "fetch_order", order_id, now=clock.now, due_at=clock.now, order_id=order_id)
        page_openings.add(transaction, {(order_id, clock.now.date()): 1})
        data_requests.add(transaction, [order_id], now=clock.now)
    return order_id


def test_an_erased_order_stands_in_no_table_and_is_not_taken_in_again(
    database: Database, erasure: OrderErasure, clock: Clock
) -> None:
    erased, other = (put_with_everything(database, slug, clock) for slug in SLUGS[:2])
    assert erasure.erase([erased, erased]) > 3
    assert rows(database, erased) == {}
    assert rows(database, other)
    assert not is_taken_in(database, SLUGS[0])
    assert is_taken_in(database, SLUGS[1])
    assert erasure.erase([erased]) == 0


def test_a_name_that_few_steps_have_leaves_with_its_order(database: Database, erasure: OrderErasure) -> None:
    answer = json.loads(json.dumps(stored_document(demo_orders.documents()[SLUGS[0]])))
    answer["order"]["shippingLine"] = {"title": "To Maya's neighbor"}
    for each in answer["order"]["lineItems"]["nodes"]:
        each["product"] = {"productType": "Cup for Maya"}
    step = StepDurationRow(
        step="sent",
        started_on=NOW.date(),
        ended_on=NOW.date(),
        hours=3,
        shipping_method="To Maya's neighbor",
        product_type="Cup for Maya",
    )
    others = replace(step, shipping_method="Standard", product_type="Anchors")
    with database.write() as transaction:
        step_durations.add(transaction, [step, others], is_imported=False)
    erasure.erase([stored_orders.put(database, SLUGS[0], answer=answer)])
    with database.read() as transaction:
        left = kept_rows.steps(transaction)
    assert left == [replace(step, shipping_method=None, product_type=None), others]


def test_a_name_that_many_steps_have_stays_when_one_order_is_erased(database: Database, erasure: OrderErasure) -> None:
    answer = json.loads(json.dumps(stored_document(demo_orders.documents()[SLUGS[0]])))
    answer["order"]["shippingLine"] = {"title": "Standard"}
    step = StepDurationRow(step="sent", started_on=NOW.date(), ended_on=NOW.date(), hours=3, shipping_method="Standard")
    with database.write() as transaction:
        step_durations.add(transaction, [step] * MIN_ROWS, is_imported=False)
    erasure.erase([stored_orders.put(database, SLUGS[0], answer=answer)])
    with database.read() as transaction:
        assert kept_rows.steps(transaction) == [step] * MIN_ROWS


def test_an_order_that_is_not_known_is_not_taken_in_either(database: Database, erasure: OrderErasure) -> None:
    assert erasure.erase([demo_orders.order_ids()[SLUGS[0]]]) == 0
    assert not is_taken_in(database, SLUGS[0])


def test_an_erased_order_is_recognized_after_the_key_has_changed(database: Database, erasure: OrderErasure) -> None:
    erasure.erase([stored_orders.put(database, SLUGS[0])])
    assert not is_taken_in(database, SLUGS[0], OLD, NEW)


def test_an_erased_order_is_remembered_for_as_long_as_it_would_be_kept(
    database: Database, erasure: OrderErasure, clock: Clock
) -> None:
    order_id = stored_orders.put(database, SLUGS[0])
    erasure.erase([order_id])
    clock.advance(days=90)
    erasure.delete_expired()
    assert not is_taken_in(database, SLUGS[0])
    clock.advance(seconds=1)
    erasure.delete_expired()
    assert is_taken_in(database, SLUGS[0])


def test_an_order_that_shopify_no_longer_has_may_come_again(
    database: Database, erasure: OrderErasure, clock: Clock
) -> None:
    order_id = put_with_everything(database, SLUGS[0], clock)
    erasure.forget(order_id)
    assert rows(database, order_id) == {}
    assert is_taken_in(database, SLUGS[0])


def test_a_finished_order_leaves_after_its_time_and_an_open_one_stays(
    database: Database, erasure: OrderErasure, clock: Clock
) -> None:
    finished = {SLUGS[0]: clock.now - KEEP - timedelta(seconds=1), SLUGS[1]: clock.now - KEEP, SLUGS[2]: None}
    ids = [stored_orders.put(database, slug, finished_at=moment) for slug, moment in finished.items()]
    assert erasure.delete_expired() == 1
    assert [bool(rows(database, order_id)) for order_id in ids] == [False, True, True]
    assert erasure.delete_expired() == 0
    with database.read() as transaction:
        assert not erased_orders.has_any(transaction, OrderHashes([OLD]).erased_candidates(ids[0])), (
            "it was not erased by anyone"
        )


def test_old_rows_of_unknown_orders_end_too(database: Database, erasure: OrderErasure, clock: Clock) -> None:
    with database.write() as transaction:
        for key in ("old part", "new part"):
            tasks.add(transaction, "resolve_part", key, now=clock.now, due_at=clock.now)
            (part,) = tasks.claim(transaction, now=clock.now, limit=1)
            tasks.give_up(transaction, part, reason="gone")
            page_openings.add(transaction, {("77", clock.now.date()): 1})
            clock.advance(days=90, seconds=1)
        tasks.add(transaction, "fetch_order", "77", now=clock.now - 2 * KEEP, due_at=clock.now)
    clock.advance(days=-1)
    erasure.delete_expired()
    with database.read() as transaction:
        assert [task.key for task in tasks.given_up(transaction, limit=9)] == ["new part"]
        assert tasks.counts(transaction, now=clock.now)["fetch_order"].waiting == 1
        assert len(kept_rows.openings(transaction, "77")) == 1


def test_history_links_and_sessions_of_the_overview_end_too(
    database: Database, erasure: OrderErasure, clock: Clock
) -> None:
    with database.write() as transaction:
        merchant_history.add(transaction, who="ada", what="logged_out", order_id=None, at=clock.now)
        login_links.add(transaction, LoginLinkRow(hash="5ca1ab1e", who="ada", way="mail", until=clock.now))
        progress.put(transaction, "sessions", "a word")
        ended_sessions.add(transaction, "mine", until=clock.now)
    erasure.delete_expired()
    with database.read() as transaction:
        assert login_links.find(transaction, "5ca1ab1e")
        assert ended_sessions.generation(transaction, "mine", "sessions") is None
    clock.advance(days=90, seconds=1)
    erasure.delete_expired()
    with database.read() as transaction:
        assert merchant_history.page(transaction, after=None, limit=9) == []
        assert login_links.find(transaction, "5ca1ab1e") is None
        assert ended_sessions.generation(transaction, "mine", "sessions") == "a word"


def test_requests_for_data_end_when_their_answer_is_due(
    database: Database, erasure: OrderErasure, clock: Clock
) -> None:
    asked_at = clock.now
    with database.write() as transaction:
        data_requests.add(transaction, ["77"], now=asked_at)
    for days_later, expected in ((30, ["77"]), (1, [])):
        clock.advance(days=days_later)
        erasure.delete_expired()
        with database.read() as transaction:
            assert [found.order_id for found in data_requests.since(transaction, asked_at)] == expected


def test_all_orders_are_erased_batch_by_batch_and_none_is_taken_in_meanwhile(
    database: Database, erasure: OrderErasure, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracking.directory.erasure.AT_ONCE", 2)
    ids = [put_with_everything(database, slug, clock) for slug in SLUGS[:4]]
    with database.write() as transaction:  # known from a hint alone
        tasks.add(transaction, "fetch_order", "77", now=clock.now, due_at=clock.now, order_id="77")
    with database.write() as transaction:
        progress.put(transaction, FIRST_FILL, {"phase": "done"})
    assert len(listed(database)) == 4
    erasure.erase_all_soon()
    assert listed(database) == set()
    assert erasure.erase_batch() == 2
    assert listed(database) == set()
    assert sum(bool(rows(database, order_id)) for order_id in ids) in {2, 3}
    assert not is_taken_in(database, SLUGS[4])
    clock.advance(days=91)
    erasure.delete_expired()  # a shop without a worker waits for as long as it takes
    assert not is_taken_in(database, SLUGS[4])
    assert (erasure.erase_batch(), erasure.erase_batch(), erasure.erase_batch()) == (2, 1, 0)
    assert [order_id for order_id in (*ids, "77") if rows(database, order_id)] == []
    assert is_taken_in(database, SLUGS[4]), "a shop that installs the app again"
    assert listed(database) == {demo_orders.order_ids()[SLUGS[4]]}
    with database.read() as transaction:
        assert progress.get(transaction, FIRST_FILL) is None, "its orders are read from the beginning"


def test_many_orders_are_erased_batch_by_batch_and_are_as_erased_at_once(
    database: Database, erasure: OrderErasure, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracking.directory.erasure.AT_ONCE", 2)
    ids = [put_with_everything(database, slug, clock) for slug in SLUGS]
    assert erasure.erase_soon(ids[:1])
    assert not rows(database, ids[0])
    assert not erasure.erase_soon(ids[1:4])
    assert listed(database) == {ids[4]}
    with database.read() as transaction:
        assert erasure.not_erased(transaction, ids) == ids[4:]
    assert not is_taken_in(database, SLUGS[0])
    assert [erasure.erase_batch() for _ in range(3)] == [2, 1, 0]
    assert [bool(rows(database, order_id)) for order_id in ids] == [False] * 4 + [True]


def test_orders_that_are_back_with_a_backup_are_erased_again(
    database: Database, erasure: OrderErasure, clock: Clock
) -> None:
    erased, other = stored_orders.put(database, SLUGS[0]), stored_orders.put(database, SLUGS[1])
    erasure.erase([erased])
    assert put_with_everything(database, SLUGS[0], clock) == erased
    erasure_of(database, clock, OLD, NEW).erase_remembered()
    assert (rows(database, erased), bool(rows(database, other))) == ({}, True)


def test_the_bytes_of_an_erased_order_leave_the_file(
    database: Database, erasure: OrderErasure, url: str, tmp_path: Path
) -> None:
    if not url.startswith("sqlite"):
        return
    canary = "canary-of-an-erased-order"
    order_id = stored_orders.put(database, SLUGS[0], location=canary)
    assert any(canary.encode() in path.read_bytes() for path in tmp_path.iterdir())
    erasure.erase([order_id])
    assert [path.name for path in tmp_path.iterdir() if canary.encode() in path.read_bytes()] == []


def put_step(database: Database, day: date) -> None:
    with database.write() as transaction:
        row = StepDurationRow(step="sent", started_on=day, ended_on=day, hours=1)
        step_durations.add(transaction, [row], is_imported=True)
        outcome = PromiseOutcome(week=day, step="arrive", said_by="carrier", carrier="ups", days_over=0)
        promise_counts.add(transaction, [outcome])


def counted(database: Database) -> tuple[int, int]:
    """How many durations there are, and how many promises were counted."""
    with database.read() as transaction:
        promised = sum(count for _, count in promise_counts.since(transaction, date(2000, 1, 1)))
        return len(kept_rows.steps(transaction)), promised


def test_counts_end_after_ninety_days(database: Database, erasure: OrderErasure, clock: Clock) -> None:
    put_step(database, clock().date() - timedelta(days=91))
    put_step(database, clock().date() - timedelta(days=90))
    erasure.delete_expired()
    assert counted(database) == (1, 1)


def test_counts_leave_only_with_the_whole_shop(database: Database, erasure: OrderErasure, clock: Clock) -> None:
    put_step(database, clock().date())
    erasure.erase([put_with_everything(database, SLUGS[0], clock)])
    assert counted(database) == (1, 1), "they are of no order"
    erasure.erase_all_soon()
    while erasure.erase_batch():
        pass
    assert counted(database) == (0, 0)


def test_erasing_again_empties_what_the_first_time_could_not(
    database: Database, erasure: OrderErasure, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = put_with_everything(database, SLUGS[0], clock)
    with monkeypatch.context() as reading:
        reading.setattr(database.backend, "checkpoint", lambda: False)
        assert erasure.erase([order_id]) > 0
    assert database.owes_checkpoint
    assert erasure.erase([order_id]) == 0
    assert not database.owes_checkpoint


def test_answers_about_an_order_that_is_not_known_end_after_their_time(
    database: Database, erasure: OrderErasure, clock: Clock
) -> None:
    with database.write() as transaction:
        answers.put(transaction, replace(WAIT, order_id="unknown", at=clock.now - KEEP - timedelta(seconds=1)))
        answers.put(transaction, replace(WAIT, order_id="new", at=clock.now - KEEP))
    erasure.delete_expired()
    with database.read() as transaction:
        assert [len(answers.of_order(transaction, order_id)) for order_id in ("unknown", "new")] == [0, 1]


def test_until_when_an_order_is_erased_is_known_also_after_the_key_has_changed(
    database: Database, erasure: OrderErasure, clock: Clock
) -> None:
    erasure.erase(["17"])
    for each in (erasure, erasure_of(database, clock, OLD, NEW)):
        with database.read() as transaction:
            assert each.erased_until(transaction, "17") == clock() + KEEP
            assert each.erased_until(transaction, "18") is None
    assert erasure.retention == KEEP
