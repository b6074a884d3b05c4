import pytest

from tests import demo_orders
from tests.fakes import NOW, Clock
from tests.order.builders import policy
from tracking.database import Database, one_order, orders
from tracking.database.tables import orders as table
from tracking.directory import rejudge
from tracking.directory.judged_row import JudgedRow, Rules, judged_row
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.rejudge import Rejudge
from tracking.shopify.documents.stored_document import stored_document

RULES, HASHES = Rules(policy()), OrderHashes(["key"])
SLUGS = [*demo_orders.order_ids()][:12]


@pytest.fixture
def kept(database: Database) -> list[JudgedRow]:
    documents = [stored_document(demo_orders.documents()[slug]) for slug in SLUGS]
    made = [judged_row(each, RULES, fetched_at=NOW, now=NOW, contact_hash="ab") for each in documents]
    with database.write() as transaction:
        for each in made:
            orders.put(transaction, each.row, each.found_by)
    return made


def judge_all(database: Database, clock: Clock, rules: Rules = RULES) -> int:
    work, judged = Rejudge(database, rules, HASHES, clock=clock), 0
    while batch := work.run_batch(5):
        assert batch <= 5
        judged += batch
    return judged


def test_an_order_is_judged_again_when_time_changes_it(database: Database, kept: list[JudgedRow], clock: Clock) -> None:
    assert judge_all(database, clock) == 0
    clock.now = min(each.row.judge_at for each in kept if each.row.judge_at)
    due = {each.row.id for each in kept if each.row.judge_at and each.row.judge_at <= clock()}
    assert judge_all(database, clock) == len(due)
    with database.read() as transaction:
        rows = [orders.get(transaction, order_id) for order_id in due]
    for row in rows:
        assert row
        again = judged_row(row.answer, RULES, fetched_at=NOW, now=clock(), contact_hash="ab")
        assert row == again.row


def test_other_rules_judge_every_order_again_once(database: Database, kept: list[JudgedRow], clock: Clock) -> None:
    other = Rules(policy(stalled_days=3))
    assert judge_all(database, clock, other) == len(kept)
    assert judge_all(database, clock, other) == 0


@pytest.mark.parametrize("answer", [{}, {"order": {"id": "gid://shopify/Order/1"}}])
def test_an_answer_that_cannot_be_read_is_asked_for_again(
    database: Database, kept: list[JudgedRow], clock: Clock, answer: dict[str, object]
) -> None:
    row = kept[0].row
    with database.write() as transaction:
        transaction.execute(table.update().where(table.c.id == row.id).values(answer=answer, judge_at=NOW))
    assert judge_all(database, clock) == 1
    with database.read() as transaction:
        assert row.id in orders.due_for_refetch(transaction, now=clock(), limit=99)


def test_a_rule_that_fails_stops_no_other_order(
    database: Database, kept: list[JudgedRow], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.advance(days=400)
    broken = kept[0].row.id

    def judged(answer: dict[str, object], *args: object, **kwargs: object) -> JudgedRow:
        made = judged_row(answer, *args, **kwargs)  # type: ignore[arg-type] # handed on
        if made.row.id == broken:
            raise KeyError
        return made

    monkeypatch.setattr(rejudge, "judged_row", judged)
    assert judge_all(database, clock, Rules(policy(stalled_days=3))) == len(kept)


def test_an_order_that_was_erased_meanwhile_does_not_come_back(
    database: Database, kept: list[JudgedRow], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = kept[0].row.id

    def judged(*args: object, **kwargs: object) -> JudgedRow:
        with database.write() as transaction:
            one_order.delete_rows(transaction, gone)
        return judged_row(*args, **kwargs)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(rejudge, "judged_row", judged)
    judge_all(database, clock, Rules(policy(stalled_days=3)))
    with database.read() as transaction:
        assert orders.get(transaction, gone) is None
