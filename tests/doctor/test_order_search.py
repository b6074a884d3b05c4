from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.doctor.doctor_report import DoctorReport, PrintedFinding
from tests.fakes import harbor_goods
from tracking.demo import CONTACT_FIELDS, DemoStore


def named(*names: str, prefix: str = "#", suffix: str = "", **more: object) -> DemoStore:
    """The demo's shop with orders of these names, the newest first."""
    store = harbor_goods()
    orders = [
        {
            **store.orders[number],
            "name": name,
            "processedAt": f"2026-11-{20 - number}T09:00:00Z",
            "confirmationNumber": f"XPAV284C{number}",
            **more,
        }
        for number, name in enumerate(names)
    ]
    shop = {**store.shop, "orderNumberFormatPrefix": prefix, "orderNumberFormatSuffix": suffix}
    return replace(store, orders=orders, shop=shop)


@pytest.fixture
def said_of(
    look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]
) -> Callable[[DemoStore], PrintedFinding]:
    def run(store: DemoStore) -> PrintedFinding:
        (said,) = look_at(open_shop(store)).of("order search")
        return said

    return run


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [
        ("#", ""),
        ("B&W-", ""),
        ("O'N", ""),
        ("SE*", "!"),
        ("(EU) ", ""),
        ('"', '"'),
        ("\\", ""),
        ("NOT ", ":"),
        ("📦", ""),
    ],
)
def test_order_is_found_by_its_name_its_digits_and_its_confirmation_number(
    said_of: Callable[[DemoStore], PrintedFinding], prefix: str, suffix: str
) -> None:
    said = said_of(named(f"{prefix}1001{suffix}", prefix=prefix, suffix=suffix))
    assert (said.state, said.message) == (
        "ok",
        "An order is found by its name, its digits alone, its confirmation number.",
    )


def test_name_that_no_search_finds_is_an_error(said_of: Callable[[DemoStore], PrintedFinding]) -> None:
    said = said_of(named("Fair:12", "Fair:11", "Fair:10"))
    assert said.state == "!!"
    assert "not found by its name" in said.message
    assert "Order ID" in said.fix
    assert "Fair" not in said.message


def test_search_that_finds_any_of_the_newest_orders_is_ok(said_of: Callable[[DemoStore], PrintedFinding]) -> None:
    assert said_of(named("Fair:12", "#1001")).state == "ok"


def test_order_of_another_format_is_a_note(said_of: Callable[[DemoStore], PrintedFinding]) -> None:
    said = said_of(named("OLD-1001", prefix="B&W-", confirmationNumber=None))
    assert (said.state, "test order" in said.fix) == ("?", True)


def test_shop_without_orders_is_a_note(said_of: Callable[[DemoStore], PrintedFinding]) -> None:
    assert said_of(named()).state == "?"


def test_hidden_addresses_and_no_access_are_notes(
    said_of: Callable[[DemoStore], PrintedFinding], look_at: Callable[..., DoctorReport]
) -> None:
    assert said_of(replace(named("#1001"), hidden=CONTACT_FIELDS)).state == "?"
    (said,) = look_at("http://127.0.0.1:1").of("order search")
    assert (said.state, said.fix) == ("?", "Mend what is said of access first.")
