from collections.abc import Callable
from dataclasses import replace

from tests.doctor.doctor_report import DoctorReport
from tests.fakes import harbor_goods
from tracking.demo import ALL_SCOPES


def test_each_service_says_whether_shopify_asks_it_for_tracking_numbers(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]
) -> None:
    found = look_at(open_shop()).of("services")
    assert [(said.state, said.message.partition(" packs")[0]) for said in found] == [
        ("ok", "Northway Logistics"),
        ("?", "Cove Pottery"),
    ]


def test_a_shop_that_sends_everything_itself_is_told_so(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]
) -> None:
    store = harbor_goods()
    alone = replace(store, shop={**store.shop, "fulfillmentServices": []})
    (said,) = look_at(open_shop(alone)).of("services")
    assert (said.state, said.message[:41]) == ("ok", "Shopify has no fulfillment service set up")


def test_without_its_scope_the_fix_is_the_scope(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]
) -> None:
    store = replace(harbor_goods(), scopes=ALL_SCOPES - {"read_fulfillments"})
    (said,) = look_at(open_shop(store)).of("services")
    assert (said.state, "read_fulfillments" in said.fix) == ("?", True)


def test_while_shopify_does_not_answer_nothing_is_claimed(look_at: Callable[..., DoctorReport]) -> None:
    report = look_at("http://127.0.0.1:1")
    assert [said.state for said in report.of("services") + report.of("locations")] == ["?", "?"]
