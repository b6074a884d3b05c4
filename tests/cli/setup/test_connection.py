from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cli.setup.conftest import APP, SHOP, TOKEN
from tests.parts import harbor_goods
from tests.shopify.faulty_server import says
from tracking.cli.setup.connection import Report, examine, find_shop, settings_of
from tracking.settings import Settings, SettingsError


def settings(url: str, **changed: str) -> Settings:
    known = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_API_URL": url, "SHOPIFY_ACCESS_TOKEN": TOKEN}
    found = settings_of({**known, **changed})
    assert found
    return found


def states(report: Report) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in report.findings:
        found.setdefault(finding.about, set()).add(finding.state)
    return found


@pytest.mark.parametrize(
    "way_in",
    [{}, {"SHOPIFY_ACCESS_TOKEN": "", "SHOPIFY_CLIENT_ID": APP[0], "SHOPIFY_CLIENT_SECRET": APP[1]}],
    ids=["token", "client"],
)
def test_a_shop_that_lets_us_in_is_looked_at_from_all_sides(
    open_shop: Callable[..., str], way_in: dict[str, str]
) -> None:
    report = examine(settings(open_shop(), **way_in))
    assert not report.is_refused
    assert states(report) == {
        about: {"ok"} for about in ("access", "shop", "scopes", "API version", "clock", "budget", "e-mail")
    }


def test_what_is_missing_is_told(open_shop: Callable[..., str]) -> None:
    store = replace(harbor_goods(), scopes=frozenset({"read_orders"}), hidden=frozenset({"Order.email"}))
    said = states(examine(settings(open_shop(store))))
    assert "?" in said["scopes"]
    assert said["e-mail"] == {"!!"}


def test_another_shop_than_the_one_that_was_meant_is_told(open_shop: Callable[..., str]) -> None:
    assert states(examine(settings(open_shop(), SHOPIFY_SHOP="other.myshopify.com")))["shop"] == {"!!"}


def test_a_refusal_is_told_from_no_answer(open_shop: Callable[..., str], caplog: pytest.LogCaptureFixture) -> None:
    refused = examine(settings(open_shop(), SHOPIFY_ACCESS_TOKEN="shpat_wrong"))
    assert refused.is_refused
    assert states(refused) == {"access": {"!!"}}
    unreached = examine(settings("http://127.0.0.1:1"))
    assert not unreached.is_refused
    assert states(unreached) == {"access": {"?"}}
    assert unreached.findings[0].words.endswith("What you typed is kept, and was not checked.")
    assert not caplog.records


def test_a_shop_that_shopify_does_not_know_is_told(serve: Callable[..., str]) -> None:
    report = find_shop(settings(serve(says({"errors": "Not Found"}, 404))))
    assert report.is_refused
    assert report.findings[0].words == "Shopify knows no shop of this name."


def test_a_shop_that_wants_a_key_is_there(open_shop: Callable[..., str]) -> None:
    assert find_shop(settings(open_shop())) == Report(findings=())


def test_a_shop_that_cannot_be_asked_for_is_not_refused(caplog: pytest.LogCaptureFixture) -> None:
    report = find_shop(settings("http://127.0.0.1:1"))
    assert (report.is_refused, report.findings[0].state) == (False, "?")
    assert not caplog.records


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"SHOPIFY_SHOP": SHOP},
        {"SHOPIFY_SHOP": SHOP, "SHOPIFY_CLIENT_ID": "x"},
        {"SHOPIFY_ACCESS_TOKEN": "x"},
    ],
)
def test_half_of_what_a_connection_needs_is_not_enough(values: dict[str, str]) -> None:
    assert settings_of(values) is None


def test_a_wrong_value_is_named() -> None:
    with pytest.raises(SettingsError, match=r"^SHOPIFY_API_VERSION must"):
        settings_of({"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "x", "SHOPIFY_API_VERSION": "latest"})
