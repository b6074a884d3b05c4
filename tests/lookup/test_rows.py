from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.lookup.conftest import Broken, Memory
from tests.parts import NOW, Clock
from tracking.lookup import Rows, RowSerializer
from tracking.lookup.rows import Row, Store

MakeRows = Callable[[Store], Rows]


def row(*, partial: bool = False, minutes: float = 0, word: str = "x") -> Row:
    return Row(
        as_of=NOW + timedelta(minutes=minutes),
        fresh_for=timedelta(seconds=30),
        document={"order": {"id": "gid://shopify/Order/1", "word": word}, "partial": partial},
    )


def test_a_row_comes_back_as_it_went_in(make_rows: MakeRows, memory: Memory) -> None:
    rows = make_rows(memory)
    assert rows.newest("1") is None
    rows.keep("1", row())
    assert rows.newest("1") == row()
    assert rows.newest("2") is None


def test_no_key_tells_which_order_it_is_of(make_rows: MakeRows, memory: Memory) -> None:
    make_rows(memory).keep("5678901234567", row())
    (key,) = memory.values
    assert "5678901234567" not in key


def test_a_partial_answer_stands_beside_the_whole_one(make_rows: MakeRows, memory: Memory) -> None:
    rows = make_rows(memory)
    rows.keep("1", row(word="whole"))
    rows.keep("1", row(partial=True, minutes=5, word="partial"))
    assert rows.newest("1") == row(partial=True, minutes=5, word="partial")
    assert len(memory.values) == 2
    rows.keep("1", row(minutes=6, word="whole again"))
    assert rows.newest("1") == row(minutes=6, word="whole again")


def test_forgetting_drops_both(make_rows: MakeRows, memory: Memory) -> None:
    rows = make_rows(memory)
    rows.keep("1", row())
    rows.keep("1", row(partial=True))
    rows.forget("1")
    assert not memory.values


def test_personal_data_has_a_life(make_rows: MakeRows, memory: Memory, clock: Clock) -> None:
    rows = make_rows(memory)
    rows.keep("1", row())
    clock.advance(hours=24, seconds=-1)
    assert rows.newest("1")
    clock.advance(seconds=1)
    assert rows.newest("1") is None


def test_a_store_that_is_down_is_done_without(make_rows: MakeRows, caplog: pytest.LogCaptureFixture) -> None:
    rows = make_rows(Broken())
    rows.keep("1", row())
    rows.forget("1")
    assert rows.newest("1") is None
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "cache cannot be written",
        "cache cannot be cleared",
        "cache cannot be read",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "text",
        5,
        [],
        {},
        {"as_of": "2026-11-22T14:05:00+00:00"},
        {"as_of": "yesterday", "fresh_seconds": 30.0, "document": {}},
        {"as_of": "2026-11-22T14:05:00", "fresh_seconds": 30.0, "document": {}},
        {"as_of": "2026-11-22T14:05:00+00:00", "fresh_seconds": "30", "document": {}},
    ],
)
def test_what_somebody_else_wrote_counts_as_nothing(make_rows: MakeRows, memory: Memory, value: object) -> None:
    rows = make_rows(memory)
    rows.keep("1", row())
    memory.values = dict.fromkeys(memory.values, value)
    assert rows.newest("1") is None


def test_rows_are_json_and_nothing_else() -> None:
    serializer = RowSerializer()
    assert serializer.dumps({"a": 1}) == b'{"a": 1}'
    assert serializer.loads(b'{"a": 1}') == {"a": 1}
    assert serializer.loads(None) is None
    assert serializer.loads(b"!\x80\x05K\x07.") is None  # what would be a pickle
