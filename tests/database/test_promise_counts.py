from dataclasses import replace
from datetime import date, timedelta

from tracking.database import Database, promise_counts
from tracking.database.promise_counts import PromiseOutcome

MONDAY = date(2026, 11, 16)
KEPT = PromiseOutcome(week=MONDAY, step="arrive", said_by="carrier", carrier="dhl", days_over=0)
BROKEN = replace(KEPT, days_over=2, carrier="")
BEFORE = replace(KEPT, week=MONDAY - timedelta(days=7))


def test_outcomes_are_counted_by_what_they_are_of(database: Database) -> None:
    for _ in range(2):
        with database.write() as transaction:
            promise_counts.add(transaction, [KEPT, BROKEN, KEPT, BEFORE])
    with database.write() as transaction:
        found = promise_counts.since(transaction, MONDAY)
        assert sorted(found, key=str) == sorted([(KEPT, 4), (BROKEN, 2)], key=str)
        assert promise_counts.forget_before(transaction, MONDAY) == 1
        assert len(promise_counts.since(transaction, BEFORE.week)) == len(found)
        assert promise_counts.remove_all(transaction) == len(found)
        assert promise_counts.since(transaction, BEFORE.week) == []
