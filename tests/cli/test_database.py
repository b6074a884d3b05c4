import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.commands import WHEREABOUTS, invoke, run
from tests.database.conftest import opened
from tests.database.order_rows import order, put
from tests.directory import stored_orders
from tests.doctor.doctor_report import TOKEN, run_doctor
from tests.fakes import free_port
from tests.webhook_samples import SETTINGS
from tracking.database import backup, leases, orders, view_counts
from tracking.database.upgrade import newest_revision
from tracking.directory.erasure import OrderErasure
from tracking.directory.order_hashes import OrderHashes
from tracking.merchant.create import create_staff_access
from tracking.settings import Settings
from tracking.worker.lease_watch import LEASE

DATABASE = "database"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'orders.db'}"


def write(url: str, order_id: str) -> None:
    database = opened(url)
    put(database, order(order_id))
    database.close()


def write_as(settings: dict[str, str], url: str) -> None:
    assert invoke(DATABASE, "upgrade", **settings)[0] == 0
    write(url, "1")


def ids(url: str) -> list[str]:
    database = opened(url)
    with database.read() as transaction:
        found = [row.id for row in orders.by_name(transaction, "#1001")]
    database.close()
    return found


def test_counts_of_views_that_are_wrong_are_made_anew(url: str) -> None:
    write(url, "1")
    database = opened(url)
    with database.write() as transaction:
        view_counts.add(transaction, {"late": 3})
    database.close()
    said = "The counts of the views were wrong: they have been made anew."
    assert said in invoke(DATABASE, "check", DATABASE_URL=url)[1]
    assert said not in invoke(DATABASE, "check", DATABASE_URL=url)[1]


def test_another_shop_is_told_to_take_another_one(url: str, make_app: Callable[..., Flask]) -> None:
    shop = {**SETTINGS, "SHOPIFY_ACCESS_TOKEN": TOKEN, "DATABASE_URL": url}
    first, second = ({**shop, "SHOPIFY_SHOP": f"{name}.myshopify.com"} for name in ("a", "b"))
    write_as(first, url)
    status, _, errors = invoke("sync", **second)
    assert status == 1
    assert "has the orders of a.myshopify.com, and SHOPIFY_SHOP is b.myshopify.com: name another place" in errors
    client = make_app(**second).test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["parts"]["database"]) == (503, "other_shop")
    (finding,) = run_doctor(make_app(**second)).of("Database")
    assert (finding.state, "database same-shop`" in finding.fix) == ("!!", True)
    assert "#1001" not in invoke("orders", **second)[1]
    assert invoke(DATABASE, "check", **first)[0] == 0, "nothing has changed in it"
    assert invoke(DATABASE, "same-shop", **second)[0] == 0
    assert "#1001" in invoke("orders", **second)[1]
    assert invoke("orders", **first)[0] == 1


