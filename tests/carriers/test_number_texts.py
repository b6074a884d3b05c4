"""The grammar of numbers in a text, with one known format: K and nine digits; and T with ten digits, a slash within."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sampling import each_row
from tracking.carriers.number_texts import NumberReader, NumberText, packed

_KNOWN = re.compile(r"K[0-9]{9}|T[0-9]{5}/[0-9]{5}")
READER = NumberReader(fits=lambda token: bool(_KNOWN.fullmatch(token)), is_name=lambda word: word.lower() == "kurier")
ONE, TWO = "K123456789", "K987654321"


def read(text: str) -> list[str]:
    return [number.text for number in READER.read(text)]


@each_row(
    "between",
    [", ", ",", " , ", ";", "; ", "\n", "\r\n", "\t", " / ", "/", " | ", "|", " & ", "&", " + ", "+", " and ", " und ",
     " och ", " et ", " i ", " ja ", " - ", "-", " ", "  ", "\N{IDEOGRAPHIC COMMA}", "和", " • "],
)  # fmt: skip
def test_two_known_numbers_are_two(between: str) -> None:
    assert read(f"{ONE}{between}{TWO}") == [ONE, TWO]


@each_row("between", [", ", ";", "\n", " / ", "/", " & ", " and "])
def test_two_numbers_without_a_known_format_are_two(between: str) -> None:
    assert read(f"AB12345678{between}CD87654321") == ["AB12345678", "CD87654321"]


@each_row(
    "text",
    [
        "Tracking: K123456789", "tracking number K123456789", "Sendungsnummer K123456789", "Sendungsnr.: K123456789",
        "#K123456789", "№ K123456789", "n° K123456789", "Numéro de suivi : K123456789", "Kollinummer K123456789",
        "Sporingsnummer: K123456789", "Lähetystunnus K123456789", "nr przesyłki K123456789", "快递单号:K123456789",
        "快递单号K123456789", "追跡番号 K123456789", "운송장번호 K123456789", "трек-номер K123456789",
        "Kurier K123456789",
        "K123456789 (Kurier)", "(K123456789)", '"K123456789"', "K123456789.", "K 123 456 789", "K-123-456-789",
        "k123456789", "Track & Trace: K123456789", "Box 1: K123456789", "K123456789, 2 boxes", "K123456789, left today",
        "K123456789 - left at door", "K123456789 left at door", "K123456789 (box 1)", "K123456789 (2 boxes)",
    ],
)  # fmt: skip
def test_words_around_a_number_are_left_out(text: str) -> None:
    assert [packed(number.text) for number in READER.read(text) if number.may_link] == [ONE]


@each_row(
    "text", ["1) K123456789 2) K987654321", "1. K123456789\n2. K987654321", "Box 1: K123456789, Box 2: K987654321"]
)
def test_figures_of_a_list_are_left_out(text: str) -> None:
    assert read(text.format(ONE, TWO)) == [ONE, TWO]


@each_row("text", ["T12345/67890", "T 12345/67890", "T12345 / 67890"])
def test_number_with_a_slash_of_its_own_is_one(text: str) -> None:
    assert [packed(number) for number in read(text)] == ["T12345/67890"]


@each_row(
    ("text", "number"),
    [
        ("12345678/01", NumberText("12345678/01")),
        ("AB-1234-5678", NumberText("AB-1234-5678")),
        ("1234 5678 9012", NumberText("1234 5678 9012")),
        ("123 12345678", NumberText("123 12345678")),
        ("ab 123", NumberText("ab 123")),
        ("SNFJJ3", NumberText("SNFJJ3")),
        ("Call 0701234567", NumberText("Call 0701234567", may_link=False)),
        ("12345678 90123456", NumberText("12345678 90123456", may_link=False)),
        ("1,234,567", NumberText("1,234,567", may_link=False)),
    ],
)
def test_text_that_may_be_one_number_stays_one(text: str, number: NumberText) -> None:
    assert READER.read(text) == (number,)


def test_long_numbers_of_one_series_are_two() -> None:
    assert read("AB12345678 AB12345679") == ["AB12345678", "AB12345679"]


@each_row(
    ("text", "number"),
    [
        ("AB12345678 - left at door", "AB12345678"),
        ("AB12345678 in two parts", "AB12345678"),
        ("AB12345678 (top)", "AB12345678"),
        ("AB12345678 SE", "AB12345678 SE"),
        ("AB12345678 - SE", "AB12345678 - SE"),
    ],
)
def test_remark_behind_a_number_is_no_part_of_it(text: str, number: str) -> None:
    assert [(each.text, each.may_link) for each in READER.read(text)] == [(number, True)]


@each_row("between", [", ", "; ", " "])
def test_each_of_two_numbers_may_have_a_remark(between: str) -> None:
    assert read(f"{ONE} (box 1){between}{TWO} (box 2)") == [ONE, TWO]


@each_row(
    "text",
    [
        "", " ", "-", "--", ".", "?", "N/A", "n/a", "n.a.", "none", "None", "null", "0", "00", "0000000", "x", "TBD",
        "LOCAL PICKUP", "Local pickup 2", "PICKUP2", "hand delivered", "hand delivered 12/11", "no tracking", "pending",
        "no tracking number", "see e-mail", "Selbstabholung", "Selbstabholung am 24.11.2026", "Abholung 12.12.",
        "Abholung am 12.12.", "persönlich übergeben", "Brief", "afhalen", "zonder track en trace", "hämtas i butik",
        "utan spårning", "hentes i butikken", "afhentes", "uten sporing", "noudetaan myymälästä", "ilman seurantaa",
        "retrait en magasin", "remis en main propre", "sans suivi", "odbiór osobisty", "brak", "recogida en tienda",
        "ritiro in negozio", "levantamento na loja",
        "самовывоз", "自提", "无", "平邮", "手渡し", "직접수령", "1 of 2", "box 2",
        "tba", "2026-11-20", "24/11/2026", "24.11.", "2026", "order 1001",
    ],
)  # fmt: skip
def test_text_without_a_number_has_none(text: str) -> None:
    assert READER.read(text) == ()


def test_number_is_read_once_and_with_the_words_beside_it() -> None:
    assert READER.read(f"{ONE}, {ONE}") == (NumberText(ONE),)
    assert READER.read(f"Kurier {ONE}") == (NumberText(ONE, named="Kurier"),)


PARTS = st.sampled_from([ONE, TWO, "AB12345678", "0701234567", "12345", "Box", "pickup", "and", *"/,& \n.1:-0和"])


@settings(database=None)
@given(st.lists(PARTS, max_size=9).map(" ".join) | st.lists(PARTS, max_size=9).map("".join))
def test_text_without_a_link_has_none_when_it_is_read_again(text: str) -> None:
    for number in READER.read(text):
        again = READER.read(number.text)
        assert number.may_link or not any(each.may_link for each in again)
