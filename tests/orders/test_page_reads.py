import time
from collections.abc import Callable
from contextlib import ExitStack
from threading import Event

import pytest

from tests.fakes import Clock
from tracking.database import DatabaseUnavailable
from tracking.orders.errors import Busy, LookupUnavailable
from tracking.orders.page_reads import PageReads

TIMEOUT = 60.0


@pytest.fixture
def reads(clock: Clock) -> PageReads:
    return PageReads(monotonic=clock.monotonic)


def fails() -> int:
    raise DatabaseUnavailable("disk I/O error")


def test_result_is_read_once_a_key_while_it_is_read(reads: PageReads) -> None:
    go_on, count = Event(), []

    def read() -> int:
        count.append(1)
        go_on.wait(TIMEOUT)
        return len(count)

    results = [reads.start("key", read) for _ in range(3)]
    go_on.set()
    assert [result() for result in results] == [1, 1, 1]
    assert reads.start("key", read)() == 2


def test_optional_read_is_shared_with_none_that_began_before(reads: PageReads) -> None:
    go_on, count = Event(), []

    def read() -> int:
        count.append(1)
        go_on.wait(TIMEOUT)
        return 7

    results = [reads.start_optional(read) for _ in range(2)]
    go_on.set()
    assert [result() for result in results] == [7, 7]
    assert len(count) == 2


@pytest.mark.parametrize("make", [PageReads.start_optional, lambda reads, read: reads.start("key", read)])
def test_after_a_failure_no_page_waits_for_ten_seconds(
    reads: PageReads, clock: Clock, make: Callable[..., Callable[[], object]], caplog: pytest.LogCaptureFixture
) -> None:
    def result(read: Callable[[], object]) -> object:
        try:
            return make(reads, read)()
        except LookupUnavailable as error:
            return None if error.retry_after == 10 else error.retry_after

    assert result(fails) is None
    assert caplog.messages == ["Pages do without the database for 10 seconds: disk I/O error"]
    assert result(lambda: 7) is None
    clock.advance(seconds=10)
    assert result(lambda: 7) == 7


def test_other_errors_are_raised_and_pause_nothing(reads: PageReads) -> None:
    with pytest.raises(ZeroDivisionError):
        reads.start_optional(lambda: 1 // 0)()
    assert reads.start_optional(lambda: 7)() == 7


def test_read_that_takes_too_long_pauses_pages(caplog: pytest.LogCaptureFixture) -> None:
    reads, ended = PageReads(monotonic=time.monotonic), Event()
    try:
        assert reads.start_optional(lambda: ended.wait(TIMEOUT))() is None
    finally:
        ended.set()
    assert caplog.messages == ["Pages do without the database for 10 seconds: it takes too long"]


def test_more_reads_than_may_wait_are_left_out_and_pause_nothing(reads: PageReads) -> None:
    ended = Event()
    with ExitStack() as stack:
        stack.callback(ended.set)
        waiting = [reads.start(number, lambda: ended.wait(TIMEOUT)) for number in range(22)]
        with pytest.raises(Busy):
            reads.start("one more", lambda: True)
        assert reads.start_optional(lambda: True)() is None
    assert all(result() for result in waiting)
    assert reads.start_optional(lambda: True)() is True
