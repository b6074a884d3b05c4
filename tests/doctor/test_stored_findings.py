from datetime import timedelta

import pytest

from tests.fakes import Clock
from tracking.database import Database, progress
from tracking.database.column_types import JsonValue
from tracking.doctor import stored_findings
from tracking.doctor.finding import Finding

FOUND = [Finding.ok("shop", "It is Tea."), Finding.error("Redis", "It is down.", "Start REDIS_URL.")]


def test_last_findings_are_kept_with_their_time(database: Database, clock: Clock) -> None:
    with database.write() as transaction:
        assert stored_findings.last(transaction) is None
        stored_findings.save(transaction, FOUND, now=clock() - timedelta(hours=3))
        stored_findings.save(transaction, FOUND[1:], now=clock())
        last = stored_findings.last(transaction)
    assert last == stored_findings.StoredFindings(clock(), (FOUND[1],))


@pytest.mark.parametrize(
    "value",
    [
        "",
        {},
        {"at": "soon", "findings": []},
        {"at": "2026-11-22T14:00:00+00:00", "findings": [["shop", "ok"]]},
        {"at": "2026-11-22T14:00:00+00:00", "findings": [["shop", "great", "It is.", ""]]},
        {"at": "2026-11-22T14:00:00+00:00", "findings": None},
    ],
)
def test_findings_of_another_release_are_not_read(database: Database, value: JsonValue) -> None:
    with database.write() as transaction:
        progress.put(transaction, "doctor", value)
        assert stored_findings.last(transaction) is None
