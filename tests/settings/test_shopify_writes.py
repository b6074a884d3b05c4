import pytest

from tests.settings.conftest import mistake
from tracking.settings import Settings
from tracking.settings.shopify_writes import WRITES
from tracking.shopify.order_calls.order_writes import ShopifyWrite


def test_nothing_is_written_unless_it_is_named() -> None:
    assert Settings.from_environ({}).shopify_writes == ()


def test_every_write_has_a_name() -> None:
    assert tuple(ShopifyWrite) == WRITES


@pytest.mark.parametrize(
    ("value", "expected"),
    [("tags", ("tags",)), (" Deadline, tags,tags", ("tags", "deadline")), (",".join(WRITES), WRITES)],
)
def test_names_are_read_in_their_own_order(value: str, expected: tuple[str, ...]) -> None:
    assert Settings.from_environ({"SHOPIFY_WRITES": value}).shopify_writes == expected


@pytest.mark.parametrize("value", ["orders", "tags,refund", ","])
def test_another_name_is_refused(value: str) -> None:
    assert mistake(SHOPIFY_WRITES=value).startswith("SHOPIFY_WRITES must name what may be written to Shopify")
