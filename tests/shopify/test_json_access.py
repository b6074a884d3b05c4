import pytest

from tracking.shopify.json_access import Json, as_list, as_object, as_rows, dig


@pytest.mark.parametrize("value", [None, 1, "text", True, [1], 1.5])
def test_what_is_no_object_is_an_empty_one(value: Json) -> None:
    assert as_object(value) == {}
    assert dig(value, "a", "b") == {}


@pytest.mark.parametrize("value", [None, 1, "text", {"nodes": None}, {"nodes": {}}, {}])
def test_what_has_no_rows_has_none(value: Json) -> None:
    assert as_rows(value) == []


def test_rows_come_from_lists_and_connections_without_what_is_no_object() -> None:
    rows: list[Json] = [{"a": 1}, None, "x", {"b": 2}]

    assert as_rows(rows) == as_rows({"nodes": rows}) == [{"a": 1}, {"b": 2}]
    assert as_list({"nodes": rows}) == []


def test_a_path_leads_to_an_object_or_to_an_empty_one() -> None:
    assert dig({"a": {"b": {"c": 1}}}, "a", "b") == {"c": 1}
    assert dig({"a": {"b": 1}}, "a", "b", "c") == {}
