from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.sampling import each_row
from tracking.i18n.text import Money
from tracking.shopify.json_decoder import Json
from tracking.shopify.parsing.node import MAX_TEXT, MissingValue, Node, global_id, need, read_rows, valid_zone


def node(value: Json) -> Node:
    return Node({"field": value, "id": value})


@each_row(
    ("value", "text"),
    [
        ("Mug", "Mug"),
        ("  Mug \n", "Mug"),
        ("Mug\x00\x1b[31m\u2028two", "Mug  [31m two"),
        ("half \ud83e", "half"),
        ("مرحبا \u202e abc", "مرحبا \u202e abc"),
        ("x" * 5000, "x" * MAX_TEXT),
        ("\x00\n ", None),
        ("", None),
        (5, None),
        (None, None),
        (["Mug"], None),
    ],
)
def test_text_has_no_control_characters(value: Json, text: str | None) -> None:
    assert node(value).text("field") == text


@pytest.mark.parametrize(
    ("value", "url"), [("https://a/b ", "https://a/b"), ("javascript:1", "javascript:1"), ("x" * 3000, None), (1, None)]
)
def test_long_url_counts_as_missing(value: Json, url: str | None) -> None:
    assert node(value).url("field") == url


@each_row(
    ("value", "number"),
    [(0, 0), (3, 3), (-1, None), (10**7, None), (True, None), (1.0, None), ("3", None), (None, None)],
)
def test_number_is_a_small_integer(value: Json, number: int | None) -> None:
    assert node(value).number("field") == number


@pytest.mark.parametrize(("value", "flag"), [(True, True), (False, False), (1, None), ("yes", None), (None, None)])
def test_invalid_flag_takes_its_default(value: Json, flag: bool | None) -> None:  # noqa: FBT001 (a case)
    assert node(value).flag("field") is (flag or False)
    assert node(value).flag("field", default=True) is (flag is not False)


@each_row(
    ("value", "moment"),
    [
        ("2026-11-22T14:05:00Z", datetime(2026, 11, 22, 14, 5, tzinfo=UTC)),
        ("2026-11-22T14:05:00+02:00", datetime(2026, 11, 22, 12, 5, tzinfo=UTC)),
        ("2026-11-22T14:05:00", None),
        ("2026-11-22", None),
        ("0001-01-01T00:00:00+23:00", None),
        ("9999-12-31T23:59:59-23:00", None),
        ("9999-12-31T00:00:00Z", None),
        ("1889-12-31T00:00:00Z", None),
        ("tomorrow", None),
        (1763820300, None),
        (None, None),
    ],
)
def test_moment_is_in_utc_within_plausible_years(value: Json, moment: datetime | None) -> None:
    assert node(value).moment("field") == moment


@each_row(
    "value",
    [
        "2026-11-24",
        "2026-11-24T00:00:00Z",
        "2026-11-24T00:00:00",
        "2026-11-24T00:00:00.000Z",
        "2026-11-24T00:00:00-08:00",
        "2026-11-24T00:00:00+1300",
        "2026-11-24T00:00+02:00",
    ],
)
def test_planned_midnight_is_a_date(value: str) -> None:
    assert node(value).planned("field") == datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize("value", ["2026-11-24T14:05:00+02:00", "2026-11-24T00:00:01Z", "2026-11-24T14:05:00", 5, None])
def test_planned_time_of_day_is_a_moment(value: Json) -> None:
    assert node(value).planned("field") == node(value).moment("field")


@pytest.mark.parametrize("value", ["2026-02-30T00:00:00Z", "9999-12-31", "0000-00-00"])
def test_planned_date_that_does_not_exist_is_missing(value: str) -> None:
    assert node(value).planned("field") is None


@each_row(
    ("amount", "expected"),
    [
        ("49.00", Decimal("49.00")),
        (49, Decimal(49)),
        (49.5, Decimal("49.5")),
        ("-3.10", Decimal("-3.10")),
        ("NaN", None),
        ("Infinity", None),
        ("1e30", None),
        ("9" * 50, None),
        ("cheap", None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_money_has_amount_and_currency(amount: Json, expected: Decimal | None) -> None:
    money = node({"presentmentMoney": {"amount": amount, "currencyCode": "SEK"}}).money("field")

    assert money == (None if expected is None else Money(amount=expected, currency="SEK"))


@each_row(
    ("value", "units"),
    [(2, 2), (-2, 2), (0, 0), (True, None), ("-2", None), (None, None), (-(10**9), None), (10**9, None)],
)
def test_units_are_a_count_without_its_sign(value: Json, units: int | None) -> None:
    assert node(value).units("field") == units


@pytest.mark.parametrize("currency", [None, "", "sek", "KRONOR", 752])
def test_money_without_currency_is_none(currency: Json) -> None:
    assert node({"presentmentMoney": {"amount": "1", "currencyCode": currency}}).money("field") is None


@pytest.mark.parametrize(("value", "country"), [("SE", "SE"), ("se", None), ("Sweden", None), (46, None)])
def test_country_is_two_capitals(value: Json, country: str | None) -> None:
    assert node(value).country("field") == country


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("gid://shopify/Order/5902720525908", "5902720525908"),
        ("5902720525908", "5902720525908"),
        ("gid://shopify/Order/", None),
        ("gid://shopify/Order/1?x=2", None),
        ("gid://shopify/Order/\u0661", None),
        (1, None),
    ],
)
def test_numeric_id_is_read_from_global_id(value: Json, digits: str | None) -> None:
    assert node(value).numeric_id() == digits


def test_nested_node_of_any_value_is_reachable() -> None:
    inner = Node({"a": {"b": {"c": "found"}}, "d": 5})

    assert inner.node("a", "b").text("c") == "found"
    assert not inner.node("a", "x", "c")
    assert not inner.node("d", "c")


def test_rows_with_missing_values_are_left_out() -> None:
    rows = Node({"rows": [{"a": "1"}, None, {"a": 2}, {"a": "3"}]}).rows("rows")

    assert read_rows(rows, lambda row: need(row.text("a"))) == ("1", "3")


def test_need_raises_missing_for_none() -> None:
    assert need(0) == 0
    with pytest.raises(MissingValue):
        need(None)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("UTC", "UTC"),
        ("Mars/Olympus", None),
        ("../etc/passwd", None),
        ("", None),
        (None, None),
    ],
)
def test_valid_zone_is_an_iana_name(name: str | None, zone: str | None) -> None:
    assert valid_zone(name) == zone


def test_global_id_is_read_as_its_number() -> None:
    assert Node({"id": global_id("Order", "1001")}).numeric_id() == "1001"