def test_database_is_made_checked_saved_and_restored(url: str, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    assert invoke(DATABASE, "upgrade", DATABASE_URL=url)[:2] == (
        0,
        f"The database ({tmp_path}/orders.db) is up to date.\n",
    )
    write(url, "1")
    status, output, _ = invoke(DATABASE, "check", DATABASE_URL=url)
    assert status == 0
    assert re.fullmatch(
        rf"SQLite 3[\d.]+: {tmp_path}/orders.db, tables of version {newest_revision()}, \d+ KB\nNo damage was found.\n",
        output,
    )
    assert run(*WHEREABOUTS, DATABASE, "backup", str(file), DATABASE_URL=url)[0] == 0
    write(url, "2")
    status, output, _ = invoke(DATABASE, "restore", str(file), DATABASE_URL=url)
    assert status == 0
    assert f"{tmp_path}/orders.db.before-restore" in output
    assert ids(url) == ["1"]


def test_an_order_that_was_erased_since_the_backup_stays_erased(url: str, tmp_path: Path) -> None:
    file, slug = tmp_path / "saved", "exchange-on-its-way"
    database = opened(url)
    erased = stored_orders.put(database, slug)
    put(database, order("1"))
    backup.backup(database, file)
    hashes = OrderHashes(Settings.from_environ({}).keys)
    OrderErasure(database, hashes, retention=timedelta(days=90), clock=lambda: datetime.now(UTC)).erase([erased])
    database.close()
    status, output, errors = invoke(DATABASE, "restore", str(file), DATABASE_URL=url)
    assert (status, errors) == (0, "")
    assert "Orders that were erased since are not in it." in output
    assert "nobody is told the same twice" in output
    database = opened(url)
    with database.read() as transaction:
        assert (orders.get(transaction, erased), bool(orders.get(transaction, "1"))) == (None, True)
    database.close()


def test_where_nothing_was_there_it_says_that_erased_orders_are_back(url: str, tmp_path: Path) -> None:
    write(url, "1")
    file = tmp_path / "saved"
    assert invoke(DATABASE, "backup", str(file), DATABASE_URL=url)[0] == 0
    (tmp_path / "orders.db").rename(tmp_path / "damaged")
    status, output, errors = invoke(DATABASE, "restore", str(file), DATABASE_URL=url)
    assert status == 0
    assert "erased" not in output
    assert "since the backup: they are in it again. Erase them with `" in errors
    assert "letters that waited are withheld" in errors
    assert "Who has stopped letters since the backup could not be read" in errors


def test_a_session_of_the_overview_that_was_ended_is_not_back_with_a_backup(url: str, tmp_path: Path) -> None:
    file, settings = tmp_path / "saved", Settings.from_environ({"DATABASE_URL": url})
    database = opened(url)
    session = create_staff_access(settings, database, lambda: datetime.now(UTC)).open_from_admin()
    database.close()
    assert invoke(DATABASE, "backup", str(file), DATABASE_URL=url)[0] == 0
    assert invoke(DATABASE, "restore", str(file), DATABASE_URL=url)[0] == 0
    database = opened(url)
    access = create_staff_access(settings, database, lambda: datetime.now(UTC))
    assert not access.is_open(session)
    assert access.is_open(access.open_from_admin())
    database.close()


def test_a_running_site_is_restored_by_force_only(url: str, tmp_path: Path) -> None:
    write(url, "1")
    file = tmp_path / "saved"
    assert invoke(DATABASE, "backup", str(file), DATABASE_URL=url)[0] == 0
    database = opened(url)
    with database.write() as transaction:
        leases.take(transaction, LEASE, "a process", now=datetime.now(UTC) + timedelta(seconds=29))
    database.close()
    status, _, errors = invoke(DATABASE, "restore", str(file), DATABASE_URL=url)
    assert status == 1
    assert errors.startswith(f"Error: The site is running on the database ({tmp_path}/orders.db)")
    assert invoke(DATABASE, "restore", "--force", str(file), DATABASE_URL=url)[0] == 0


def test_the_database_itself_is_no_backup(url: str, tmp_path: Path) -> None:
    write(url, "1")
    status, _, errors = invoke(DATABASE, "backup", str(tmp_path / "orders.db"), DATABASE_URL=url)
    assert status == 1
    assert "itself: name another one." in errors
    assert ids(url) == ["1"]


def test_damage_ends_with_status_1(url: str, tmp_path: Path) -> None:
    write(url, "1")
    file = tmp_path / "orders.db"
    content = file.read_bytes()
    file.write_bytes(content[: 4096 * 20] + bytes(4096 * 20) + content[4096 * 40 :])
    status, _, errors = invoke(DATABASE, "check", DATABASE_URL=url)
    assert status == 1
    assert re.fullmatch(r"Error: The database .*(damaged: restore a backup|malformed)\.\n", errors)


@pytest.mark.parametrize("words", [["upgrade"], ["check"], ["backup", "saved"]])
def test_a_server_that_is_not_there_is_named_without_the_password(words: list[str]) -> None:
    url = f"postgresql://whereabouts:canary@127.0.0.1:{free_port()}/orders"
    status, output, errors = invoke(DATABASE, *words, DATABASE_URL=url)
    assert status == 1
    assert errors.startswith("Error: The database (orders at 127.0.0.1) cannot be used: ")
    assert len(errors.splitlines()) == 1
    assert "canary" not in output + errors


def test_a_wrong_setting_is_named() -> None:
    status, _, errors = invoke(DATABASE, "check", DATABASE_URL="mysql://host/orders")
    assert status == 2
    assert errors.startswith("DATABASE_URL must be sqlite:")
    assert len(errors.splitlines()) == 1


def test_the_demo_has_none() -> None:
    assert invoke(DATABASE, "check")[::2] == (
        1,
        "Error: The demo store keeps nothing: set SHOPIFY_SHOP, or name a database in DATABASE_URL.\n",
    )
