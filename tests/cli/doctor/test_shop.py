from collections.abc import Callable

import pytest
from flask import Flask

from tests.cli.doctor.diagnosing import CLIENT, SHOP, TOKEN, diagnose
from tests.shopify.faulty_server import Misbehaving, says
from tracking.demo import ALL_SCOPES

NAMED = {"SHOPIFY_CLIENT_ID": CLIENT[0], "SHOPIFY_CLIENT_SECRET": CLIENT[1]}
BUCKET = {"maximumAvailable": 2000.0, "currentlyAvailable": 1990, "restoreRate": 100.0}
ANSWER = {
    "shop": {"name": "Harbor Goods", "myshopifyDomain": SHOP},
    "currentAppInstallation": {"accessScopes": [{"handle": scope} for scope in sorted(ALL_SCOPES)]},
}


def answer(**bucket: float) -> dict[str, object]:
    cost = {"requestedQueryCost": 3, "actualQueryCost": 3, "throttleStatus": {**BUCKET, **bucket}}
    return {"data": ANSWER, "extensions": {"cost": cost}}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SHOPIFY_ACCESS_TOKEN": TOKEN}, "Shopify accepts SHOPIFY_ACCESS_TOKEN."),
        (NAMED, "Shopify accepts SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET."),
    ],
)
def test_either_way_in_is_accepted(
    app_of: Callable[..., Flask], open_shop: Callable[..., str], settings: dict[str, str], words: str
) -> None:
    report = diagnose(app_of(open_shop(), **settings))
    assert [said.words for said in report.of("access")] == [words]
    assert [said.words for said in report.of("shop")] == [f"It is Harbor Goods ({SHOP})."]
    assert [said.state for said in report.of("clock")] == ["ok"]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"SHOPIFY_ACCESS_TOKEN": "another"}, "SHOPIFY_ACCESS_TOKEN"),
        ({**NAMED, "SHOPIFY_CLIENT_SECRET": "another"}, "SHOPIFY_CLIENT_SECRET"),
        ({**NAMED, "SHOPIFY_CLIENT_ID": "another"}, "SHOPIFY_CLIENT_ID"),
    ],
)
def test_refused_credentials_are_named(
    app_of: Callable[..., Flask], open_shop: Callable[..., str], settings: dict[str, str], named: str
) -> None:
    report = diagnose(app_of(open_shop(), **settings))
    (said,) = report.of("access")
    assert (report.code, said.state) == (1, "!!")
    assert named in said.fix
    assert SHOP in said.fix
    assert not report.of("scopes")


def test_a_refused_token_does_not_hide_the_time(app_of: Callable[..., Flask], open_shop: Callable[..., str]) -> None:
    report = diagnose(app_of(open_shop(), SHOPIFY_ACCESS_TOKEN="another"))
    assert [said.state for said in report.of("clock")] == ["ok"]


def test_an_answer_without_a_shop_is_none(app_of: Callable[..., Flask], serve: Callable[..., Misbehaving]) -> None:
    (said,) = diagnose(app_of(serve(says({"data": {"shop": None}})).url)).of("access")
    assert said.words == "Shopify does not say which shop it is."


def test_another_shop_than_the_one_that_is_set_is_named(
    app_of: Callable[..., Flask], open_shop: Callable[..., str]
) -> None:
    (said,) = diagnose(app_of(open_shop(), SHOPIFY_SHOP="tea.myshopify.com")).of("shop")
    assert said.words == f"It is Harbor Goods ({SHOP}), not tea.myshopify.com."
    assert said.fix.startswith(f"Set SHOPIFY_SHOP to {SHOP};")


@pytest.mark.parametrize("version", ["2026-01", "2026-10"])
def test_the_version_served_is_the_one_that_was_asked_for(
    app_of: Callable[..., Flask], open_shop: Callable[..., str], version: str
) -> None:
    (said,) = diagnose(app_of(open_shop(), SHOPIFY_API_VERSION=version)).of("API version")
    assert (said.state, said.words) == ("ok", f"Shopify serves {version}.")


def test_another_version_than_the_one_that_was_asked_for_is_named(
    app_of: Callable[..., Flask], serve: Callable[..., Misbehaving]
) -> None:
    later = serve(says(answer(), headers={"X-Shopify-API-Version": "2027-01"}))
    (said,) = diagnose(app_of(later.url)).of("API version")
    assert (said.state, said.words[:23]) == ("!!", "Shopify serves 2027-01,")
    assert "Set SHOPIFY_API_VERSION to 2027-01" in said.fix


def test_a_version_that_is_kept_back_cannot_be_told(
    app_of: Callable[..., Flask], serve: Callable[..., Misbehaving]
) -> None:
    (said,) = diagnose(app_of(serve(says(answer())).url)).of("API version")
    assert said.state == "?"
    assert "SHOPIFY_API_URL" in said.fix


@pytest.mark.parametrize(
    ("bucket", "state", "words"),
    [
        ({}, "ok", "1,990 of 2,000 points are there, and 100 come back each second, as on a standard plan."),
        ({"restoreRate": 1000}, "ok", "as on Plus."),
        ({"restoreRate": 42}, "ok", "as on a plan we do not know."),
        ({"currentlyAvailable": 999}, "?", "999 of 2,000"),
    ],
)
def test_the_budget_is_told_and_who_uses_it_up(
    app_of: Callable[..., Flask],
    serve: Callable[..., Misbehaving],
    bucket: dict[str, float],
    state: str,
    words: str,
) -> None:
    (said,) = diagnose(app_of(serve(says(answer(**bucket))).url)).of("budget")
    assert said.state == state
    assert words in said.words
