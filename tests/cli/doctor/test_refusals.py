from collections.abc import Callable

import pytest
from flask import Flask

from tests.cli.doctor.doctor_report import CLIENT, SHOP, run_doctor
from tests.shopify.faulty_server import Behavior, FaultyServer, responds

NAMED = {"SHOPIFY_CLIENT_ID": CLIENT[0], "SHOPIFY_CLIENT_SECRET": CLIENT[1]}


def grants_and_says(status: int) -> Behavior:
    """A token for everybody, and then this."""
    grant, refuse = responds({"access_token": "shpat_granted", "expires_in": 86399}), responds({}, status)
    return lambda line: (grant if line.request.path == "/admin/oauth/access_token" else refuse)(line)


@pytest.mark.parametrize(
    ("status", "words", "named"),
    [
        (401, "does not accept the access token", "SHOPIFY_ACCESS_TOKEN"),
        (402, "frozen the shop", "Settings > Billing"),
        (400, "Shopify refused the request", "SHOPIFY_API_URL"),
        (403, "forbids what the app asks", "Settings > Apps > Develop apps"),
        (404, "knows no shop", "SHOPIFY_SHOP"),
        (423, "locked the shop", "Shopify's support"),
        (430, "an attack", "SHOPIFY_API_URL"),
        (301, "Shopify refused the request", "SHOPIFY_API_URL"),
        (429, "asks for a pause", "Dev Dashboard"),
        (502, "Shopify failed", "https://www.shopifystatus.com"),
    ],
)
def test_each_status_has_a_message_and_a_fix(
    app_of: Callable[..., Flask], serve: Callable[..., FaultyServer], status: int, words: str, named: str
) -> None:
    report = run_doctor(app_of(serve(responds({}, status)).url))
    (said,) = report.of("access")
    assert said.state == "!!"
    assert words in said.message
    assert named in said.fix


@pytest.mark.parametrize("status", [400, 401, 403])
def test_refused_grant_names_the_credentials(
    app_of: Callable[..., Flask], serve: Callable[..., FaultyServer], status: int
) -> None:
    (said,) = run_doctor(app_of(serve(responds({}, status)).url, **NAMED)).of("access")
    assert said.message == "Shopify does not accept SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET."


@pytest.mark.parametrize(
    ("status", "words", "named"),
    [
        (401, "does not accept SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET"),
        (403, "forbids what the app asks", "Versions > Create"),
    ],
)
def test_refusal_after_a_grant_is_reported(
    app_of: Callable[..., Flask], serve: Callable[..., FaultyServer], status: int, words: str, named: str
) -> None:
    (said,) = run_doctor(app_of(serve(grants_and_says(status)).url, **NAMED)).of("access")
    assert said.state == "!!"
    assert words in said.message
    assert named in said.fix
    assert SHOP in said.fix


def test_inactive_shop_is_reported_with_shopifys_message(
    app_of: Callable[..., Flask], serve: Callable[..., FaultyServer]
) -> None:
    gone = {"errors": [{"message": "gone", "extensions": {"code": "SHOP_INACTIVE"}}]}
    (said,) = run_doctor(app_of(serve(responds(gone)).url)).of("access")
    assert said.message == "Shopify says that the shop is not active."


def test_unreachable_shopify_names_the_setting(app_of: Callable[..., Flask]) -> None:
    report = run_doctor(app_of("http://127.0.0.1:1"))
    (said,) = report.of("access")
    assert said.message == "Shopify could not be reached: ConnectionError."
    assert "127.0.0.1:1 (SHOPIFY_API_URL)" in said.fix
    (time,) = report.of("clock")
    assert (time.state, time.fix) == ("?", "Mend what is said of access first.")
