from collections.abc import Callable

import pytest
import requests

from tests.shopify.clients import FakeTime
from tests.shopify.faulty_server import Behavior, FaultyServer, closes_early, hangs, http_response, responds
from tracking.shopify.bulk.result_files import FileGone, FilePart, read_part
from tracking.shopify.errors import Unavailable
from tracking.shopify.resilience import Deadline

FILE = b"0123456789"
SIZE = 4


def part_of(session: requests.Session, server: FaultyServer, position: int = 0, seconds: float = 5) -> FilePart:
    url = f"{server.url}/file.jsonl"
    return read_part(session, url, position, Deadline.after(seconds), api_url=server.url, size=SIZE)


def ranged(position: int, **headers: str) -> Behavior:
    content = FILE[position : position + SIZE]
    span = f"bytes {position}-{position + len(content) - 1}/{len(FILE)}"
    return responds(content, 206, {"Content-Range": span, **headers})


def test_parts_follow_one_another_to_the_end(session: requests.Session) -> None:
    with FaultyServer(ranged(0), ranged(4), ranged(8)) as server:
        parts = [part_of(session, server, position) for position in (0, 4, 8)]
    assert [part.content for part in parts] == [b"0123", b"4567", b"89"]
    assert [part.is_last for part in parts] == [False, False, True]
    asked = [(request.headers["Range"], request.headers["Accept-Encoding"]) for request in server.requests]
    assert asked == [("bytes=0-3", "identity"), ("bytes=4-7", "identity"), ("bytes=8-11", "identity")]


def test_no_token_and_no_cookie_is_sent(session: requests.Session) -> None:
    with FaultyServer(ranged(0, **{"Set-Cookie": "a=b"}), ranged(4)) as server:
        for position in (0, 4):
            part_of(session, server, position)
    names = {name.lower() for request in server.requests for name in request.headers}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection", "range"}


def test_a_server_without_ranges_is_read_from_the_position(session: requests.Session) -> None:
    with FaultyServer(responds(FILE)) as server:
        assert part_of(session, server, 4) == FilePart(b"4567", is_last=False)
        assert part_of(session, server, 8) == FilePart(b"89", is_last=True)
        assert part_of(session, server, 10) == FilePart(b"", is_last=True)


def test_a_file_of_unknown_size_ends_where_its_response_ends(session: requests.Session) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n012\r\n%s"
    with FaultyServer(closes_early(chunked % b"0\r\n\r\n")) as server:
        assert part_of(session, server) == FilePart(b"012", is_last=True)
    with FaultyServer(closes_early(chunked % b"")) as server:
        assert part_of(session, server) == FilePart(b"012", is_last=False)


def test_a_position_behind_the_end_is_the_end(session: requests.Session) -> None:
    beyond = responds(b"", 416, {"Content-Range": "bytes */10"})
    with FaultyServer(beyond) as server:
        assert part_of(session, server, 10) == FilePart(b"", is_last=True)
        with pytest.raises(Unavailable, match="shorter than before"):
            part_of(session, server, 12)


@pytest.mark.parametrize(
    "fault",
    [
        closes_early(http_response(206, b"01", {"Content-Range": "bytes 0-3/10", "Content-Length": "4"})),
        hangs(http_response(206, b"01", {"Content-Range": "bytes 0-3/10", "Content-Length": "4"})),
    ],
    ids=["closes", "hangs"],
)
def test_part_that_arrived_before_a_fault_is_read(session: requests.Session, fault: Behavior) -> None:
    with FaultyServer(fault) as server:
        assert part_of(session, server, seconds=2) == FilePart(b"01", is_last=False)


FAULTS: dict[str, tuple[Behavior, str]] = {
    "hangs": (hangs(), "Timeout|Connection|Protocol"),
    "hangs after its headers": (
        hangs(http_response(200, b"", {"Content-Length": "10"})),
        "arrived|Timeout|ProtocolError",
    ),
    "ends before its end": (responds(b"", 206, {"Content-Range": "bytes 0-3/10"}), "ends before its end"),
    "another part": (ranged(2), "another part"),
    "no range": (responds(b"0123", 206), "another part"),
    "server error": (responds(b"", 503), "status 503"),
    "redirect": (responds(b"", 302, {"Location": "http://127.0.0.1:1/"}), "status 302"),
    "compressed": (responds(FILE, 200, {"Content-Encoding": "gzip"}), "status 200"),
}


@pytest.mark.parametrize(("fault", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_to_be_tried_again(session: requests.Session, fault: Behavior, reason: str) -> None:
    with FaultyServer(fault) as server, pytest.raises(Unavailable, match=reason) as caught:
        part_of(session, server, seconds=0.3 if "Timeout" in reason else 5)
    assert not isinstance(caught.value, FileGone)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_an_address_that_has_expired_is_gone(session: requests.Session, status: int) -> None:
    with FaultyServer(responds(b"<Error/>", status)) as server, pytest.raises(FileGone):
        part_of(session, server)


@pytest.mark.parametrize(
    "url",
    [
        "http://storage.example.com/file",
        "ftp://storage.example.com/file",
        "file:///etc/passwd",
        "https://user:word@storage.example.com/file",
        "https:///file",
        "https://[",
        "http://127.0.0.1:50000/file",
        "",
    ],
)
def test_only_https_is_read(session: requests.Session, url: str) -> None:
    with pytest.raises(Unavailable, match="not one of HTTPS"):
        read_part(session, url, 0, Deadline.after(5), api_url="http://127.0.0.1:5000", size=SIZE)


def test_no_time_is_no_request(session: requests.Session, time_after: Callable[[], Deadline]) -> None:
    with FaultyServer(responds(FILE)) as server, pytest.raises(Unavailable, match="no time left"):
        read_part(session, f"{server.url}/", 0, time_after(), api_url=server.url, size=SIZE)
    assert not server.requests


@pytest.fixture
def time_after() -> Callable[[], Deadline]:
    time = FakeTime()
    return lambda: time.deadline(0)
