from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cli.setup.conftest import APP, SHOP, TOKEN
from tests.fakes import harbor_goods
from tests.sampling import each_row
from tests.shopify.faulty_server import responds
from tracking.cli.setup.connection import (
    ConnectionReport,
    check_connection,
    connection_settings,
    find_shop,
    unshipped_products,
)
from tracking.settings import Settings, SettingsError


def settings(url: str, **changed: str) -> Settings:
    known = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_API_URL": url, "SHOPIFY_ACCESS_TOKEN": TOKEN}
    found = connection_settings({**known, **changed})
    assert found
    return found


def states(report: ConnectionReport) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in report.findings:
        found.setdefault(finding.topic, set()).add(finding.state)
    return found


@pytest.mark.parametrize(
    "way_in",
    [{}, {"SHOPIFY_ACCESS_TOKEN": "", "SHOPIFY_CLIENT_ID": APP[0], "SHOPIFY_CLIENT_SECRET": APP[1]}],
    ids=["token", "client"],
)
def test_accepted_connection_runs_every_check(open_shop: Callable[..., str], way_in: dict[str, str]) -> None:
    report = check_connection(settings(open_shop(), **way_in))
    assert not report.is_refused
    assert states(report) == {
        about: {"ok"} for about in ("access", "shop", "scopes", "API version", "clock", "budget", "e-mail")
    }


def test_missing_access_is_reported(open_shop: Callable[..., str]) -> None:
    store = replace(harbor_goods(), scopes=frozenset({"read_orders"}), hidden=frozenset({"Order.email"}))
    said = states(check_connection(settings(open_shop(store))))
    assert "?" in said["scopes"]
    assert said["e-mail"] == {"!!"}


def test_other_shop_is_reported(open_shop: Callable[..., str]) -> None:
    assert states(check_connection(settings(open_shop(), SHOPIFY_SHOP="other.myshopify.com")))["shop"] == {"!!"}


def test_refusal_is_distinguished_from_no_answer(
    open_shop: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    refused = check_connection(settings(open_shop(), SHOPIFY_ACCESS_TOKEN="shpat_wrong"))
    assert refused.is_refused
    assert states(refused) == {"access": {"!!"}}
    unreached = check_connection(settings("http://127.0.0.1:1"))
    assert not unreached.is_refused
    assert states(unreached) == {"access": {"?"}}
    assert unreached.findings[0].message.endswith("What you typed is kept, and was not checked.")
    assert not caplog.records


def test_unknown_shop_is_reported(serve: Callable[..., str]) -> None:
    report = find_shop(settings(serve(responds({"errors": "Not Found"}, 404))))
    assert report.is_refused
    assert report.findings[0].message == "Shopify knows no shop of this name."


def test_shop_that_requires_credentials_exists(open_shop: Callable[..., str]) -> None:
    assert find_shop(settings(open_shop())) == ConnectionReport(findings=())


def test_unreachable_shopify_is_no_refusal(caplog: pytest.LogCaptureFixture) -> None:
    report = find_shop(settings("http://127.0.0.1:1"))
    assert (report.is_refused, report.findings[0].state) == (False, "?")
    assert not caplog.records


@each_row(
    "values",
    [
        {},
        {"SHOPIFY_SHOP": SHOP},
        {"SHOPIFY_SHOP": SHOP, "SHOPIFY_CLIENT_ID": "x"},
        {"SHOPIFY_ACCESS_TOKEN": "x"},
    ],
)
def test_incomplete_settings_make_no_connection(values: dict[str, str]) -> None:
    assert connection_settings(values) is None


def test_a_wrong_value_is_named() -> None:
    with pytest.raises(SettingsError, match=r"^SHOPIFY_API_VERSION must"):
        connection_settings({"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "x", "SHOPIFY_API_VERSION": "latest"})


def test_products_without_shipping_are_those_of_the_shop(open_shop: Callable[..., str]) -> None:
    found = unshipped_products(settings(open_shop()))
    assert {"Parcel insurance", "Blanket knitting pattern (PDF)"} <= {product.title for product in found}
    assert not any(product.is_shipped for product in found)


def test_products_of_a_shop_that_does_not_answer_are_none() -> None:
    assert unshipped_products(settings("http://127.0.0.1:1")) == ()
