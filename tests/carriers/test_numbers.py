from dataclasses import replace

import pytest

from tests.sampling import each_row
from tracking.carriers.numbers import Numbers, first_characters, read_number
from tracking.carriers.row import CarrierRow, Format, Strength

ROWS = (
    CarrierRow(code="sure", name="Sure", formats=(Format(regex="S[0-9]{6}", strength=Strength.STRONG, decides=True),)),
    CarrierRow(
        code="post", name="Post", formats=(Format(regex="[A-Z]{2}[0-9]{9}NO", strength=Strength.STRONG, check="s10"),)
    ),
    CarrierRow(code="one", name="One", formats=(Format(regex="(M|O)[0-9]{6}", strength=Strength.MEDIUM),)),
    CarrierRow(code="two", name="Two", formats=(Format(regex="M[0-9]{6}", strength=Strength.MEDIUM),)),
    CarrierRow(
        code="weak-se",
        name="Weak",
        countries=("SE",),
        formats=(
            Format(regex="[0-9]{12}", strength=Strength.WEAK, check="luhn"),
            Format(regex="[0-9]{8}", strength=Strength.WEAK),
        ),
    ),
    CarrierRow(code="world", name="World", formats=(Format(regex="[0-9]{12}", strength=Strength.WEAK, check="fedex"),)),
)


@pytest.fixture(scope="module")
def numbers() -> Numbers:
    return Numbers(ROWS)


def _claimed(numbers: Numbers, token: str | None, country: str | None = None) -> str | None:
    row = numbers.carrier(token, country)
    return row.code if row else None


def test_display_has_no_spaces_and_token_has_capitals() -> None:
    assert read_number(" 1z 999\N{NO-BREAK SPACE}aa1 ").display == "1z999aa1"
    assert read_number(" 1z 999\N{NO-BREAK SPACE}aa1 ").token == "1Z999AA1"


@each_row("text", [None, "", "   ", "\n\t", "\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_empty_text_has_no_display(text: str | None) -> None:
    assert (read_number(text).display, read_number(text).token) == (None, None)


@each_row(
    ("text", "shown"),
    [
        ("see e-mail", "see e-mail"),
        ("pending", "pending"),
        ("123", "123"),
        ("../../etc/passwd1", "../../etc/passwd1"),
        ("1Z12345#x", "1Z12345#x"),
        ("12345\N{RIGHT-TO-LEFT OVERRIDE}67890", "12345 67890"),
        ("12345\x0067890", "12345 67890"),
        ("1234567890\N{ZERO WIDTH SPACE}1", "1234567890 1"),
        ("\N{CYRILLIC CAPITAL LETTER ER}123456789", "\N{CYRILLIC CAPITAL LETTER ER}123456789"),
        ("\N{LATIN SMALL LETTER SHARP S}123456789", "\N{LATIN SMALL LETTER SHARP S}123456789"),
    ],
)
def test_text_without_a_number_is_displayed_in_one_line(text: str, shown: str) -> None:
    assert read_number(text).display == shown
    assert read_number(text).token is None


def test_long_number_is_cut_and_has_no_token() -> None:
    number = read_number("9" * 10_240)

    assert number.display == "9" * 60 + "…"
    assert number.token is None


def test_strong_format_is_sufficient_alone(numbers: Numbers) -> None:
    assert _claimed(numbers, "S123456") == "sure"
    assert _claimed(numbers, "RB123456785NO") == "post"
    assert _claimed(numbers, "RB123456784NO") is None


def test_only_a_deciding_format_overrides_the_name(numbers: Numbers) -> None:
    decided = numbers.deciding_carrier("S123456", "SE")

    assert decided is not None
    assert decided.code == "sure"
    assert numbers.deciding_carrier("RB123456785NO", "NO") is None
    assert numbers.deciding_carrier(None, None) is None


def test_a_number_does_not_decide_where_its_carrier_does_not_deliver() -> None:
    local = Numbers((replace(ROWS[0], countries=("US", "CA")),))
    assert local.deciding_carrier("S123456", "CA") == local.deciding_carrier("S123456", None) is not None
    assert local.deciding_carrier("S123456", "GB") is None


def test_a_medium_format_needs_to_be_the_only_one(numbers: Numbers) -> None:
    assert _claimed(numbers, "O123456") == "one"
    assert _claimed(numbers, "M123456") is None


def test_a_weak_format_needs_its_country_and_a_check_digit(numbers: Numbers) -> None:
    assert _claimed(numbers, "320595463938", "SE") == "weak-se"
    assert _claimed(numbers, "320595463938", "NO") is None
    assert _claimed(numbers, "320595463938") is None
    assert _claimed(numbers, "320595463939", "SE") is None
    assert _claimed(numbers, "12345678", "SE") is None


def test_weak_format_is_overridden_by_a_worldwide_carrier(numbers: Numbers) -> None:
    rival = "320610804900"

    assert [row.code for row in ROWS if row.read(rival)] == ["weak-se", "world"]
    assert _claimed(numbers, rival, "SE") is None


def test_weak_format_of_a_worldwide_carrier_needs_a_check_digit_and_a_known_country() -> None:
    form = Format(regex="[0-9]{10}", strength=Strength.WEAK, check="mod7", anywhere=True)
    rival = CarrierRow(code="rival", name="R", countries=("FR",), formats=(replace(form, regex="33[0-9]{8}"),))
    numbers = Numbers((CarrierRow(code="world", name="World", formats=(form,)), rival))
    assert _claimed(numbers, "3318810025", "DE") == "world"
    assert _claimed(numbers, "3318810025") is None
    assert _claimed(numbers, "3318810025", "FR") is None
    assert _claimed(numbers, "3318810026", "DE") is None


def test_weak_format_proves_nothing_beside_a_name(numbers: Numbers) -> None:
    assert numbers.carrier("320595463938", "SE", is_named=True) is None
    assert numbers.carrier("S123456", "SE", is_named=True) is not None


@pytest.mark.parametrize("token", ["_1234", "zz", "", None])
def test_unknown_number_has_no_carrier(numbers: Numbers, token: str | None) -> None:
    assert _claimed(numbers, token) is None


@each_row(
    ("regex", "characters"),
    [("1Z[0-9]+", "1"), ("[56][0-9]{23}", "56"), ("J?JD[0-9]+", None), ("A1|B2", None), ("[0-9]{3}", "0123456789")],
)
def test_format_is_indexed_by_the_first_characters_of_its_numbers(regex: str, characters: str | None) -> None:
    assert first_characters(regex) == (characters or "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def test_format_with_alternatives_is_indexed_by_each() -> None:
    either = CarrierRow(code="x", name="X", formats=(Format(regex="[0-9]{5}|[A-Z]{3}0AB", strength=Strength.STRONG),))

    assert _claimed(Numbers([either]), "12345") == "x"
    assert _claimed(Numbers([either]), "XXX0AB") == "x"
