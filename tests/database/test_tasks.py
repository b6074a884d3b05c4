from datetime import timedelta

import pytest

from tests.fakes import NOW
from tracking.database import Database, tasks
from tracking.database.tasks import Task, TaskCount

SETTLE = timedelta(seconds=2)
SOON = NOW + SETTLE


def hint(database: Database, key: str = "1", after: timedelta = timedelta(), kind: str = "fetch_order") -> None:
    now = NOW + after
    with database.write() as transaction:
        tasks.add(transaction, kind, key, now=now, due_at=now + SETTLE, order_id=key)


def claim(database: Database, after: timedelta = SETTLE, limit: int = 10, kinds: tuple[str, ...] = ()) -> list[Task]:
    with database.write() as transaction:
        return tasks.claim(transaction, now=NOW + after, limit=limit, kinds=kinds)


def done(database: Database, task: Task) -> bool:
    with database.write() as transaction:
        return tasks.done(transaction, task)


def test_tasks_that_asked_for_what_was_done_are_removed(database: Database) -> None:
    with database.write() as transaction:
        for kind, key, at, due_at in (
            ("fill", "1", NOW, NOW),
            ("other", "1", NOW, NOW),
            ("settling", "1", NOW, NOW + timedelta(seconds=2)),
            ("later", "1", NOW + timedelta(seconds=2), NOW),
            ("fill", "2", NOW, NOW),
        ):
            tasks.add(transaction, kind, key, now=at, due_at=due_at, order_id=key)
        tasks.add(transaction, "claimed", "1", now=NOW, due_at=NOW - timedelta(seconds=9), order_id="1")
        assert tasks.claim(transaction, now=NOW, limit=1)
        moment = NOW + timedelta(seconds=1)
        kinds = ("fill", "settling", "later", "claimed")
        assert tasks.done_before(transaction, "1", moment, kinds=kinds) == 1
        assert sorted(tasks.counts(transaction, now=NOW)) == ["claimed", "fill", "later", "other", "settling"]


def test_many_hints_about_one_order_are_one_task_due_after_the_first(database: Database) -> None:
    for seconds in range(3):
        hint(database, after=timedelta(seconds=seconds))
    assert claim(database, timedelta(seconds=1)) == []
    (task,) = claim(database)
    assert (task.kind, task.key, task.order_id, task.hints) == ("fetch_order", "1", "1", 3)
    assert (task.due_at, task.first_at, task.hinted_at) == (SOON, NOW, NOW + timedelta(seconds=2))


def test_claimed_task_is_not_claimed_again_until_the_claim_ends(database: Database) -> None:
    hint(database)
    assert claim(database)
    assert claim(database, SETTLE + tasks.CLAIM - timedelta(seconds=1)) == []
    assert claim(database, SETTLE + tasks.CLAIM)


def test_a_claim_from_a_clock_that_was_a_day_ahead_does_not_last_a_day(database: Database) -> None:
    hint(database)
    assert claim(database, timedelta(days=1))
    assert claim(database)


def test_no_more_are_claimed_than_asked_for_and_the_oldest_first(database: Database) -> None:
    for number in (3, 1, 2):
        hint(database, str(number), timedelta(seconds=number))
    assert [task.key for task in claim(database, timedelta(minutes=1), limit=2)] == ["1", "2"]
    assert [task.key for task in claim(database, timedelta(minutes=1), limit=2)] == ["3"]


def test_only_the_kinds_that_are_asked_for_are_claimed(database: Database) -> None:
    hint(database)
    hint(database, kind="judge")
    assert [task.kind for task in claim(database, kinds=("judge",))] == ["judge"]


def test_a_task_that_is_done_leaves_no_row(database: Database) -> None:
    hint(database)
    (task,) = claim(database)
    assert done(database, task)
    assert claim(database, timedelta(days=1)) == []
    with database.read() as transaction:
        assert tasks.counts(transaction, now=NOW) == {}


def test_a_task_that_was_hinted_while_it_was_worked_on_stays(database: Database) -> None:
    hint(database)
    (task,) = claim(database)
    hint(database, after=timedelta(seconds=10))
    assert not done(database, task)
    assert claim(database, timedelta(seconds=11)) == []
    (again,) = claim(database, timedelta(seconds=12))
    assert done(database, again)


def test_lost_claim_ends_nothing(database: Database) -> None:
    hint(database)
    (late,) = claim(database)
    (current,) = claim(database, SETTLE + tasks.CLAIM)
    assert not done(database, late)
    with database.write() as transaction:
        tasks.give_up(transaction, late, reason="late")
        tasks.retry(transaction, late, now=NOW, reason="late")
    assert done(database, current)


def test_a_task_of_the_same_name_added_since_is_not_ended(database: Database) -> None:
    hint(database)
    (late,) = claim(database)
    (current,) = claim(database, SETTLE + tasks.CLAIM)
    done(database, current)
    hint(database, after=timedelta(minutes=5))
    assert not done(database, late)
    assert claim(database, timedelta(minutes=6))


def test_pauses_grow_to_an_hour() -> None:
    pauses = [tasks.pause(attempts).total_seconds() for attempts in (0, 1, 2, 9, 10, 10_000)]
    assert pauses == [5, 10, 20, 2560, 3600, 3600]


