from pathlib import Path

import pytest

from tests.settings.conftest import mistake
from tracking.settings import Settings, SettingsError
from tracking.settings.environment import read_value


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_environ({"SHOPIFY_SHOP": "", "PORT": "  "}) == Settings.from_environ({})


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n", encoding="utf-8")
    assert Settings.from_environ({"SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == "from a file"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert mistake(LINK_KEY_FILE=str(tmp_path / "none")).startswith("LINK_KEY_FILE must name a text file")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    assert mistake(LINK_KEY_FILE=str(tmp_path / "bytes")).startswith("LINK_KEY_FILE must name a text file")


def test_a_setting_and_its_file_exclude_each_other() -> None:
    assert mistake(LINK_KEY="a", LINK_KEY_FILE="/b").startswith("LINK_KEY and LINK_KEY_FILE are both set")


def test_folders_and_files_of_the_merchant_are_found(tmp_path: Path) -> None:
    (tmp_path / "carriers.toml").touch()
    environ = {"BRAND_DIR": str(tmp_path), "CARRIERS_FILE": str(tmp_path / "carriers.toml")}
    settings = Settings.from_environ(environ)
    assert (settings.brand_dir, settings.carriers_file) == (tmp_path, tmp_path / "carriers.toml")


def test_some_rows_are_read_without_the_others() -> None:
    environ = {"SHOPIFY_SHOP": "acme", "LINK_DAYS": "soon", "PORT": ""}
    assert Settings.partly(environ, ("SHOPIFY_SHOP", "PORT")) == Settings(shopify_shop="acme.myshopify.com")


def test_a_value_is_read_by_itself() -> None:
    assert read_value("LINK_DAYS", "7") == 7
    with pytest.raises(SettingsError, match=r"^LINK_DAYS must be a whole number from 1 to 3650\.$"):
        read_value("LINK_DAYS", "soon")
