from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

import tracking
from tests.fakes import AdminServer, Clock, harbor_goods
from tests.response_rules import CheckingClient
from tests.web.conftest import look_up
from tracking.application import create_app
from tracking.demo import DemoStore
from tracking.settings import Settings, SettingsError

TOKEN, APP = "shpat_of_the_other_shop", ("client-id", "client-secret")


@pytest.fixture
def store() -> DemoStore:
    """A shop of its own: other orders, numbers and people than the demo's."""
    demo = harbor_goods()
    order = next(order for order in demo.orders if order["name"] == "#1001")
    own = {**order, "id": "gid://shopify/Order/42", "name": "TEA-7-X", "email": "tea@example.com"}
    shop = {**demo.shop, "name": "Tea", "orderNumberFormatPrefix": "TEA-", "orderNumberFormatSuffix": "-X"}
    return DemoStore(orders=[own], shop=shop)


@pytest.fixture
def server(store: DemoStore, clock: Clock) -> Iterator[AdminServer]:
    with AdminServer(store, clock, TOKEN, APP) as server:
        yield server


def shop_app(server: AdminServer, clock: Clock, folder: Path, **way_in: str) -> Flask:
    settings = {
        "SHOPIFY_SHOP": "tea.myshopify.com",
        "SHOPIFY_API_URL": server.url,
        "SECRET_KEY": "own",
        "DATABASE_URL": f"sqlite:///{folder / 'orders.db'}",
        **way_in,
    }
    app = create_app(Settings.from_environ(settings), clock=clock)
    app.test_client_class = CheckingClient
    return app


@pytest.mark.parametrize(
    "way_in",
    [{"SHOPIFY_ACCESS_TOKEN": TOKEN}, {"SHOPIFY_CLIENT_ID": APP[0], "SHOPIFY_CLIENT_SECRET": APP[1]}],
    ids=["static token", "client credentials"],
)
def test_configured_shop_is_shown_over_http(
    server: AdminServer, clock: Clock, way_in: dict[str, str], tmp_path: Path
) -> None:
    client = shop_app(server, clock, tmp_path, **way_in).test_client()
    for typed in ("TEA-7-X", "7", "tea-7"):
        answer = look_up(client, typed, "tea@example.com")
        assert answer.status_code == 303, typed
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "TEA-7-X" in page.text
    assert look_up(client, "#1001").status_code == 404


def test_refused_credentials_are_an_outage_and_a_logged_error(
    server: AdminServer, clock: Clock, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    client = shop_app(server, clock, tmp_path, SHOPIFY_ACCESS_TOKEN="wrong").test_client()
    assert look_up(client, "7", "tea@example.com").status_code == 503
    assert [record for record in caplog.records if record.levelname == "ERROR"]
    assert "wrong" not in caplog.text


def test_the_package_itself_offers_nothing_else() -> None:
    assert tracking.create_app is create_app
    assert not hasattr(tracking, "other")


def test_demo_needs_no_settings() -> None:
    assert create_app(Settings.from_environ({})).test_client().get("/").status_code == 200


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRAND_NAME", "Read from outside")
    assert "Read from outside" in create_app().test_client().get("/").text


def test_invalid_carriers_file_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "carriers.toml"
    file.write_text("this is no TOML", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^CARRIERS_FILE: "):
        create_app(Settings.from_environ({"CARRIERS_FILE": str(file)}))


def test_carriers_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "carriers.toml"
    file.touch()
    assert create_app(Settings.from_environ({"CARRIERS_FILE": str(file)}))


@pytest.mark.parametrize(("key", "is_told"), [("x" * 31, True), ("x" * 32, False)])
def test_short_secret_key_is_logged_at_the_start(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture, key: str, *, is_told: bool
) -> None:
    make_app(SHOPIFY_SHOP="tea.myshopify.com", SHOPIFY_ACCESS_TOKEN="token", SECRET_KEY=key)
    assert any("SECRET_KEY is shorter" in message for message in caplog.messages) is is_told
    assert key not in caplog.text