def test_a_task_that_failed_is_due_after_a_pause(database: Database) -> None:
    hint(database)
    (task,) = claim(database)
    with database.write() as transaction:
        tasks.retry(transaction, task, now=SOON, reason="Shopify does not answer")
    assert claim(database, SETTLE + timedelta(seconds=4)) == []
    (again,) = claim(database, SETTLE + timedelta(seconds=5))
    assert (again.attempts, again.reason, again.first_at) == (1, "Shopify does not answer", NOW)


def test_a_task_that_failed_and_was_hinted_meanwhile_is_due_when_the_hint_says(database: Database) -> None:
    hint(database)
    (task,) = claim(database)
    hint(database, after=SETTLE)
    with database.write() as transaction:
        tasks.retry(transaction, task, now=NOW + timedelta(minutes=1), reason="broken")
    assert claim(database, 2 * SETTLE)


def test_a_new_hint_does_not_wait_for_the_pause(database: Database) -> None:
    hint(database)
    (task,) = claim(database)
    with database.write() as transaction:
        tasks.retry(transaction, task, now=NOW + timedelta(hours=1), reason="broken")
    hint(database, after=timedelta(seconds=10))
    assert claim(database, timedelta(seconds=12))


def test_a_task_that_was_given_up_stays_with_its_reason_until_it_is_hinted_again(database: Database) -> None:
    hint(database)
    (task,) = claim(database)
    with database.write() as transaction:
        tasks.give_up(transaction, task, reason="no such order")
    assert claim(database, timedelta(days=1)) == []
    with database.read() as transaction:
        (found,) = tasks.given_up(transaction, limit=10)
    assert (found.key, found.reason, found.attempts) == ("1", "no such order", 1)
    hint(database, after=timedelta(days=1))
    (again,) = claim(database, timedelta(days=1) + SETTLE)
    assert (again.attempts, again.reason, again.first_at) == (0, None, NOW + timedelta(days=1))


def test_a_task_that_was_hinted_while_it_was_given_up_is_due(database: Database) -> None:
    hint(database)
    (task,) = claim(database)
    hint(database, after=SETTLE)
    with database.write() as transaction:
        tasks.give_up(transaction, task, reason="broken")
    assert claim(database, 2 * SETTLE)


def test_a_task_that_is_released_is_as_it_was(database: Database) -> None:
    hint(database)
    (task,) = claim(database)
    with database.write() as transaction:
        tasks.release(transaction, task)
    (again,) = claim(database)
    assert (again.attempts, again.due_at) == (0, SOON)


def test_counts_tell_what_is_due_and_since_when(database: Database) -> None:
    hint(database, "1")
    hint(database, "2", timedelta(seconds=1))
    hint(database, "3", timedelta(hours=1))
    hint(database, "4", kind="judge")
    (task,) = claim(database, kinds=("judge",))
    with database.write() as transaction:
        tasks.give_up(transaction, task, reason="broken")
    with database.read() as transaction:
        counts = tasks.counts(transaction, now=NOW + timedelta(minutes=1))
    assert counts == {
        "fetch_order": TaskCount(due=2, waiting=1, given_up=0, oldest_due=SOON),
        "judge": TaskCount(due=0, waiting=0, given_up=1, oldest_due=None),
    }


@pytest.mark.parametrize("key", ["gid://shopify/Return/1", "1" * 300, "nul\x00", "half \ud83d"])
def test_any_key_can_be_kept(database: Database, key: str) -> None:
    hint(database, key)
    assert len(claim(database)) == 1


def test_task_is_due_from_its_time_on_for_its_kind(database: Database) -> None:
    with database.write() as transaction:
        tasks.add(transaction, "fetch_order", "1", now=NOW, due_at=NOW)
        assert tasks.has_due(transaction, now=NOW, kinds=["fetch_order"])
        assert not tasks.has_due(transaction, now=NOW, kinds=["resolve_part"])
        assert not tasks.has_due(transaction, now=NOW - timedelta(seconds=1), kinds=["fetch_order"])


def test_waiting_and_given_up_tasks_can_be_made_due(database: Database) -> None:
    with database.write() as transaction:
        for key in ("waits", "is given up", "is due"):
            tasks.add(transaction, "fetch_order", key, now=NOW, due_at=NOW)
        for task in tasks.claim(transaction, now=NOW, limit=9):
            if task.key == "waits":
                tasks.retry(transaction, task, now=NOW, reason="timeout")
            elif task.key == "is given up":
                tasks.give_up(transaction, task, reason="timeout")
            else:
                tasks.release(transaction, task)
        assert tasks.make_due(transaction, ["fetch_order"], now=NOW) == 2
        assert len(tasks.claim(transaction, now=NOW, limit=9)) == 3


def test_tasks_of_a_clock_that_was_ahead_do_not_wait_for_it(database: Database) -> None:
    with database.write() as transaction:
        for key, hours in (("ahead", 24), ("pause", 1)):
            tasks.add(transaction, "fetch_order", key, now=NOW, due_at=NOW + timedelta(hours=hours))
        assert tasks.make_due_after_clock_step(transaction, now=NOW) == 1
        assert [task.key for task in tasks.claim(transaction, now=NOW, limit=9)] == ["ahead"]
