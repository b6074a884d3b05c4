import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sampling import each_row
from tracking.shopify import json_decoder
from tracking.shopify.errors import Unavailable
from tracking.shopify.json_decoder import Json, as_list, as_object, as_rows, dig


@pytest.mark.parametrize("value", [None, 1, "text", True, [1], 1.5])
def test_as_object_of_other_values_is_empty(value: Json) -> None:
    assert as_object(value) == {}
    assert dig(value, "a", "b") == {}


@pytest.mark.parametrize("value", [None, 1, "text", {"nodes": None}, {"nodes": {}}, {}])
def test_as_rows_of_other_values_is_empty(value: Json) -> None:
    assert as_rows(value) == []


def test_as_rows_returns_the_objects_of_lists_and_connections() -> None:
    rows: list[Json] = [{"a": 1}, None, "x", {"b": 2}]

    assert as_rows(rows) == as_rows({"nodes": rows}) == [{"a": 1}, {"b": 2}]
    assert as_list({"nodes": rows}) == []


def test_dig_returns_an_object_or_an_empty_one() -> None:
    assert dig({"a": {"b": {"c": 1}}}, "a", "b") == {"c": 1}
    assert dig({"a": {"b": 1}}, "a", "b", "c") == {}


UNSOUND = {
    "nothing": b"",
    "html": b"<!doctype html><title>502</title>",
    "truncated": b'{"data": {"order": ',
    "null": b"null",
    "a list": b"[1, 2]",
    "a word": b'"data"',
    "a number": b"1",
    "not a number": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "a float without end": b'{"a": 1e999}',
    "an integer without end": b'{"a": 1' + b"0" * 30 + b"}",
    "an integer too long to read": b'{"a": 1' + b"0" * 5000 + b"}",
    "doubled keys": b'{"a": {"id": 1, "id": 2}}',
    "deep": b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}",
    "bottomless": b'{"a":' * 200_000,
    "not utf-8": b'{"a": "\xff"}',
    "utf-16": '{"a": 1}'.encode("utf-16"),
}


@each_row("body", UNSOUND.values(), ids=UNSOUND)
def test_unsound_json_raises_unavailable(body: bytes) -> None:
    with pytest.raises(Unavailable):
        json_decoder.decode_object(body)


def test_sound_object_is_decoded() -> None:
    body = '{"id": 9007199254740993, "title": "Tässe 🫖", "price": 1.5, "rows": [null, true]}'

    assert json_decoder.decode_object(body.encode()) == json.loads(body)


def test_lone_surrogate_is_replaced_and_a_pair_kept() -> None:
    assert json_decoder.decode_object(rb'{"a": "mug \ud83e", "b": "\ud83e\uded6"}') == {"a": "mug \ufffd", "b": "🫖"}


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary())
def test_any_bytes_give_an_object_or_unavailable(body: bytes) -> None:
    try:
        json_decoder.decode_object(body)
    except Unavailable:
        return
