from collections.abc import Callable

import pytest
from flask import Flask

from tests.cli.doctor.diagnosing import CLIENT, SHOP, diagnose
from tests.shopify.faulty_server import Behavior, Misbehaving, says

NAMED = {"SHOPIFY_CLIENT_ID": CLIENT[0], "SHOPIFY_CLIENT_SECRET": CLIENT[1]}


def grants_and_says(status: int) -> Behavior:
    """A token for everybody, and then this."""
    grant, refuse = says({"access_token": "shpat_granted", "expires_in": 86399}), says({}, status)
    return lambda line: (grant if line.asked.path == "/admin/oauth/access_token" else refuse)(line)


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
def test_each_status_has_words_and_a_fix(
    app_of: Callable[..., Flask], serve: Callable[..., Misbehaving], status: int, words: str, named: str
) -> None:
    report = diagnose(app_of(serve(says({}, status)).url))
    (said,) = report.of("access")
    assert said.state == "!!"
    assert words in said.words
    assert named in said.fix


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_grant_that_is_refused_is_told_of_the_credentials(
    app_of: Callable[..., Flask], serve: Callable[..., Misbehaving], status: int
) -> None:
    (said,) = diagnose(app_of(serve(says({}, status)).url, **NAMED)).of("access")
    assert said.words == "Shopify does not accept SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET."


@pytest.mark.parametrize(
    ("status", "words", "named"),
    [
        (401, "does not accept SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET"),
        (403, "forbids what the app asks", "Versions > Create"),
    ],
)
def test_what_follows_a_grant_may_be_refused_too(
    app_of: Callable[..., Flask], serve: Callable[..., Misbehaving], status: int, words: str, named: str
) -> None:
    (said,) = diagnose(app_of(serve(grants_and_says(status)).url, **NAMED)).of("access")
    assert said.state == "!!"
    assert words in said.words
    assert named in said.fix
    assert SHOP in said.fix


def test_a_shop_that_is_not_active_is_said_in_shopifys_words(
    app_of: Callable[..., Flask], serve: Callable[..., Misbehaving]
) -> None:
    gone = {"errors": [{"message": "gone", "extensions": {"code": "SHOP_INACTIVE"}}]}
    (said,) = diagnose(app_of(serve(says(gone)).url)).of("access")
    assert said.words == "Shopify says that the shop is not active."


def test_a_machine_that_does_not_reach_shopify_is_told_where_to_look(app_of: Callable[..., Flask]) -> None:
    report = diagnose(app_of("http://127.0.0.1:1"))
    (said,) = report.of("access")
    assert said.words == "Shopify could not be reached: ConnectionError."
    assert "127.0.0.1:1 (SHOPIFY_API_URL)" in said.fix
    (time,) = report.of("clock")
    assert (time.state, time.fix) == ("?", "Mend what is said of access first.")
