import pytest

from tests.order.builders import policy
from tracking.directory.text_search import text_search

CARRIERS = policy().carriers


@pytest.mark.parametrize("typed", ["1001", "#1001", " #1001 "])
def test_an_order_number_is_meant_with_and_without_its_sign(typed: str) -> None:
    assert "#1001" in text_search(typed, CARRIERS, prefix="#").names


def test_a_tracking_number_is_meant_by_its_key() -> None:
    assert "00370735000000000017" in text_search("0037 0735 0000 0000 0017", CARRIERS).numbers


def test_words_are_those_of_products_and_not_too_many() -> None:
    assert text_search("Blå MUG", CARRIERS).words == ("bla", "mug")
    assert len(text_search("a b c d e f g", CARRIERS).words) == 5
