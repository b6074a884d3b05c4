import gzip
import ssl
from collections.abc import Callable

import pytest
import requests
import trustme

from tests.shopify.clients import FakeTime
from tests.shopify.faulty_server import (
    Behavior,
    FaultyServer,
    closes_early,
    hangs,
    http_response,
    resets_connection,
    responds,
    responds_gzipped,
    sends_slowly,
)
from tracking.shopify import transport
from tracking.shopify.errors import Unavailable
from tracking.shopify.resilience import Deadline
from tracking.shopify.transport import POOL_SIZE


def test_session_ignores_the_environment(session: requests.Session) -> None:
    assert session.trust_env is False


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_session_pools_connections_without_retries(session: requests.Session, scheme: str) -> None:
    adapter = session.get_adapter(f"{scheme}://demo.myshopify.com")

    assert isinstance(adapter, requests.adapters.HTTPAdapter)
    assert adapter.max_retries.total == 0
    pool = adapter.poolmanager.connection_from_url(f"{scheme}://127.0.0.1")
    assert pool.pool is not None
    assert pool.pool.maxsize == POOL_SIZE


def test_session_stores_no_cookies(serve: Callable[..., FaultyServer], session: requests.Session) -> None:
    server = serve(responds({}, headers={"Set-Cookie": "_shopify_visitor=1; Path=/"}))
    for _ in range(2):
        session.post(server.url, timeout=4)

    assert "Cookie" not in server.requests[1].headers


def test_connection_without_timeout_waits(serve: Callable[..., FaultyServer], session: requests.Session) -> None:
    assert session.post(serve(responds({})).url, timeout=None).status_code == 200


Serve = Callable[..., FaultyServer]


def send(session: requests.Session, server: FaultyServer, seconds: float = 4.0) -> transport.HttpResponse:
    return transport.post(session, f"{server.url}/ask", b"query", {"X-Kind": "test"}, Deadline.after(seconds))


def test_response_has_status_headers_and_body(serve: Serve, session: requests.Session) -> None:
    server = serve(responds(b"answer", 201, {"X-Request-Id": "r1"}))

    answer = send(session, server)

    assert (answer.status, answer.headers["x-request-id"], answer.body) == (201, "r1", b"answer")
    assert (server.requests[0].path, server.requests[0].body) == ("/ask", b"query")
    assert server.requests[0].headers["X-Kind"] == "test"


def test_connection_is_reused(serve: Serve, session: requests.Session) -> None:
    server = serve(responds(b"answer"))

    for _ in range(3):
        send(session, server)

    assert (len(server.requests), server.connections) == (3, 1)


def test_gzip_is_decompressed(serve: Serve, session: requests.Session) -> None:
    assert send(session, serve(responds_gzipped(b"x" * 100_000))).body == b"x" * 100_000


def test_gzip_bomb_is_stopped(serve: Serve, session: requests.Session) -> None:
    bomb = b"\0" * (transport.MAX_BYTES + 1)
    assert len(gzip.compress(bomb)) < 10_000

    with pytest.raises(Unavailable, match="too large"):
        send(session, serve(responds_gzipped(bomb)))


def test_redirect_is_returned_and_not_followed(serve: Serve, session: requests.Session) -> None:
    elsewhere = serve(responds(b"stolen"))
    server = serve(responds(b"", 302, {"Location": elsewhere.url}))

    assert send(session, server).status == 302
    assert elsewhere.requests == []


@pytest.mark.parametrize(
    "behavior",
    [
        resets_connection,
        closes_early(b""),
        closes_early(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"),
        closes_early(http_response(200, b"short", {"Content-Length": "10"})),
        closes_early(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        closes_early(http_response(200, b"no gzip", {"Content-Encoding": "gzip"})),
        closes_early(b"SSH-2.0-OpenSSH\r\n"),
    ],
    ids=["reset", "silence", "no body", "short body", "broken chunk", "no gzip", "no http"],
)
def test_incomplete_response_raises_unavailable(serve: Serve, session: requests.Session, behavior: Behavior) -> None:
    with pytest.raises(Unavailable, match="could not be reached"):
        send(session, serve(behavior))


def test_short_content_length_does_not_leak_into_the_next_response(serve: Serve, session: requests.Session) -> None:
    server = serve(responds(b'{"a": 1}', headers={"Content-Length": "3"}), responds(b"next"))

    assert send(session, server).body == b'{"a'
    assert send(session, server).body == b"next"


WHOLE = http_response(200, b"x" * 10_000)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
SLOW = {
    "says nothing": hangs(),
    "stalls in the headers": hangs(WHOLE[:30]),
    "stalls in the body": hangs(WHOLE[:200]),
    "drips": sends_slowly(WHOLE),
    "drips headers": sends_slowly(http_response(200, b"", {"X-Long": "x" * 500})),
    "drips its body": sends_slowly(b" " * 10_000, begin=WHOLE[:200]),
    "drips chunks": sends_slowly(b"1\r\n \r\n" * 1000, begin=CHUNKED),
    "drips the size of a chunk": sends_slowly(b"1;" + b" " * 1000, begin=CHUNKED),
}


@pytest.mark.parametrize("behavior", SLOW.values(), ids=SLOW)
def test_slow_response_ends_at_the_deadline(serve: Serve, session: requests.Session, behavior: Behavior) -> None:
    server = serve(behavior)

    # Each of these responses would be complete at some time, or never end, were it not for the deadline.
    with pytest.raises(Unavailable):
        send(session, server, seconds=0.2)


@pytest.mark.parametrize("behavior", SLOW.values(), ids=SLOW)
def test_slow_response_over_tls_ends_at_the_deadline(
    session: requests.Session, certificates: trustme.CA, tls: ssl.SSLContext, behavior: Behavior
) -> None:
    with FaultyServer(responds(b"answer"), behavior, tls=tls) as server, certificates.cert_pem.tempfile() as ca:
        session.verify = ca
        assert send(session, server).body == b"answer"  # the second one needs no handshake

        with pytest.raises(Unavailable):
            send(session, server, seconds=0.2)

        assert server.connections == 1


@pytest.fixture(scope="module")
def certificates() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def tls(certificates: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_headers_end_at_the_deadline_where_connecting_took_most_of_it(serve: Serve, session: requests.Session) -> None:
    server = serve(sends_slowly(http_response(200, b"")))

    with transport.reading_until(Deadline.after(0.2)), pytest.raises(requests.ReadTimeout):
        session.post(server.url, timeout=60, stream=True)


def test_expired_deadline_sends_no_request(serve: Serve, session: requests.Session, time: FakeTime) -> None:
    server = serve(responds(b"answer"))

    with pytest.raises(Unavailable, match="no time left"):
        transport.post(session, server.url, b"", {}, time.deadline(0))

    assert server.requests == []


def test_closed_port_raises_unavailable(session: requests.Session) -> None:
    with FaultyServer() as gone:
        url = gone.url

    with pytest.raises(Unavailable, match="ConnectionError"):
        transport.post(session, url, b"", {}, Deadline.after(4))


def test_invalid_header_value_raises_unavailable(serve: Serve, session: requests.Session) -> None:
    with pytest.raises(Unavailable):
        transport.post(session, serve(responds(b"")).url, b"", {"X-Token": "\u0161"}, Deadline.after(4))
