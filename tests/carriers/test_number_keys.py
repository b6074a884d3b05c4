from hypothesis import given
from hypothesis import strategies as st

from tests.sampling import each_row
from tracking.carriers import Carriers
from tracking.carriers.number_keys import number_key, number_keys

CARRIERS = Carriers.built_in()


@each_row(
    "typed",
    [
        "JV895559806GB",
        "jv895559806gb",
        "JV 8955 5980 6GB",
        " jv-895559806-gb ",
        "JV.895559806.GB",
        "".join(chr(ord(character) + 0xFEE0) for character in "JV895559806GB"),  # full width
    ],
)
def test_every_spelling_has_the_same_key(typed: str) -> None:
    assert number_key(typed) == "JV895559806GB"
    assert number_keys(CARRIERS, typed) == {"JV895559806GB"}


@each_row("text", ["", "1001", "#1001", "PICKUP", "by hand", "-- --", "9" * 61])
def test_text_without_a_tracking_number_has_no_key(text: str) -> None:
    assert number_key(text) is None


def test_entry_with_several_numbers_has_a_key_for_each() -> None:
    keys = number_keys(CARRIERS, "JV895559806GB, JV711471058GB", company="Royal Mail")
    assert keys == {"JV895559806GB", "JV711471058GB"}


def test_number_is_found_without_the_words_around_it() -> None:
    assert number_keys(CARRIERS, "Royal Mail JV895559806GB") >= {"JV895559806GB"}


def test_number_in_a_link_has_a_key() -> None:
    assert number_keys(CARRIERS, "https://www.royalmail.com/track-your-item#/tracking-results/JV895559806GB") == {
        "JV895559806GB"
    }


def test_missing_number_has_no_keys() -> None:
    assert number_keys(CARRIERS, None, company="UPS") == frozenset()


@given(st.text(max_size=300))
def test_a_key_is_its_own_key(text: str) -> None:
    key = number_key(text)
    assert key is None or number_key(key) == key
    assert all(number_key(each) == each for each in number_keys(CARRIERS, text))
