import logging
from datetime import timedelta

import pytest

from tests.fakes import Clock
from tracking.database import Database, tasks
from tracking.worker.order_tasks import add_changed_order
from tracking.worker.work_log import REPORT_EVERY, WorkLog


@pytest.fixture
def work_log(database: Database, clock: Clock) -> WorkLog:
    return WorkLog(database, clock=clock)


def reported(work_log: WorkLog, caplog: pytest.LogCaptureFixture) -> list[str]:
    caplog.clear()
    with caplog.at_level(logging.INFO, "tracking.worker"):
        work_log.report()
    return caplog.messages


def test_work_is_one_line_every_five_minutes(
    work_log: WorkLog, database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with database.write() as transaction:
        for order_id in ("1", "2", "3"):
            add_changed_order(transaction, order_id, now=clock())
        clock.advance(minutes=1)
        (task,) = tasks.claim(transaction, now=clock(), limit=1)
        tasks.give_up(transaction, task, reason="test")
    assert reported(work_log, caplog) == []
    work_log.add(fetched=3)
    work_log.add(fetched=4, judged=2)
    clock.advance(minutes=4)
    assert reported(work_log, caplog) == []
    clock.advance(minutes=1)
    assert reported(work_log, caplog) == [
        "The worker asked Shopify for 7 orders and judged 2 again, in 5 minutes; 2 wait, 1 were given up"
    ]
    work_log.add(judged=1)
    assert reported(work_log, caplog) == []
    clock.now += REPORT_EVERY
    assert "for 0 orders and judged 1 again" in reported(work_log, caplog)[0]


def test_idle_minutes_are_not_reported(work_log: WorkLog, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    reported(work_log, caplog)
    clock.now += 2 * REPORT_EVERY
    assert reported(work_log, caplog) == []
    work_log.add(fetched=1)
    assert reported(work_log, caplog) == [], "five minutes begin with the work"


def test_clock_that_goes_back_stops_no_report(
    work_log: WorkLog, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    reported(work_log, caplog)
    work_log.add(fetched=1)
    clock.now -= timedelta(days=1)
    assert reported(work_log, caplog) == []
    clock.now += REPORT_EVERY
    assert len(reported(work_log, caplog)) == 1
