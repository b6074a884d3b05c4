import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import invoke
from tests.database.conftest import opened
from tests.database.order_rows import order, put
from tests.database.test_upgrade import write_before_0008


def test_the_demo_keeps_nothing() -> None:
    for command in ("sync", "worker"):
        status, _, errors = invoke(command)
        assert status == 1
        assert "The demo store keeps nothing: set SHOPIFY_SHOP, or name a database in DATABASE_URL." in errors


def test_a_database_that_cannot_be_used_is_one_sentence() -> None:
    status, _, errors = invoke("sync", DATABASE_URL="sqlite:////dev/null/orders.db")
    assert status == 1
    assert "cannot be used" in errors
    assert "Traceback" not in errors


LOOKS = [
    ["orders"],
    ["export", "#1001"],
    ["export", "--requested"],
    ["erase", "#1001"],
    ["notices"],
    ["notices", "--dry-run"],
]
CHECKS = [["database", "check"], ["database", "backup", "/dev/null/saved"]]


@pytest.mark.parametrize("is_empty", [False, True])
def test_a_command_that_only_looks_makes_no_database(tmp_path: Path, *, is_empty: bool) -> None:
    file = tmp_path / "mistyped" / "orders.db"
    if is_empty:
        file.parent.mkdir()
        file.touch()
    for words in (*LOOKS, *CHECKS):
        status, output, errors = invoke(*words, DATABASE_URL=f"sqlite:///{file}")
        assert (status, output) == (1, ""), words
        assert f"There is no database yet ({file}): if DATABASE_URL is right, start the site" in errors
    assert [path.stat().st_size for path in tmp_path.rglob("*.db*")] == ([0] if is_empty else [])


def test_a_newer_one_is_a_wrong_setting(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'orders.db'}"
    database = opened(url)
    put(database, order("1"))
    with database.write() as transaction:
        transaction.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for words in (*LOOKS, CHECKS[0], ["worker"], ["sync"], ["database", "upgrade"]):
        status, output, errors = invoke(*words, DATABASE_URL=url)
        assert (status, output) == (2, ""), words
        sentence = errors.splitlines()[-1]
        assert sentence.startswith("Error: DATABASE_URL names a database that a newer version of this site has changed")
        assert sentence.endswith("its first start.")


def test_an_older_one_is_not_brought_up_to_date_by_a_look(tmp_path: Path) -> None:
    path, saved = tmp_path / "orders.db", tmp_path / "saved"
    url = f"sqlite:///{path}"
    write_before_0008(url)
    for words in (*LOOKS, CHECKS[0], ["merchant-logout"]):
        status, output, errors = invoke(*words, DATABASE_URL=url)
        assert (status, output) == (2, ""), words
        assert "names a database of an older version of this site (its tables are of version 0007)" in errors
        assert "database upgrade`, which brings it up to date." in errors
    assert invoke("database", "backup", str(saved), DATABASE_URL=url)[0] == 0
    for file in (path, saved):
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0007",)
    assert invoke("database", "upgrade", DATABASE_URL=url)[0] == 0
    assert invoke("database", "check", DATABASE_URL=url)[0] == 0
