import os
import stat
import sys
from pathlib import Path

import pytest

from tests.commands import run
from tracking.database.create import create_database
from tracking.database.sqlite import SqliteFile
from tracking.settings import Settings, SettingsError

SHOP = {"SHOPIFY_SHOP": "tea.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "token", "SECRET_KEY": "own" * 12}
DEMO = """
from tracking.database.create import create_database
from tracking.settings import Settings
database = create_database(Settings.from_environ({}))
database.ping()
print(database.backend._file.path)
"""


def test_a_shop_without_a_setting_has_a_file_below_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = create_database(Settings.from_environ(SHOP))
    assert list(tmp_path.iterdir()) == [], "nothing is made before it is used"
    database.ping()
    file = tmp_path / "data" / "whereabouts.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    monkeypatch.chdir("/")
    database.close()
    database.ping()
    database.close()
    assert database.place == "data/whereabouts.db"


def test_files_made_by_root_belong_to_the_owner_of_the_folder(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can hand a file over")
    os.chown(tmp_path, 12345, 12345)
    database = create_database(Settings.from_environ({"DATABASE_URL": f"sqlite:///{tmp_path}/deep/orders.db"}))
    database.ping()
    made = [tmp_path / "deep", *(tmp_path / "deep").iterdir()]
    assert {(path.stat().st_uid, path.stat().st_gid) for path in made} == {(12345, 12345)}
    database.close()


def test_the_demo_begins_anew_at_each_start_and_leaves_nothing() -> None:
    file = Path(run(sys.executable, "-c", DEMO)[1].strip())
    assert not file.parent.exists()
    database = create_database(Settings.from_environ({}))
    database.ping()
    assert isinstance(database.backend, SqliteFile)
    assert database.backend._file.path != file  # noqa: SLF001 - it is private to its process
    database.close()


def test_a_server_is_named_without_its_password() -> None:
    url = "postgresql://whereabouts:canary@db.example.com/orders"
    database = create_database(Settings.from_environ({"DATABASE_URL": url}))
    assert database.place == "orders at db.example.com"
    assert "canary" not in repr(database.backend.engine)


@pytest.mark.parametrize("query", ["canary=1", "connect_timeout=canary"])
def test_an_address_that_postgresql_cannot_read_stops_the_start(query: str) -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE_URL must be an address that PostgreSQL can read") as refused:
        create_database(Settings.from_environ({"DATABASE_URL": f"postgresql://host/name?{query}"}))
    assert "canary" not in str(refused.value)
