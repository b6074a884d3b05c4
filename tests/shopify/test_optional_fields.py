import pytest

from tests.shopify.asking import FakeTime
from tracking.shopify.optional_fields import OptionalFields, flags

BOTH = ["read_orders", "read_returns", "read_merchant_managed_fulfillment_orders"]


@pytest.mark.parametrize(
    ("scopes", "parts"),
    [
        ([], set()),
        (["read_orders", "read_fulfillments"], set()),
        (["read_returns"], {"returns"}),
        (["write_returns"], {"returns"}),
        (["read_merchant_managed_fulfillment_orders"], {"fulfillmentOrders"}),
        (["read_third_party_fulfillment_orders"], {"fulfillmentOrders"}),
        (["write_assigned_fulfillment_orders"], {"fulfillmentOrders"}),
        (BOTH, {"fulfillmentOrders", "returns"}),
    ],
)
def test_a_part_is_asked_for_when_one_of_its_scopes_is_granted(
    time: FakeTime, scopes: list[str], parts: set[str]
) -> None:
    assert OptionalFields(time).allowed(scopes) == parts


def test_a_denied_part_is_left_out_for_an_hour(time: FakeTime) -> None:
    parts = OptionalFields(time)
    parts.note_denied(frozenset({"returns"}))
    assert parts.allowed(BOTH) == {"fulfillmentOrders"}

    time.now += 3599
    parts.note_denied(frozenset())
    time.now += 1
    assert parts.allowed(BOTH) == {"fulfillmentOrders", "returns"}


def test_denials_add_up(time: FakeTime) -> None:
    parts = OptionalFields(time)
    parts.note_denied(frozenset({"returns"}))
    parts.note_denied(frozenset({"fulfillmentOrders"}))

    assert parts.allowed(BOTH) == frozenset()


def test_when_other_scopes_were_granted_denials_are_over(time: FakeTime) -> None:
    parts = OptionalFields(time)
    parts.note_denied(frozenset({"returns"}))
    parts.forget()

    assert parts.allowed(BOTH) == {"fulfillmentOrders", "returns"}


def test_each_part_has_its_flag() -> None:
    assert flags({"returns"}) == {"withFulfillmentOrders": False, "withReturns": True}
