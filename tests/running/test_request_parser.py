"""Requests as only scripts send them, on real sockets."""

import socket
from collections.abc import Iterator

import pytest

from tests.running.sample_application import LARGE, LocalServer, local_server


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


POST = b"POST / HTTP/1.1\r\nHost: shop\r\n"
LARGE_POST = POST.replace(b"/", b"/large", 1)
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
GET = b"GET /behind HTTP/1.1\r\nHost: shop\r\n\r\n"

TOO_MUCH = {
    "a large header": (b"GET / HTTP/1.1\r\nHost: shop\r\nX-Much: " + b"z" * 40_000 + b"\r\n\r\n", 431),
    "many headers": (b"GET / HTTP/1.1\r\nHost: shop\r\n" + b"A:b\r\n" * 100 + b"\r\n", 431),
    "a large body": (POST + b"Content-Length: 6000000\r\n\r\n", 413),
    "a body that is large for its route": (POST + b"Content-Length: 1001\r\n\r\n", 413),
    "a body that is large for every route": (
        POST.replace(b"/", b"/large", 1) + b"Content-Length: 100001\r\n\r\n",
        413,
    ),
    "a large body that waits to be asked for": (POST + b"Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n", 413),
    "a large body of a GET": (POST.replace(b"POST /", b"GET /large") + b"Content-Length: 1001\r\n\r\n", 413),
    "a large chunk": (POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"x" * 1001), 413),
    "many chunks": (POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(*[b"x"] * 500), 413),
    "chunks of one byte": (LARGE_POST + CHUNKED + chunked(*[b"x"] * 3000), 400),
    "chunks of one byte behind a large one": (LARGE_POST + CHUNKED + chunked(b"x" * 50_000, *[b"x"] * 3000), 400),
    "an extension of each chunk": (
        LARGE_POST + CHUNKED + b"400;a=bbbbbbbb\r\n".join([b"x" * 1024 + b"\r\n"] * 80),
        400,
    ),
    "a body that is large without a header": (LARGE_POST + b"X-Is-Small: 1\r\nContent-Length: 1001\r\n\r\n", 413),
    "chunks that are many without a header": (
        LARGE_POST + b"X-Is-Small: 1\r\n" + CHUNKED + chunked(b"x" * 1001),
        413,
    ),
    "a long path": (b"GET /" + b"x" * 30_000 + b" HTTP/1.1\r\nHost: shop\r\n\r\n", 414),
    "a long path with a body": (
        b"POST /" + b"x" * 1024 + b" HTTP/1.1\r\nHost: shop\r\nContent-Length: 3\r\n\r\nabc",
        414,
    ),
    "a long chunk extension": (
        POST + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"x" * 2000 + b"\r\na\r\n0\r\n\r\n",
        413,
    ),
    "a long trailer": (POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + b"x" * 2000, 413),
}
AMBIGUOUS = {
    "a length and a coding": (POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a coding and a length": (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400),
    "a length and an empty coding": (POST + b"Content-Length: 0\r\nTransfer-Encoding:\r\n\r\n", 400),
    "an empty coding": (POST + b"Transfer-Encoding: \r\n\r\n0\r\n\r\n", 400),
    "two lengths": (POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", 400),
    "a length twice": (POST + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", 400),
    "a list of lengths": (POST + b"Content-Length: 4, 4\r\n\r\nabcd", 400),
    "a length with a sign": (POST + b"Content-Length: +4\r\n\r\nabcd", 400),
    "a length below zero": (POST + b"Content-Length: -4\r\n\r\nabcd", 400),
    "a hexadecimal length": (POST + b"Content-Length: 0x4\r\n\r\nabcd", 400),
    "no length": (POST + b"Content-Length:\r\n\r\nabcd", 400),
    "a length of 5,000 digits": (POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 400),
    "an unknown coding": (POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n", 501),
    "another unknown coding": (POST + b"Transfer-Encoding: xchunked\r\n\r\n", 501),
    "a coding with an odd space": (POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", 400),
    "a coding in quotes": (POST + b'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n', 501),
    "a coding twice": (POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400),
    "two codings": (
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "a coding with an empty one": (POST + b"Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n", 400),
    "a coding in HTTP/1.0": (
        POST.replace(b"1.1", b"1.0") + b"Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "a coding in HTTP/1.2": (POST.replace(b"1.1", b"1.2") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "no version": (b"GET /\r\n\r\n", 400),
    "a space before the colon": (POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    "a space before the colon of a length": (POST + b"Content-Length : 4\r\n\r\nabcd", 400),
    "a folded line": (POST + b"X: y\r\n Transfer-Encoding: chunked\r\n\r\n", 400),
    "a folded coding": (POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400),
    "a bare LF": (POST + b"X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a bare CR": (POST + b"X: y\rContent-Length: 4\r\n\r\n", 400),
    "a bare LF after the start line": (b"POST / HTTP/1.1\nHost: shop\r\n\r\n", 400),
    "a chunk size with a prefix": (POST + b"Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n", 400),
    "a chunk size with a bare LF": (POST + b"Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n", 400),
    "a chunk that is longer than it says": (
        POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
        400,
    ),
    "no host": (b"GET / HTTP/1.1\r\nA: b\r\n\r\n", 400),
    "no header": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "a host twice": (b"GET / HTTP/1.1\r\nHost: shop\r\nhost: shop\r\n\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: shop\r\nHost: other\r\n\r\n", 400),
    "two hosts in HTTP/1.0": (b"GET / HTTP/1.0\r\nHost: shop\r\nHost: other\r\n\r\n", 400),
    "half an address": (b"GET http://[::1/ HTTP/1.1\r\nHost: shop\r\n\r\n", 400),
}


@pytest.fixture(scope="module")
def site() -> Iterator[LocalServer]:
    """One for all requests of which none arrives."""
    with local_server() as one:
        yield one


@pytest.mark.parametrize(("sent", "status"), (TOO_MUCH | AMBIGUOUS).values(), ids=TOO_MUCH | AMBIGUOUS)
def test_excessive_or_ambiguous_request_is_rejected_and_ends_the_connection(
    site: LocalServer, sent: bytes, status: int
) -> None:
    site.application.received.clear()
    with site.connect() as visitor:
        visitor.sendall(sent + GET)
        answers = b"".join(iter(lambda: _received(visitor), b""))
        assert answers.split()[1] == str(status).encode()
        assert b"\r\nX-Kind: refusal\r\n" in answers
        assert b"\r\nConnection: close\r\n" in answers
        assert answers.count(b"HTTP/1.") == 1
        assert site.application.received == []


def _received(visitor: socket.socket) -> bytes:
    try:
        return visitor.recv(4096)
    except ConnectionResetError:  # what was not read any more makes the kernel say so, after the answer
        return b""


@pytest.mark.parametrize(
    ("sent", "size"),
    [
        (POST + b"Content-Length: 1000\r\n\r\n" + b"x" * 1000, 1000),
        (POST.replace(b"/", b"/large", 1) + b"Content-Length: 100000\r\n\r\n" + b"x" * LARGE, LARGE),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"x" * 900, b"y"), 901),
        (POST + b"Transfer-Encoding: Chunked\r\n\r\n" + chunked(b"x" * 900), 900),
        (LARGE_POST + CHUNKED + chunked(*[b"x" * 1024] * 90), 90 * 1024),
        (LARGE_POST + CHUNKED + chunked(*[b"x"] * 500), 500),
        (POST + b"Content-Length: 0\r\n\r\n", 0),
    ],
    ids=["a body", "a large body", "chunks", "a coding in capitals", "many chunks", "some small chunks", "no body"],
)
def test_accepted_body_arrives_and_the_connection_stays_open(sent: bytes, size: int) -> None:
    with local_server() as site, site.connect() as visitor:
        for _ in range(2):
            visitor.sendall(sent)
            assert visitor.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
        assert site.application.received == [size, size]


def test_expect_continue_is_answered_for_an_accepted_body() -> None:
    with local_server() as site, site.connect() as visitor:
        visitor.sendall(POST + b"Content-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        assert visitor.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        visitor.sendall(b"abcd")
        assert visitor.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_path_of_the_usual_length_and_a_long_query_are_taken() -> None:
    with local_server() as site, site.connect() as visitor:
        visitor.sendall(b"GET /" + b"x" * 1023 + b"?" + b"y" * 8000 + b" HTTP/1.1\r\nHost: shop\r\n\r\n")
        assert visitor.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_client_of_http_1_0_need_name_no_host() -> None:
    with local_server() as site, site.connect() as visitor:
        visitor.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert visitor.recv(1000).startswith(b"HTTP/1.0 200 OK\r\n")
