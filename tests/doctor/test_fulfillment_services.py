from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from tests.doctor.doctor_report import run_doctor
from tests.fakes import harbor_goods
from tracking.demo import ALL_SCOPES


def test_each_service_says_whether_shopify_asks_it_for_tracking_numbers(
    app_of: Callable[..., Flask], open_shop: Callable[..., str]
) -> None:
    found = run_doctor(app_of(open_shop())).of("services")
    assert [(said.state, said.message.partition(" packs")[0]) for said in found] == [
        ("ok", "Northway Logistics"),
        ("?", "Cove Pottery"),
    ]


def test_a_shop_that_sends_everything_itself_is_told_so(
    app_of: Callable[..., Flask], open_shop: Callable[..., str]
) -> None:
    store = harbor_goods()
    alone = replace(store, shop={**store.shop, "fulfillmentServices": []})
    (said,) = run_doctor(app_of(open_shop(alone))).of("services")
    assert (said.state, said.message[:41]) == ("ok", "Shopify has no fulfillment service set up")


def test_without_its_scope_the_fix_is_the_scope(app_of: Callable[..., Flask], open_shop: Callable[..., str]) -> None:
    store = replace(harbor_goods(), scopes=ALL_SCOPES - {"read_fulfillments"})
    (said,) = run_doctor(app_of(open_shop(store))).of("services")
    assert (said.state, "read_fulfillments" in said.fix) == ("?", True)


def test_while_shopify_does_not_answer_nothing_is_claimed(app_of: Callable[..., Flask]) -> None:
    report = run_doctor(app_of("http://127.0.0.1:1"))
    assert [said.state for said in report.of("services") + report.of("locations")] == ["?", "?"]
