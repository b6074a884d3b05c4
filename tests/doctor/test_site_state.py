from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.fakes import Clock
from tests.webhook_samples import SETTINGS
from tracking.database import alerts, leases, progress, tasks, webhooks_seen
from tracking.database.alerts import AlertRow
from tracking.directory.fill_names import FIRST_FILL
from tracking.doctor.site_state import FillProgress, SiteState, site_state
from tracking.services import services
from tracking.worker.fill_state import DONE
from tracking.worker.lease_watch import LEASE
from tracking.worker.order_tasks import FILL_ORDER


def state_of(app: Flask) -> SiteState:
    with app.app_context(), services().database.read() as transaction:
        return site_state(services(), transaction)


def test_an_empty_site_knows_nothing(make_app: Callable[..., Flask], url: str) -> None:
    state = state_of(make_app(**SETTINGS, DATABASE_URL=url))
    assert (state.has_worker, state.worker_at, state.orders, state.fill) == (False, None, 0, None)
    assert (state.last_webhook_at, state.webhooks_of_day, state.given_up) == (None, 0, 0)
    assert (state.outbox.letters, state.outbox.answers, state.outbox.alerts, state.troubles) == (0, 0, 0, ())
    assert state.budget is None


@pytest.mark.both_databases
def test_state_of_the_site_is_read_from_its_database(make_app: Callable[..., Flask], url: str, clock: Clock) -> None:
    app, now = make_app(**SETTINGS, DATABASE_URL=url), clock()
    with app.app_context(), services().database.write() as transaction:
        leases.take(transaction, LEASE, "a process", now=now)
        progress.put(transaction, FIRST_FILL, {"since": "2026-08-01", "phase": DONE, "listed": 12})
        for order_id in ("1", "2"):
            tasks.add(transaction, FILL_ORDER, order_id, now=now, due_at=now, order_id=order_id)
        webhooks_seen.add(transaction, "old", now=now - timedelta(hours=30))
        webhooks_seen.add(transaction, "new", now=now - timedelta(hours=1))
        row = AlertRow(code="letters", about="", sentence="The mail server refuses.", since=now, seen_at=now)
        alerts.put(transaction, row)
    state = state_of(app)
    assert state.has_worker
    assert state.fill == FillProgress(listed=12, waiting=2, is_done=False)
    assert (state.last_webhook_at, state.webhooks_of_day) == (now - timedelta(hours=1), 1)
    assert [(trouble.title, trouble.sentence) for trouble in state.troubles] == [
        ("letters fail", "The mail server refuses.")
    ]
    clock.advance(minutes=6)
    assert not state_of(app).has_worker


def test_the_budget_is_what_shopify_last_said(app: Flask) -> None:
    client = app.test_client()
    client.post("/", data={"order": "#1001", "email": "ada@example.com"})
    budget = state_of(app).budget
    assert budget
    assert 0 < budget.available <= budget.maximum
