# ruff: noqa: RUF001 - characters that look alike are the subject
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracking.i18n.folding import bare_contact, fold, fold_case, fold_email, fold_name, without_quotes

# Characters that people's devices add or change, so that the properties meet them.
PASTED = st.text(
    st.sampled_from("aA1@.-'#<>:\"`´’–−\u00ad\u200e\ufeffüÜ\u0308ßİ。٣xn-ー ") | st.characters(), max_size=24
)
ADDRESSES = st.builds(
    "{}@{}.{}".format,
    st.text("abyz09.+_-", min_size=1, max_size=8),
    st.text("abyz09", min_size=1, max_size=8),
    st.sampled_from(["com", "example", "se"]),
)


@pytest.mark.parametrize("folded", [fold, fold_case, fold_name, fold_email, without_quotes, bare_contact])
@given(text=PASTED)
def test_folding_is_idempotent(folded: object, text: str) -> None:
    assert callable(folded)
    once = folded(text)
    assert folded(once) == once


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("A–B—C−D‐E‑F", "A-B-C-D-E-F"),
        ("O’N O‘N OʼN O`N O´N O′N", "O'N O'N O'N O'N O'N O'N"),
        ("\u200e\u202a#\u2066١٢٣\u2069\u202c\ufeff", "#123"),
        ("७४१० ७", "7410 7"),
        ("u\u200d\u0308", "ü"),
        ("例え。jp", "例え.jp"),
        ("Plain ASCII-'text'", "Plain ASCII-'text'"),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


IGNORED = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0}
IGNORED |= {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000)}
MAPPED = "\u02d7\u2043\u2212\u2796`\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u055a\u05f3\u2018\u2019\u201b\u2032"
MAPPED += "\u2035\ua78c\uff07\u3002\uff61"


def is_listed(char: str) -> bool:
    """Whether the character is one of those that the module says it folds."""
    is_compatible = unicodedata.normalize("NFKC", char) != char
    is_of_category = unicodedata.category(char) in {"Cf", "Pd", "Nd"}
    return is_compatible or is_of_category or ord(char) in IGNORED or char in MAPPED


@pytest.mark.parametrize(
    "planes",
    [
        pytest.param((0, 1, 2, 14), id="planes that have characters"),
        pytest.param(range(17), id="all", marks=pytest.mark.audit),
    ],
)
def test_no_other_character_than_the_listed_ones_is_folded(planes: Iterable[int]) -> None:
    chars = (chr(place) for plane in planes for place in range(plane << 16, (plane + 1) << 16))
    assert [char for char in chars if not is_listed(char) and fold(char) != char] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@bücher.example", "ADA@XN--BCHER-KVA.example"),
        ("ada@例え.jp", "ada@xn--r8jz45g.jp"),
        ("ada@straße.example", "ada@xn--strae-oqa.example"),
        ("ada@example.com", "mailto:Ada@example.com?subject=1"),
        ("ada@example.com", "Ada <ada@example.com>"),
        ("o'neil@example.com", "O’Neil@example.com."),
    ],
)
def test_two_spellings_of_an_address_are_equal(one: str, other: str) -> None:
    assert fold_email(one) == fold_email(other)


@pytest.mark.parametrize(
    "address",
    [
        "ada@xn--example-.com",  # Punycode of ASCII is no label
        "ada@xn--a.com",
        "ada@xn--ü.com",
        "ada@xn--.com",
        "ada@xn--99999999999.com",
    ],
)
def test_invalid_punycode_stays(address: str) -> None:
    assert fold_email(address) == address


def test_punycode_before_the_at_sign_stays() -> None:
    assert fold_email("xn--bcher-kva@example.com") != fold_email("bücher@example.com")


@given(ADDRESSES, ADDRESSES)
def test_two_different_addresses_stay_different(one: str, other: str) -> None:
    assume(one != other)
    assert fold_email(one) != fold_email(other)


@given(PASTED)
def test_names_that_become_equal_differ_only_in_what_is_folded(name: str) -> None:
    assert plain(fold_name(name)) == plain(name)


def plain(text: str) -> str:
    """The text without every character that may be folded to another one, or away."""
    unmapped = "".join(char for char in text if char not in MAPPED)
    lowered = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", unmapped).casefold())
    kept = [char for char in lowered if not is_listed(char) and char not in "-'. 0123456789" and not char.isspace()]
    return unicodedata.normalize("NFKC", "".join(kept)).casefold()


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Tel. 070 123 45 67", "070 123 45 67"),
        ("tel:+46-70-123;ext=1", "+46-70-123"),
        ("mailto:ada%2Bx@example.com?subject=hi", "ada+x@example.com"),
        ('"Ada" <ada@example.com>,', "ada@example.com"),
        ("E-mail: ada@example.com", "ada@example.com"),
        ("a b@example.com", "a b@example.com"),
        ("07700 900123", "07700 900123"),
    ],
)
def test_contact_stands_without_what_was_pasted_around_it(text: str, contact: str) -> None:
    assert bare_contact(text) == contact
