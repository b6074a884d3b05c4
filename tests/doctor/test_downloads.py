from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from tests.doctor.doctor_report import DoctorReport, PrintedFinding, run_doctor
from tests.fakes import harbor_goods
from tracking.shopify.json_decoder import as_object, as_rows

PATTERN, WALLPAPERS = "Blanket knitting pattern (PDF)", "Lighthouse wallpapers (ZIP)"


def said_of(report: DoctorReport) -> list[PrintedFinding]:
    return report.of("DOWNLOADS")


@pytest.fixture
def open_small_shop(open_shop: Callable[..., str]) -> Callable[..., str]:
    """Start a shop with these orders of the demo."""

    def start(*names: str) -> str:
        store = harbor_goods()
        return open_shop(replace(store, orders=[order for order in store.orders if order["name"] in names]))

    return start


def test_unset_lists_the_products_and_the_line_to_write(
    look_at: Callable[..., DoctorReport], open_small_shop: Callable[..., str]
) -> None:
    (said,) = said_of(look_at(open_small_shop("#1050", "#1052", "#1053", "#1430")))
    assert said.state == "?"
    assert all(title in said.message for title in (PATTERN, WALLPAPERS, "Parcel insurance"))
    assert "Gift card" not in said.message
    assert "Tide mug" not in said.message
    assert "DOWNLOADS='" in said.fix
    assert PATTERN in said.fix


def test_unset_is_fine_where_everything_is_shipped(
    look_at: Callable[..., DoctorReport], open_small_shop: Callable[..., str]
) -> None:
    (said,) = said_of(look_at(open_small_shop("#1053", "#1110")))
    assert said.state == "ok"


def test_set_lists_both_kinds(look_at: Callable[..., DoctorReport], open_small_shop: Callable[..., str]) -> None:
    url = open_small_shop("#1050", "#1430")
    online, others = said_of(look_at(url, DOWNLOADS="Blanket knitting*"))
    assert (online.state, others.state) == ("ok", "ok")
    assert PATTERN in online.message
    assert "Parcel insurance" in others.message


def test_name_that_matches_nothing_is_a_note(
    look_at: Callable[..., DoctorReport], open_small_shop: Callable[..., str]
) -> None:
    url = open_small_shop("#1050")
    *_, said = said_of(look_at(url, DOWNLOADS=f"{PATTERN}, Sock pattern"))
    assert said.state == "?"
    assert "Sock pattern" in said.message
    assert "title or SKU" in said.fix


def test_name_of_a_physical_product_is_a_note(
    look_at: Callable[..., DoctorReport], open_small_shop: Callable[..., str]
) -> None:
    (said,) = said_of(look_at(open_small_shop("#1110"), DOWNLOADS="Tide mug"))
    assert said.state == "?"
    assert "physical product" in said.message


def test_long_list_is_cut(look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]) -> None:
    store = harbor_goods()
    order = as_object(next(order for order in store.orders if order["name"] == "#1050"))  # type: ignore[arg-type] # JSON
    (line,) = as_rows(order["lineItems"])
    many = [{**order, "lineItems": [{**line, "title": f"Pattern {number}"}]} for number in range(20)]
    (said,) = said_of(look_at(open_shop(replace(store, orders=many))))
    assert "and 8 more" in said.message


def test_denied_orders_are_a_note(look_at: Callable[..., DoctorReport], open_shop: Callable[..., str]) -> None:
    (said,) = said_of(look_at(open_shop(replace(harbor_goods(), scopes=frozenset()))))
    assert (said.state, said.fix) == ("?", "Mend what is said of scopes first.")


def test_missing_answer_is_a_note(look_at: Callable[..., DoctorReport]) -> None:
    (said,) = said_of(look_at("http://127.0.0.1:1"))
    assert (said.state, said.fix) == ("?", "Mend what is said of access first.")


def test_demo_store_is_not_checked(app: Flask) -> None:
    assert run_doctor(app).of("DOWNLOADS") == []


def test_shop_without_downloads_says_none(
    look_at: Callable[..., DoctorReport], open_small_shop: Callable[..., str]
) -> None:
    (said,) = said_of(look_at(open_small_shop("#1430"), DOWNLOADS="none"))
    assert said.state == "ok"
