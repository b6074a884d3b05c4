from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sampling import each_row
from tracking.cli.setup.key_rotation import fallback_changes
from tracking.settings import DEMO_SECRET_KEY, SettingsError
from tracking.settings.env_file import EnvFile
from tracking.settings.sources import SettingsSources

APP = {"SHOPIFY_SHOP": "a.myshopify.com", "SHOPIFY_CLIENT_ID": "1", "SHOPIFY_CLIENT_SECRET": "old"}


def sources(values: Mapping[str, str], environ: Mapping[str, str] | None = None) -> SettingsSources:
    return SettingsSources(environ or {}, EnvFile(path=Path(".env"), values=values))


@each_row(
    ("values", "changes", "fallbacks"),
    [
        ({"SECRET_KEY": "old"}, {"SECRET_KEY": "new"}, {"SECRET_KEY_FALLBACKS": "old"}),
        ({"LINK_KEY": "b", "LINK_KEY_FALLBACKS": "a, z"}, {"LINK_KEY": "c"}, {"LINK_KEY_FALLBACKS": "a,z,b"}),
        ({"SECRET_KEY": "old"}, {"SECRET_KEY": "old"}, {}),
        ({"SECRET_KEY": "old"}, {"PORT": "8000"}, {}),
        ({}, {"SECRET_KEY": "new"}, {}),
        ({"SECRET_KEY": DEMO_SECRET_KEY}, {"SECRET_KEY": "new"}, {}),
        ({"SECRET_KEY": "old", "SECRET_KEY_FALLBACKS": "old"}, {"SECRET_KEY": "new"}, {}),
        ({"SECRET_KEY": "old"}, {"SECRET_KEY": "new", "SECRET_KEY_FALLBACKS": ""}, {}),
        ({"SECRET_KEY_FILE": "/nowhere"}, {"SECRET_KEY": "new"}, {}),
        (APP, {"SHOPIFY_CLIENT_SECRET": "new"}, {"SHOPIFY_CLIENT_SECRET_FALLBACKS": "old"}),
        (APP, {"SHOPIFY_CLIENT_SECRET": "new", "SHOPIFY_CLIENT_ID": "1"}, {"SHOPIFY_CLIENT_SECRET_FALLBACKS": "old"}),
        (APP, {"SHOPIFY_CLIENT_SECRET": "new", "SHOPIFY_CLIENT_ID": "2"}, {}),
        (APP, {"SHOPIFY_CLIENT_SECRET": "new", "SHOPIFY_SHOP": "b.myshopify.com"}, {}),
        (APP, {"SHOPIFY_CLIENT_SECRET": ""}, {}),
    ],
)
def test_old_key_is_added_once_unless_fallbacks_are_given(
    values: Mapping[str, str], changes: Mapping[str, str], fallbacks: Mapping[str, str]
) -> None:
    assert fallback_changes(sources(values), changes) == fallbacks


def test_first_file_has_no_old_key() -> None:
    assert fallback_changes(SettingsSources({}), {"SECRET_KEY": "new"}) == {}


def test_key_with_a_comma_is_refused_because_a_list_would_split_it() -> None:
    with pytest.raises(SettingsError, match=r"^SECRET_KEY holds a comma"):
        fallback_changes(sources({"SECRET_KEY": "a,b"}), {"SECRET_KEY": "new"})


@pytest.mark.parametrize("environ", [{"SECRET_KEY_FALLBACKS": "x"}, {"SECRET_KEY_FALLBACKS_FILE": "keys"}])
def test_fallbacks_outside_of_the_file_are_asked_for_first(
    environ: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keys").write_text("x")
    with pytest.raises(SettingsError, match=r"^SECRET_KEY_FALLBACKS does not stand in \.env itself"):
        fallback_changes(sources({"SECRET_KEY": "old"}, environ), {"SECRET_KEY": "new"})
