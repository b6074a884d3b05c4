from collections.abc import Callable
from contextvars import copy_context

import pytest
import requests

from tests.shopify.faulty_server import FaultyServer, resets_connection, responds
from tracking.shopify import transport
from tracking.shopify.concurrent_read import ConcurrentRead, begin_reads
from tracking.shopify.errors import Unavailable
from tracking.shopify.resilience import Deadline


class Read:
    """Notes when it is begun, and waited for."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def start(self) -> Callable[[], int]:
        self.steps.append("begun")
        return self._wait

    def _wait(self) -> int:
        self.steps.append("waited for")
        return 7


def test_request_begins_the_reads_around_it_once(serve: Callable[..., FaultyServer], session: requests.Session) -> None:
    first, second = Read(), Read()
    server = serve(responds(b"answer"))
    with ConcurrentRead(first.start) as outer:
        with ConcurrentRead(second.start):
            context = copy_context()
            for _ in range(2):
                context.run(transport.post, session, server.url, b"", {}, Deadline.after(4))
            assert first.steps == second.steps == ["begun"]
        assert second.steps == ["begun", "waited for"]
        assert outer.result() == outer.result() == 7
    assert first.steps == ["begun", "waited for"]


def test_read_begins_although_shopify_does_not_answer(
    serve: Callable[..., FaultyServer], session: requests.Session
) -> None:
    read = Read()
    with ConcurrentRead(read.start) as reading, pytest.raises(Unavailable):
        transport.post(session, serve(resets_connection).url, b"", {}, Deadline.after(4))
    assert read.steps == ["begun", "waited for"]
    assert reading.result() == 7


def test_request_that_outlives_its_block_begins_nothing(
    serve: Callable[..., FaultyServer], session: requests.Session
) -> None:
    read = Read()
    with ConcurrentRead(read.start):
        context = copy_context()
    context.run(transport.post, session, serve(responds(b"answer")).url, b"", {}, Deadline.after(4))
    assert read.steps == []


def test_error_of_a_read_is_raised_only_where_its_result_is_asked_for() -> None:
    def fail() -> int:
        raise LookupError

    with ConcurrentRead(lambda: fail) as reading:
        begin_reads()
    with pytest.raises(LookupError):
        reading.result()


def test_without_a_request_the_result_begins_the_read() -> None:
    read = Read()
    with ConcurrentRead(read.start) as reading:
        assert read.steps == []
    begin_reads()
    assert read.steps == []
    assert reading.result() == 7
    assert read.steps == ["begun", "waited for"]
