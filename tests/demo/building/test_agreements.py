from typing import Any

from tests.demo.building.test_order_node import nodes


def agreements(slug: str) -> list[Any]:
    return [
        (each["__typename"], each["reason"], [(sale["actionType"], sale["quantity"]) for sale in each["sales"]])
        for each in nodes()[slug]["agreements"]
    ]


def test_every_order_begins_with_its_own_agreement() -> None:
    for node in nodes().values():
        assert node["agreements"][0]["reason"] == "ORDER"
        assert node["agreements"][0]["happenedAt"] == node["processedAt"]


def test_edit_has_an_agreement_with_the_units_that_it_added_and_removed() -> None:
    assert agreements("item-added") == [
        ("OrderAgreement", "ORDER", [("ORDER", 1)]),
        ("OrderEditAgreement", "ORDER_EDIT", [("ORDER", 1)]),
    ]
    assert agreements("item-removed")[1] == ("OrderEditAgreement", "ORDER_EDIT", [("RETURN", -1)])
    assert agreements("item-swapped")[1] == ("OrderEditAgreement", "ORDER_EDIT", [("ORDER", 1), ("RETURN", -1)])


def test_refund_has_an_agreement_that_is_no_edit() -> None:
    assert agreements("item-refunded-before-sending")[1:] == [("RefundAgreement", "REFUND", [("RETURN", -1)])]


def test_exchange_is_no_edit() -> None:
    assert nodes()["even-exchange"]["edited"]
    assert "ORDER_EDIT" not in {each["reason"] for each in nodes()["even-exchange"]["agreements"]}


def test_agreements_are_in_the_order_of_time() -> None:
    for node in nodes().values():
        times = [each["happenedAt"] for each in node["agreements"]]
        assert times == sorted(times)


def test_sale_has_the_type_of_its_product() -> None:
    types = {
        (sale["__typename"], sale["lineType"])
        for node in nodes().values()
        for each in node["agreements"]
        for sale in each["sales"]
    }
    assert types == {("ProductSale", "PRODUCT"), ("GiftCardSale", "GIFT_CARD"), ("TipSale", "TIP")}
