import pytest

from tests.sampling import each_row
from tracking.carriers.columns import RowError, read_row
from tracking.carriers.row import Format, PickupNeeds, Strength


def test_a_name_is_enough() -> None:
    row = read_row("my-courier", {"name": "My Courier"})

    assert (row.code, row.name, row.link, row.formats) == ("my-courier", "My Courier", (), ())


def test_a_single_text_may_stand_for_a_list() -> None:
    assert read_row("x", {"name": "X", "link": "https://x.test/{number}"}).link == ("https://x.test/{number}",)


def test_formats_are_read_with_defaults() -> None:
    row = read_row("x", {"name": "X", "formats": [{"regex": "X[0-9]+", "strength": "weak"}]})

    assert row.formats == (Format(regex="X[0-9]+", strength=Strength.WEAK),)


def test_facts_about_a_carrier_are_read_and_unknown_by_default() -> None:
    known = read_row(
        "x",
        {"name": "X", "pickup_days": 7, "pickup_needs": "code", "reports": False, "native_names": {"zh": "某快递"}},
    )
    unknown = read_row("x", {"name": "X"})

    assert (known.pickup_days, known.pickup_needs, known.reports) == (7, PickupNeeds.CODE, False)
    assert known.native_names == {"zh": "某快递"}
    assert (unknown.pickup_days, unknown.pickup_needs, unknown.reports) == (None, None, None)
    assert unknown.native_names == {}


@each_row(
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
        ({"name": "X", "native_names": ["X"]}, "has a `native_names` that is no table of texts"),
        ({"name": "X", "pickup_days": 0}, "has `pickup_days` that are no number of days"),
        ({"name": "X", "pickup_days": "7"}, "has `pickup_days` that are no number of days"),
        ({"name": "X", "pickup_days": True}, "has `pickup_days` that are no number of days"),
        ({"name": "X", "pickup_needs": "pin"}, "it is code, id, code_or_id, or left out"),
        ({"name": "X", "pickup_needs": ""}, "has a `pickup_needs` that is unknown"),
        ({"name": "X", "pickup_needs": ["id"]}, "has a `pickup_needs` that is unknown"),
        ({"name": "X", "reports": "yes"}, "has a `reports` that is neither true nor false"),
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
