from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.merchant.conftest import SAME_SITE, SETTINGS, SITE, recorded_actions
from tracking.services import services


@pytest.mark.parametrize(("arguments", "who"), [([], "server"), (["ada@example.com"], "ada@example.com")])
def test_the_last_line_opens_the_overview_once(make_app: Callable[..., Flask], arguments: list[str], who: str) -> None:
    app = made(make_app)
    result = app.test_cli_runner().invoke(args=["merchant-link", *arguments])
    assert result.exit_code == 0
    address = result.stdout.splitlines()[-1]
    assert address.startswith(f"{SITE}/merchant/login/")
    client, path = app.test_client(), address.removeprefix(SITE)
    assert client.get(path).status_code == 200
    assert client.post(path, headers=SAME_SITE).status_code == 303
    assert app.test_client().post(path, headers=SAME_SITE).status_code == 404
    assert recorded_actions(app) == [(who, "logged_in_by_server"), (who, "link_made")]


def made(make_app: Callable[..., Flask], **environ: str) -> Flask:
    app = make_app(**{**SETTINGS, **environ})
    with app.app_context():
        services().database.prepare()
    return app


def test_invalid_email_address_is_refused(make_app: Callable[..., Flask]) -> None:
    result = made(make_app).test_cli_runner().invoke(args=["merchant-link", "Ada\n<ada>"])
    assert result.exit_code == 2
    assert "must be an email address" in result.stderr


def test_without_a_database_it_says_so_and_makes_none(make_app: Callable[..., Flask]) -> None:
    result = make_app(**SETTINGS).test_cli_runner().invoke(args=["merchant-link"])
    assert result.exit_code == 1
    assert "There is no database yet" in result.stderr


def test_without_an_address_of_the_site_it_names_where_that_listens(make_app: Callable[..., Flask]) -> None:
    result = made(make_app, PUBLIC_URL="", PORT="5055").test_cli_runner().invoke(args=["merchant-link"])
    assert "PUBLIC_URL is not set" in result.stderr
    assert result.stdout.splitlines()[-1].startswith("http://127.0.0.1:5055/merchant/login/")


def test_the_demo_needs_none(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["merchant-link"])
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "http://127.0.0.1:5000/merchant/")
