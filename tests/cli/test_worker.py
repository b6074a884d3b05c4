import signal
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commands import WHEREABOUTS, environment, started
from tests.database.conftest import opened
from tests.fakes import NOW
from tracking.database import Database, tasks
from tracking.worker.order_tasks import add_changed_order


def is_idle(database: Database) -> bool:
    with database.read() as transaction:
        return not tasks.counts(transaction, now=NOW)


@pytest.mark.parametrize("name", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.audit)])
def test_worker_works_until_a_signal(tmp_path: Path, name: signal.Signals) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    database = opened(url)
    with database.write() as transaction:  # which the demo store does not have
        add_changed_order(transaction, "1", now=NOW - timedelta(days=1))
    with started((*WHEREABOUTS, "worker"), environment(DATABASE_URL=url)) as process:
        assert process.stdout
        assert process.stdout.readline() == "The worker has begun (Ctrl-C ends it).\n"
        while not is_idle(database):
            assert process.poll() is None
        process.send_signal(name)
        errors = process.communicate(timeout=60)[1]
    database.close()
    assert process.returncode == 0
    assert "Traceback" not in errors
