from collections.abc import Callable

import pytest

from tests.doctor.doctor_report import CLIENT, SHOP, TOKEN, DoctorReport
from tests.shopify.faulty_server import FaultyServer, responds
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
def test_token_and_client_credentials_are_accepted(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str], settings: dict[str, str], words: str
) -> None:
    report = look_at(open_shop(), **settings)
    assert [said.message for said in report.of("access")] == [words]
    assert [said.message for said in report.of("shop")] == [f"It is Harbor Goods ({SHOP})."]
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
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str], settings: dict[str, str], named: str
) -> None:
    report = look_at(open_shop(), **settings)
    (said,) = report.of("access")
    assert (report.code, said.state) == (1, "!!")
    assert named in said.fix
    assert SHOP in said.fix
    assert not report.of("scopes")


@pytest.mark.parametrize(
    ("url", "is_noted"),
    [
        ("https://harborgoods.example.com", True),
        ("https://www.harborgoods.example.com/apps/track", True),
        ("https://track.harborgoods.example.com", False),
    ],
)
def test_the_address_of_the_shop_is_noted(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str], url: str, *, is_noted: bool
) -> None:
    report = look_at(open_shop(), SHOPIFY_ACCESS_TOKEN=TOKEN, PUBLIC_URL=url)
    assert any("is the shop's own address" in said.message for said in report.of("PUBLIC_URL")) is is_noted


def test_refused_token_still_allows_the_clock_check(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]
) -> None:
    report = look_at(open_shop(), SHOPIFY_ACCESS_TOKEN="another")
    assert [said.state for said in report.of("clock")] == ["ok"]


def test_answer_without_a_shop_is_an_error(
    look_at: Callable[..., DoctorReport], serve: Callable[..., FaultyServer]
) -> None:
    (said,) = look_at(serve(responds({"data": {"shop": None}})).url).of("access")
    assert said.message == "Shopify does not say which shop it is."


def test_other_shop_is_named(look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]) -> None:
    (said,) = look_at(open_shop(), SHOPIFY_SHOP="tea.myshopify.com").of("shop")
    assert said.message == f"It is Harbor Goods ({SHOP}), not tea.myshopify.com."
    assert said.fix.startswith(f"Set SHOPIFY_SHOP to {SHOP};")


@pytest.mark.parametrize("version", ["2026-01", "2026-10"])
def test_requested_api_version_is_ok(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str], version: str
) -> None:
    (said,) = look_at(open_shop(), SHOPIFY_API_VERSION=version).of("API version")
    assert (said.state, said.message) == ("ok", f"Shopify serves {version}.")


def test_other_api_version_is_named(look_at: Callable[..., DoctorReport], serve: Callable[..., FaultyServer]) -> None:
    later = serve(responds(answer(), headers={"X-Shopify-API-Version": "2027-01"}))
    (said,) = look_at(later.url).of("API version")
    assert (said.state, said.message[:23]) == ("!!", "Shopify serves 2027-01,")
    assert "Set SHOPIFY_API_VERSION to 2027-01" in said.fix


def test_missing_api_version_is_a_note(
    look_at: Callable[..., DoctorReport], serve: Callable[..., FaultyServer]
) -> None:
    (said,) = look_at(serve(responds(answer())).url).of("API version")
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
def test_budget_is_reported(
    look_at: Callable[..., DoctorReport],
    serve: Callable[..., FaultyServer],
    bucket: dict[str, float],
    state: str,
    words: str,
) -> None:
    (said,) = look_at(serve(responds(answer(**bucket))).url).of("budget")
    assert said.state == state
    assert words in said.message
