from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.channels.receivers import Behavior, Receiver
from tracking.alerts.kinds import AlertCode
from tracking.services import services


@pytest.fixture
def shop(make_app: Callable[..., Flask], tmp_path: Path) -> Callable[..., Flask]:
    def make(**settings: str) -> Flask:
        own = {"SHOPIFY_SHOP": "tea.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "own" * 12}
        return make_app(**own, DATABASE_URL=f"sqlite:///{tmp_path / 'orders.db'}", **settings)

    return make


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["alerts", *arguments])


def test_trouble_is_listed_with_its_fix(shop: Callable[..., Flask]) -> None:
    app = shop()
    with app.app_context():
        services().database.prepare()
        assert run(app).stdout == "Nothing is known to be wrong.\n"
        register = services().alert_watch.parts.register
        register.alert(AlertCode.LETTERS, "Letters fail: look at SMTP_URL.")
        register.flush()
    result = run(app)
    assert result.stdout == "letters           since 2026-11-22 14:05 UTC  Letters fail: look at SMTP_URL.\n"
    assert "ALERT_URLS is not set" in result.stderr


def test_a_database_that_is_not_there_is_said(shop: Callable[..., Flask]) -> None:
    assert run(shop()).exit_code == 1


def test_a_line_is_sent_to_each_address_and_none_is_shown(shop: Callable[..., Flask]) -> None:
    with Receiver() as good, Receiver(Behavior.FORBIDS) as bad:
        result = run(shop(ALERT_URLS=f"{good.apprise_url} {bad.apprise_url}"), "test")
    assert result.stdout == "1. json        sent\n2. json        It answers with status 401.\n"
    assert result.exit_code == 1
    assert "This is a test" in good.texts[0]
    assert "secret-token" not in result.output


def test_without_addresses_nothing_is_tried(shop: Callable[..., Flask]) -> None:
    result = run(shop(), "test")
    assert result.exit_code == 1
    assert "ALERT_URLS is not set" in result.output


def test_the_digest_can_be_read_before_it_leaves(shop: Callable[..., Flask]) -> None:
    result = run(shop(), "digest")
    assert result.stdout == "Sunday 22 November: nothing is late, and no parcel has a problem.\n"
