import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sampling import each_row
from tracking.i18n.folding import fold_name
from tracking.orders.order_number import forms, normalize, spellings


@each_row(
    ("typed", "number"),
    [
        ("#1001", "#1001"),
        ("  1001 ", "1001"),
        ("\uff11\uff10\uff10\uff11", "1001"),
        ("\uff03\uff11\uff10\uff10\uff11", "#1001"),
        ("EN-1001/a.2_b", "EN-1001/a.2_b"),
        ("EN \u00a0 1001", "EN 1001"),
        ("Ä1", "Ä1"),
    ],
)
def test_typed_number_is_normalized(typed: str, number: str) -> None:
    assert normalize(typed) == number


@each_row(
    "typed",
    ["", "   ", "#", "-", 'a"b', "a'b", "name:1", "(1):", "1\\", "10*", "1\x00", "1" * 41, "\ud800", "1 OR (2)", "<b>"],
)
def test_number_with_search_syntax_is_rejected(typed: str) -> None:
    assert normalize(typed) is None


@each_row(
    ("number", "prefix", "suffix", "names"),
    [
        ("1001", "#", "", ("#1001", "1001")),
        ("#1001", "#", "", ("#1001",)),
        ("1001", "EN", "-A", ("EN1001-A", "1001", "#1001")),
        ("en1001-a", "EN", "-A", ("EN1001-A", "#1001")),
        ("EN1001", "EN", "-A", ("EN1001-A", "EN1001", "#1001")),
        ("1001-A", "EN", "-A", ("EN1001-A", "1001-A", "#1001")),
        ("#1001", "EN", "-A", ("#1001", "EN1001-A")),
        ("1001", "", "", ("1001", "#1001")),
        ("1001", 'evil"', "", ('evil"1001', "1001", "#1001")),
        ("EN", "EN", "", ("EN",)),
        ("1001A", "EN", "-A", ("EN1001-A", "EN1001A-A", "EN1001-AA", "1001A", "#1001", "#1001A")),
        ("EU 1001", "(EU) ", "", ("(EU) 1001", "EU 1001", "#1001")),
        ("1001", "10", "20", ("10100120", "1001", "#1001")),
        ("10100120", "10", "20", ("10100120", "1010012020", "1010100120", "101010012020", "#10100120", "#1001")),
    ],
)
def test_candidates_have_the_shops_prefix_and_suffix(
    number: str, prefix: str, suffix: str, names: tuple[str, ...]
) -> None:
    assert spellings(number, prefix, suffix).names == names


def test_compared_form_ignores_case_width_and_space() -> None:
    assert fold_name("\uff25\uff2e  1001-a") == fold_name("en 1001-A")
    assert fold_name("#1001") != fold_name("#1001-A")


AFFIXES = [
    ("#", ""),
    ("", ""),
    ("EN", "-A"),
    ("A1-", ""),
    ("", "-26"),
    ("2026-", "/7"),
    ("7", "7"),
    ("#SE1", ""),
    ("10", "20"),
    ("10", "01"),
    ("1", "1"),
]


def typed_ways(core: str, prefix: str, suffix: str) -> list[str]:
    """The ways to type an order's number that CONTRACT.md promises."""
    plain = [f"{before}{core}{after}" for before in ("", prefix) for after in ("", suffix)]
    cased = [*plain, *map(str.lower, plain), *map(str.upper, plain)]
    wide = [
        "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in each)
        for each in plain
    ]
    return [*cased, *wide, *(f"  {each} " for each in plain)]


@each_row(("prefix", "suffix"), AFFIXES)
def test_forms_of_every_spelling_include_the_name(prefix: str, suffix: str) -> None:
    name = fold_name(f"{prefix}1001{suffix}")
    assert [typed for typed in typed_ways("1001", prefix, suffix) if name not in forms(typed, prefix, suffix)] == []


def test_malformed_number_has_no_forms() -> None:
    assert forms("a:b", "#", "") == ()


@pytest.mark.parametrize(
    ("number", "prefix", "searches"),
    [
        ("1001", "#", (("#1001", "1001"),)),
        ("Order #1001", "#", (("#1001", "Order #1001"),)),
        ("NR-1001", "#", (("#1001", "1001", "NR-1001"),)),
        ("1001", "B&W-", (("B&W-1001",), ("1001", "#1001"))),
        ("#1001", "B&W-", (("#1001",), ("B&W-1001",))),
    ],
)
def test_names_that_find_no_more_orders_share_a_search(
    number: str, prefix: str, searches: tuple[tuple[str, ...], ...]
) -> None:
    assert spellings(number, prefix, "").searches == searches


@each_row(
    ("number", "confirmations"),
    [
        ("XPAV284CT", ("XPAV284CT",)),
        ("xpav-284-ct", ("XPAV284CT",)),
        ("Confirmation #XPAV284CT", ("XPAV284CT",)),
        ("NO35PKUN0UJ", ("NO35PKUN0UJ", "35PKUN0UJ")),
        ("1001", ()),
        ("#1001", ()),
        ("XPAV284CTXPAV284CT", ()),
    ],
)
def test_confirmation_numbers_that_may_be_meant(number: str, confirmations: tuple[str, ...]) -> None:
    assert spellings(number, "#", "").confirmations == confirmations


@given(st.text(max_size=60), st.text(max_size=6), st.text(max_size=6))
def test_nothing_typed_is_sent_but_what_is_allow_listed(typed: str, prefix: str, suffix: str) -> None:
    number = normalize(typed, prefix, suffix)
    if number is None:
        return
    found = spellings(number, prefix, suffix)
    assert len(found.names) <= 2 * 4 + 4
    assert len(found.searches) <= 2
    for name in found.names:
        beside = name.removeprefix(prefix) if name.startswith(prefix) else name
        inner = beside.replace(suffix, "", 1) if suffix else beside
        assert any(re.fullmatch(r"[#\w./ -]{0,41}", part) for part in (inner, beside, name)), name
