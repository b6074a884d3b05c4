from collections.abc import Sequence
from datetime import date

import pytest

from tracking.database.step_durations import StepDurationRow
from tracking.shopify.bulk.result_files import FilePart
from tracking.shopify.errors import Unavailable
from tracking.worker.history_lines import LineBatch, read_lines

SIZE = 12
DAY = date(2026, 11, 20)
PART = b'{"__parentId":"one"}\n'


def read(lines: Sequence[bytes]) -> list[StepDurationRow]:
    order, *parts = map(bytes.strip, lines)
    if order == b"broken":
        raise Unavailable("broken")
    if order == b"fault":
        raise RuntimeError("a fault of our own")
    return [StepDurationRow(step=order.decode(), started_on=DAY, ended_on=DAY, hours=len(parts))]


def batch_of(content: bytes, *, is_last: bool = False, is_in_long_line: bool = False, size: int = SIZE) -> LineBatch:
    return read_lines(FilePart(content, is_last), read, is_in_long_line=is_in_long_line, size=size)


def names(batch: LineBatch) -> list[str]:
    return [row.step for row in batch.rows]


def test_whole_orders_are_read_and_the_next_part_begins_behind_them() -> None:
    batch = batch_of(b"one\ntwo\nthr")
    assert (names(batch), batch.orders, batch.length) == (["one"], 1, 4)
    assert batch_of(b"one\n") == LineBatch(), "more of its lines may follow"


def test_an_order_has_the_lines_of_its_parts() -> None:
    content = b"one\n" + PART * 2 + b"two\nthree\n" + PART
    batch = batch_of(content, size=len(content) + 1)
    assert {row.step: row.hours for row in batch.rows} == {"one": 2, "two": 0}
    assert content[batch.length :] == b"three\n" + PART
    whole = batch_of(content, is_last=True)
    assert {row.step: row.hours for row in whole.rows} == {"one": 2, "two": 0, "three": 1}


def test_an_order_with_more_lines_than_a_part_has_none_of_them() -> None:
    content = b"one\n" + PART * 3
    first = batch_of(content + PART[:9], size=len(content) + 9)
    assert ({row.step: row.hours for row in first.rows}, first.length) == ({"one": 0}, len(content))
    content = PART * 2 + b"two\n" + PART + b"three\n"
    rest = batch_of(content, size=len(content))
    assert ({row.step: row.hours for row in rest.rows}, rest.orders, rest.broken) == ({"two": 1}, 1, 0)
    only_parts = batch_of(PART * 3, size=len(PART * 3))
    assert (only_parts.rows, only_parts.length) == ([], len(PART * 3))


def test_the_last_line_needs_no_end() -> None:
    batch = batch_of(b"one\n\ntwo", is_last=True)
    assert (names(batch), batch.length) == (["one", "two"], 8)


def test_less_than_a_line_is_nothing_yet() -> None:
    assert batch_of(b"on") == LineBatch()
    assert batch_of(b"") == LineBatch()
    assert batch_of(b"", is_last=True) == LineBatch()


def test_broken_lines_are_counted_and_stop_nothing(caplog: pytest.LogCaptureFixture) -> None:
    batch = batch_of(b"broken\none\nfault\ntwo\n", is_last=True)
    assert (names(batch), batch.orders, batch.broken) == (["one", "two"], 2, 2)
    assert not caplog.records
    batch_of(b"fault\n", is_last=True)
    assert [record.getMessage() for record in caplog.records] == ["an order of the history could not be read"]


def test_a_line_that_is_longer_than_a_part_is_left_out() -> None:
    first = batch_of(b"a long line,")
    assert (first.length, first.broken, first.is_in_long_line) == (SIZE, 1, True)
    middle = batch_of(b"a very long ", is_in_long_line=True)
    assert (middle.length, middle.broken, middle.is_in_long_line) == (SIZE, 0, True)
    last = batch_of(b"line\none\ntwo\nx", is_in_long_line=True)
    assert (names(last), last.length, last.is_in_long_line) == (["one"], 9, False)


@pytest.mark.parametrize("content", [b"line\n", b"line"])
def test_a_long_line_may_end_the_file(content: bytes) -> None:
    batch = batch_of(content, is_last=True, is_in_long_line=True)
    assert (batch.rows, batch.length, batch.is_in_long_line) == ([], len(content), False)


def test_the_end_of_a_long_line_before_a_line_that_has_not_arrived() -> None:
    batch = batch_of(b"line\nand more", is_in_long_line=True)
    assert (batch.rows, batch.broken, batch.length, batch.is_in_long_line) == ([], 0, 5, False)
