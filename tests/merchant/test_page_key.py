import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.database.order_list import PageKey
from tracking.merchant.list_codes import Sort
from tracking.merchant.page_key import LastRow, read_last_row, write_last_row


@pytest.mark.parametrize("sort", [None, *Sort])
def test_a_row_is_read_as_it_was_written(sort: Sort | None) -> None:
    last = LastRow(sort, PageKey(-(2**62), "5300000001"))
    written = write_last_row(last)
    assert read_last_row(written) == last
    assert written.replace("-", "").replace("_", "").isalnum()


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
def test_garbage_is_refused_as_such(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_last_row(text)


@pytest.mark.parametrize(
    "text",
    [
        "W10",  # []
        "W251bGwsICJhIiwgIjEiXQ",  # [null, "a", "1"]
        "W251bGwsIHRydWUsICIxIl0",  # [null, true, "1"]
        "W251bGwsIDEsIDFd",  # [null, 1, 1]
        "W251bGwsIDkyMjMzNzIwMzY4NTQ3NzU4MDgsICIxIl0",  # [null, 9223372036854775808, "1"]
        "WyJjb2xvciIsIDEsICIxIl0",  # ["color", 1, "1"]
        "W" * 401,
    ],
)
def test_another_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_last_row(text)
