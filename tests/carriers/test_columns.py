import pytest

from tracking.carriers.columns import RowError, read_row
from tracking.carriers.row import Format, Strength


def test_a_name_is_enough() -> None:
    row = read_row("my-courier", {"name": "My Courier"})

    assert (row.code, row.name, row.link, row.formats) == ("my-courier", "My Courier", (), ())


def test_a_single_text_may_stand_for_a_list() -> None:
    assert read_row("x", {"name": "X", "link": "https://x.test/{number}"}).link == ("https://x.test/{number}",)


def test_formats_are_read_with_defaults() -> None:
    row = read_row("x", {"name": "X", "formats": [{"regex": "X[0-9]+", "strength": "weak"}]})

    assert row.formats == (Format(regex="X[0-9]+", strength=Strength.WEAK),)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("X", "must be a table"),
        ({}, "has no name"),
        ({"name": " "}, "has a `name` that is no text"),
        ({"name": "X", "nmae": "X"}, "has an unknown column `nmae`"),
        ({"name": "X", "shown": "Y"}, "has columns by their old names: write `display_name` for `shown`$"),
        (
            {"name": "X", "here": [], "yes": [], "no": [], "unlike": [], "nmae": "X"},
            "write `local_names` for `here`, `valid` for `yes`, `invalid` for `no`, `not_this` for `unlike`$",
        ),
        ({"name": "X", "display_name": 1}, "has a `display_name` that is no text"),
        ({"name": "X", "aliases": [1]}, "has a `aliases` that is no list of texts"),
        ({"name": "X", "hosts": {"a": "b"}}, "has a `hosts` that is no list of texts"),
        ({"name": "X", "hosts": [""]}, "has a `hosts` that is no list of texts"),
        ({"name": "X", "lang": ["en"]}, "has a `lang` that is no table of texts"),
        ({"name": "X", "lang": {"en": 1}}, "has a `lang` that is no table of texts"),
        ({"name": "X", "formats": "X"}, "has `formats` that are no list"),
        ({"name": "X", "formats": ["X"]}, "has a format that cannot be read"),
        ({"name": "X", "formats": [{"regex": "X", "strength": "sure"}]}, "has a format that cannot be read"),
        (
            {"name": "X", "formats": [{"regex": "X", "strength": "weak", "check": "mod9"}]},
            "has a format that cannot be read",
        ),
        (
            {"name": "X", "formats": [{"regex": "X", "strength": "weak", "decides": "yes"}]},
            "has a format that cannot be read",
        ),
        (
            {"name": "X", "formats": [{"regex": "X", "strength": "weak", "anywhere": "DE"}]},
            "has a format that cannot be read",
        ),
        (
            {"name": "X", "formats": [{"regex": "X", "strength": "weak", "length": 3}]},
            "has a format that cannot be read",
        ),
    ],
)
def test_wrong_column_is_refused_in_a_sentence(table: object, sentence: str) -> None:
    with pytest.raises(RowError, match=sentence):
        read_row("x", table)
