import pytest

from tests.order.builders import english
from tests.sampling import each_row
from tracking.merchant.list_parameters import PARAMETERS, RefusedValue

REFUSED = {
    "view": ["lost", "Late", "late "],
    "stage": ["x" * 500, "shipped,delivered"],
    "condition": ["bad"],
    "reason": ["because"],
    "route": ["sea"],
    "out_of_step": ["marching"],
    "sort": ["name"],
    "letters": ["lost"],
    "tracking": ["yes"],
    "parts": ["one"],
    "size": ["0", "201", "-1", "1.5", "many", "9" * 400, "\N{ARABIC-INDIC DIGIT FIVE}"],
    "older_than_days": ["-1", "3651", "1e3"],
    "placed_from": [
        "yesterday",
        "2026-02-30",
        "0001-01-01",
        "9999-12-31",
        "2026-11-22T10:00",
        "20261129",
        "2026-W48-7",
    ],
    "placed_to": ["22.11.2026"],
    "carrier": ["x" * 201, "a\x00b"],
    "q": ["x" * 201, "\ud800"],
    "found": ["anna", "0" * 31, "-".join(["0" * 32] * 21)],
    "ids": ["anna", "1,", ",1", "1 2", "9" * 21, ",".join(map(str, range(1001)))],
    "after": ["2", "e30"],
}


@each_row(("name", "value"), [(name, value) for name, values in REFUSED.items() for value in values])
def test_a_wrong_value_is_refused_with_a_sentence(name: str, value: str) -> None:
    with pytest.raises(RefusedValue) as refused:
        PARAMETERS[name].read(value)
    said = english(refused.value.sentence)
    assert said.endswith(".")
    assert len(said) < 120


@each_row("name", [name for name, each in PARAMETERS.items() if each.choices])
def test_every_code_is_read_and_written(name: str) -> None:
    parameter = PARAMETERS[name]
    assert [parameter.write(parameter.read(code)) for code in parameter.choices] == [*parameter.choices]


def test_every_filter_that_is_typed_or_chosen_has_a_label() -> None:
    assert [name for name, each in PARAMETERS.items() if each.label is None] == ["found", "ids", "after"]
