import pytest

from tests.order.builders import line, order
from tracking.directory.product_words import product_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Blå mugg / 茶碗", ("bla", "mugg", "茶碗")),
        ("CAFÉ café Straße", ("cafe", "strasse")),
        ("T-shirt_XL, 2-pack", ("t", "shirt", "xl", "2", "pack")),
        ("x" * 30, ("x" * 20,)),
        ("-  !", ()),
    ],
)
def test_words_are_folded_and_each_stands_once(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_words_of_an_order_are_those_of_all_its_lines() -> None:
    lines = (line(title="Blue mug"), line(id="other", title="Red MUG"), line(id="nameless", title=None))
    assert product_words(order(lines=lines)) == {"blue", "mug", "red"}


def test_an_order_of_very_many_products_is_found_by_the_first() -> None:
    lines = tuple(line(id=f"{each}", title=f"word{each}") for each in range(50))
    assert product_words(order(lines=lines)) == {f"word{each}" for each in range(30)}
