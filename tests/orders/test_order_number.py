import pytest

from tracking.orders.order_number import candidates, forms, normalize, same_form


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "#", "-", 'a"b', "a'b", "name:1", "(1)", "1\\", "10*", "1\x00", "1" * 41, "\ud800", "1 OR (2)", "<b>"],
)
def test_number_with_search_syntax_is_rejected(typed: str) -> None:
    assert normalize(typed) is None


@pytest.mark.parametrize(
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
        ("1001", 'evil"', "", ("1001", "#1001")),
        ("EN", "EN", "", ("EN",)),
        ("1001", "10", "20", ("10100120", "1001", "#1001")),
        ("10100120", "10", "20", ("10100120", "1010012020", "1010100120", "101010012020", "#1001", "#10100120")),
    ],
)
def test_candidates_have_the_shops_prefix_and_suffix(
    number: str, prefix: str, suffix: str, names: tuple[str, ...]
) -> None:
    assert candidates(number, prefix, suffix) == names


def test_same_form_ignores_case_width_and_space() -> None:
    assert same_form("\uff25\uff2e  1001-a") == same_form("en 1001-A")
    assert same_form("#1001") != same_form("#1001-A")


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


def spellings(core: str, prefix: str, suffix: str) -> list[str]:
    """The ways to type an order's number that CONTRACT.md promises."""
    plain = [f"{before}{core}{after}" for before in ("", prefix) for after in ("", suffix)]
    cased = [*plain, *map(str.lower, plain), *map(str.upper, plain)]
    wide = ["".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in each) for each in plain]
    return [*cased, *wide, *(f"  {each} " for each in plain)]


@pytest.mark.parametrize(("prefix", "suffix"), AFFIXES)
def test_forms_of_every_spelling_include_the_name(prefix: str, suffix: str) -> None:
    name = same_form(f"{prefix}1001{suffix}")
    assert [typed for typed in spellings("1001", prefix, suffix) if name not in forms(typed, prefix, suffix)] == []


def test_malformed_number_has_no_forms() -> None:
    assert forms("a:b", "#", "") == ()
