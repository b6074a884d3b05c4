import json

import pytest

from tests.merchant import listed
from tests.order.builders import english
from tracking.database import Database
from tracking.merchant.export_columns import COLUMNS, read_columns
from tracking.merchant.list_query import InvalidQuery
from tracking.merchant.row_json import row_json


def cells(name: str, value: object) -> dict[str, object]:
    column = COLUMNS[name]
    return dict(zip(column.heads, column.cells(value), strict=True))


def test_every_key_of_the_lists_json_is_a_column_in_the_same_order(database: Database) -> None:
    row = listed.overview(database).row(listed.put(database, "delayed"))
    assert row
    found = row_json(row, english)
    assert [*found] == [*COLUMNS], "a new key of an order needs a row in tracking/merchant/export_columns.py"
    for name, value in found.items():
        for cell in cells(name, value).values():
            assert cell is None or isinstance(cell, str | int), (name, json.dumps(value))


def test_heads_are_unique() -> None:
    heads = [head for column in COLUMNS.values() for head in column.heads]
    assert len(heads) == len(set(heads))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("order", "#1001", {"order": "#1001"}),
        (
            "estimate",
            {"from": "2026-11-24", "to": "2026-11-25"},
            {"estimate_from": "2026-11-24", "estimate_to": "2026-11-25"},
        ),
        ("estimate", None, {"estimate_from": None, "estimate_to": None}),
        (
            "letters",
            {"sent": 1, "waiting": 0, "failed": 2},
            {"letters_sent": 1, "letters_waiting": 0, "letters_failed": 2},
        ),
        (
            "answer",
            {"kind": "wait", "at": "2026-11-21T07:00:00Z", "handled": False},
            {"answer": "wait", "answer_at": "2026-11-21T07:00:00Z", "answer_handled": "false"},
        ),
        ("needs", {"rank": 3, "why": "late"}, {"needs_rank": 3, "needs_why": "late"}),
        ("out_of_step", ["unknown_number", "service_warns"], {"out_of_step": "unknown_number service_warns"}),
        (
            "promised",
            [{"from": "2026-11-24", "to": "2026-11-24", "said_at": None}, {"from": "2026-11-25", "to": "2026-11-26"}],
            {"promised": "2026-11-24 2026-11-25/2026-11-26"},
        ),
    ],
)
def test_a_value_of_several_parts_has_cells_of_its_own(name: str, value: object, expected: dict[str, object]) -> None:
    assert cells(name, value) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], [*COLUMNS]),
        (["", " "], [*COLUMNS]),
        (["stage,order"], ["stage", "order"]),
        (["stage", "order , stage"], ["stage", "order"]),
    ],
)
def test_columns_stand_as_they_are_asked_for(values: list[str], expected: list[str]) -> None:
    assert [*read_columns(values)] == expected


def test_a_column_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidQuery) as refused:
        read_columns(["order", "email" * 100])
    assert refused.value.parameter == "columns"
    assert len(english(refused.value.sentence)) < 80
