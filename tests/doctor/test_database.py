import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from flask import Flask
from sqlalchemy import event, text

from tests.database.test_upgrade import write_before_0008
from tests.doctor.doctor_report import PrintedFinding, check_sentences, run_doctor
from tests.fakes import free_port
from tracking.services import services


def found_in(app: Flask) -> PrintedFinding:
    (finding,) = run_doctor(app).of("Database")
    check_sentences(finding.state, finding.message, finding.fix)
    return finding


def test_a_database_that_is_well_is_named_with_its_size(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    app = make_app(DATABASE_URL=f"sqlite:///{tmp_path / 'orders.db'}")
    with app.app_context():
        services().database.prepare()
    finding = found_in(app)
    assert finding.state == "ok"
    assert re.search(rf"{tmp_path / 'orders.db'}: \d+ KB", finding.message)
    assert "no damage" in finding.message


def test_unreachable_database_is_an_error_without_its_password(make_app: Callable[..., Flask]) -> None:
    finding = found_in(make_app(DATABASE_URL=f"postgresql://whereabouts:canary@127.0.0.1:{free_port()}/orders"))
    assert finding.state == "!!"
    assert "canary" not in finding.message + finding.fix
    assert "DATABASE_URL" in finding.fix


def test_database_of_a_newer_version_is_an_error(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    app = make_app(DATABASE_URL=url)
    with app.app_context(), services().database.write() as transaction:
        transaction.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    finding = found_in(make_app(DATABASE_URL=url))
    assert finding.state == "!!"
    assert "newer version" in finding.fix


def test_damage_is_an_error(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    file = tmp_path / "orders.db"
    app = make_app(DATABASE_URL=f"sqlite:///{file}")
    with app.app_context():
        services().database.ping()
        services().database.close()
    content = file.read_bytes()
    file.write_bytes(content[: 4096 * 20] + bytes(4096 * 20) + content[4096 * 40 :])
    finding = found_in(app)
    assert finding.state == "!!"
    assert "malformed" in finding.message or "damaged" in finding.message
    assert "restore" in finding.fix.lower()


def test_the_fix_is_that_of_the_problem(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    file = tmp_path / "orders.db"
    app = make_app(DATABASE_URL=f"sqlite:///{file}")
    with app.app_context():
        database = services().database
    database.ping()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "other program" in found_in(app).fix
    database.close()
    limit = event.listens_for(database.backend.engine, "connect")(
        lambda connection, _: connection.execute("PRAGMA query_only = ON").close()
    )
    assert "user who runs the site" in found_in(app).fix
    database.close()
    event.remove(database.backend.engine, "connect", limit)
    with closing(sqlite3.connect(file)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute("VACUUM")
    event.listen(
        database.backend.engine, "connect", lambda it, _: it.execute(f"PRAGMA max_page_count = {pages - 8}").close()
    )
    assert "Free space" in found_in(app).fix


def test_missing_database_is_a_note_and_is_not_made(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    file = tmp_path / "data" / "orders.db"
    finding = found_in(make_app(DATABASE_URL=f"sqlite:///{file}"))
    assert (finding.state, finding.message) == ("?", f"There is none yet: {file}.")
    assert "DATABASE_URL" in finding.fix
    assert "database upgrade" in finding.fix
    assert not file.parent.exists()


def test_database_of_an_older_version_is_an_error_and_not_upgraded(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    write_before_0008(url)
    finding = found_in(make_app(DATABASE_URL=url))
    assert finding.state == "!!"
    assert "database upgrade`" in finding.fix
    with closing(sqlite3.connect(tmp_path / "orders.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0007",)
