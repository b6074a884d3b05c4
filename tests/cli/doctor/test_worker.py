from collections.abc import Callable

import pytest
from flask import Flask

from tests.cli.doctor.doctor_report import TOKEN, PrintedFinding, check_sentences, run_doctor
from tests.database.conftest import postgres_database, postgres_url, sqlite_url, url
from tests.fakes import Clock, free_port
from tests.webhook_samples import SETTINGS
from tracking.database import leases
from tracking.services import services
from tracking.worker.lease_watch import LEASE

__all__ = ["postgres_database", "postgres_url", "sqlite_url", "url"]

SHOP = {**SETTINGS, "SHOPIFY_ACCESS_TOKEN": TOKEN}


def found_in(app: Flask) -> PrintedFinding:
    (finding,) = run_doctor(app).of("Worker")
    check_sentences(finding.state, finding.message, finding.fix)
    return finding


@pytest.mark.parametrize("where", ["inside", "off"])
def test_a_worker_is_at_work_or_is_missing_since_a_moment(
    make_app: Callable[..., Flask], url: str, clock: Clock, where: str
) -> None:
    app = make_app(**SHOP, DATABASE_URL=url, WORKER=where)
    with app.app_context():
        services().database.prepare()
    finding = found_in(app)
    assert finding.state == "?"
    assert " worker` " in finding.fix
    assert "WORKER=inside" in finding.fix
    with app.app_context(), services().database.write() as transaction:
        leases.take(transaction, LEASE, "another process", now=clock())
    assert found_in(app).state == "ok"
    clock.advance(minutes=6)
    finding = found_in(app)
    assert finding.state == "!!"
    assert "2026-11-22 14:05 UTC" in finding.message


def test_a_database_that_is_gone_says_nothing_of_a_worker(make_app: Callable[..., Flask]) -> None:
    app = make_app(**SHOP, DATABASE_URL=f"postgresql://whereabouts@127.0.0.1:{free_port()}/orders")
    assert run_doctor(app).of("Worker") == []


def test_in_the_demo_there_is_none_to_look_for(app: Flask) -> None:
    assert run_doctor(app).of("Worker") == []


def test_where_there_is_no_database_yet_none_is_at_work(make_app: Callable[..., Flask], sqlite_url: str) -> None:
    finding = found_in(make_app(**SHOP, DATABASE_URL=sqlite_url))
    assert (finding.state, finding.message[:20]) == ("?", "None is at work: the")
