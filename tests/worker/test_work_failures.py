from datetime import timedelta

import pytest

from tests.fakes import NOW
from tracking.database import Database, DatabaseProblem, DatabaseUnavailable, progress
from tracking.worker.work_failures import WorkFailure, add_failure, forget_failures, work_failure

DENIED = DatabaseUnavailable("permission denied for table orders", DatabaseProblem.DENIED)


@pytest.mark.parametrize(
    ("error", "reason", "problem"),
    [(DENIED, str(DENIED), DatabaseProblem.DENIED), (KeyError("#1001"), "KeyError", None)],
)
def test_failures_in_a_row_are_counted_since_the_first(
    database: Database, error: Exception, reason: str, problem: DatabaseProblem | None
) -> None:
    found: list[WorkFailure] = []
    for minute in range(3):
        with database.write() as transaction:
            add_failure(transaction, error, now=NOW + timedelta(minutes=minute))
            found += filter(None, [work_failure(transaction)])
    assert [each.lasts for each in found] == [False, False, True]
    assert found[-1] == WorkFailure(3, NOW, NOW + timedelta(minutes=2), reason, problem)
    with database.write() as transaction:
        forget_failures(transaction)
        assert work_failure(transaction) is None


def test_failure_of_a_newer_version_is_read_as_far_as_it_goes(database: Database) -> None:
    written = {"count": 1, "since": NOW.isoformat(), "last": NOW.isoformat(), "reason": "", "problem": "melted"}
    with database.write() as transaction:
        progress.put(transaction, "work_failure", written)
        failure = work_failure(transaction)
    assert failure
    assert failure.problem is None
