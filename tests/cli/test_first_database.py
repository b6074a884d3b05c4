from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.commands import ROOT, WHEREABOUTS, invoke, run_in
from tests.doctor.doctor_report import check_sentences, run_doctor
from tests.fakes import free_port
from tests.postgres_server import PostgresServer
from tracking.cli.first_database import prepare_database
from tracking.database import DatabaseTooNew
from tracking.services import services


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'orders.db'}"


def make_newer(app: Flask) -> None:
    """Let a later version have changed the tables."""
    with app.app_context(), services().database.write() as transaction:
        transaction.execute(text("UPDATE alembic_version SET version_num = '9999'"))


def test_the_database_is_made_before_the_site_is_served(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    prepare_database(make_app(DATABASE_URL=url(tmp_path)))
    assert (tmp_path / "orders.db").stat().st_size > 0


def test_unreachable_database_is_logged_and_stops_nothing(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    prepare_database(make_app(DATABASE_URL=f"postgresql://whereabouts:canary@127.0.0.1:{free_port()}/orders"))
    assert "The database (orders at 127.0.0.1) cannot be used" in caplog.text
    assert "canary" not in caplog.text


def test_a_user_without_rights_is_a_sentence_and_stops_nothing(
    make_app: Callable[..., Flask], postgres_server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    postgres_server.execute("CREATE ROLE visitor LOGIN")
    denied = postgres_server.url("template1").replace("postgres@", "visitor@")
    app = make_app(DATABASE_URL=denied)
    prepare_database(app)
    assert "cannot be used: permission denied for schema public. Pages work without it" in caplog.text
    assert "Traceback" not in caplog.text
    (finding,) = run_doctor(app).of("Database")
    check_sentences(finding.state, finding.message, finding.fix)
    assert "its rights" in finding.fix
    for words in (["database", "upgrade"], ["orders"], ["sync"]):
        status, _, errors = invoke(*words, DATABASE_URL=denied)
        assert (status, errors.splitlines()[-1].startswith("Error: ")) == (1, True), errors
    postgres_server.execute("DROP ROLE visitor")


def test_a_newer_one_stops_the_start(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    make_newer(make_app(DATABASE_URL=url(tmp_path)))
    with pytest.raises(DatabaseTooNew):
        prepare_database(make_app(DATABASE_URL=url(tmp_path)))


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_newer_one_ends_the_command_with_one_sentence(
    make_app: Callable[..., Flask], tmp_path: Path, command: str
) -> None:
    make_newer(make_app(DATABASE_URL=url(tmp_path)))
    status, _, errors = invoke(command, DATABASE_URL=url(tmp_path), PORT="0")
    assert status == 2
    (sentence,) = errors.splitlines()
    assert sentence.startswith("DATABASE_URL names a database that a newer version of this site has changed")


def test_a_command_that_does_not_serve_makes_no_database(tmp_path: Path) -> None:
    shop = {
        "SHOPIFY_SHOP": "tea.myshopify.com",
        "SHOPIFY_ACCESS_TOKEN": "token",
        "SECRET_KEY": "own" * 12,
        "DATABASE_URL": "",
    }
    status, _, _ = run_in(tmp_path, *WHEREABOUTS, "carrier", "1Z5R89390357567127", **shop)
    assert status == 0
    assert list(tmp_path.iterdir()) == []
    assert not (ROOT / "data").exists()
