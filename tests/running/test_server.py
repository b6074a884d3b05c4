from collections.abc import Callable
from contextlib import ExitStack
from threading import Thread

import pytest
import requests

from tests.running.sample_application import local_server
from tracking.running.limits import THREADS

HALF_A_FORM = b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\norder="


def in_background(ask: Callable[[], requests.Response]) -> Callable[[], requests.Response]:
    """Asks at once; what it returns waits for the answer."""
    answers: list[requests.Response] = []
    thread = Thread(target=lambda: answers.append(ask()))
    thread.start()

    def answer() -> requests.Response:
        thread.join(60)
        return answers[0]

    return answer


def test_responses_have_no_server_header() -> None:
    with local_server() as site:
        answer = requests.get(site.url, timeout=60)
    assert answer.status_code == 200
    assert {"Server", "Via"} & set(answer.headers) == set()


def test_forwarded_headers_reach_the_application() -> None:
    with local_server() as site:
        assert requests.get(site.url, headers={"X-Forwarded-For": "203.0.113.9"}, timeout=60).text == "203.0.113.9"


def test_not_modified_response_keeps_the_connection() -> None:
    with local_server() as site, site.connect() as visitor:
        for _ in range(2):
            visitor.sendall(b"GET /known HTTP/1.1\r\nHost: shop\r\n\r\n")
            assert visitor.recv(1000).startswith(b"HTTP/1.1 304")
        visitor.sendall(b"GET /known HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
        assert b"\r\nConnection: close\r\n" in visitor.recv(1000)
        assert visitor.recv(1) == b""


def test_slow_clients_occupy_no_thread() -> None:
    with local_server() as site, ExitStack() as stack:
        for _ in range(THREADS + 44):
            stack.enter_context(site.connect()).sendall(HALF_A_FORM)
        assert requests.get(site.url, timeout=60).status_code == 200


def test_request_that_exceeds_its_time_is_dropped() -> None:
    with local_server(request_seconds=0) as site, site.connect() as visitor:
        visitor.sendall(HALF_A_FORM)
        assert visitor.recv(1) == b""


def test_shutdown_completes_running_requests_and_accepts_no_new_ones() -> None:
    with local_server() as site:
        answer = in_background(lambda: requests.get(f"{site.url}/slow", timeout=60))
        assert site.application.arrived.wait(60)
        site.server.stop()
        assert any(site.refuses_connections() for _ in range(10_000))
        assert not site.has_ended(0)
        site.application.gate.set()
        assert answer().status_code == 200
        assert site.has_ended()


def test_idle_connections_do_not_delay_the_shutdown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracking.running.server._DRAIN_SECONDS", 10**6)  # what a running request may take
    with local_server() as site, requests.Session() as visitor:
        visitor.get(site.url, timeout=60)
        site.server.stop()
        assert site.has_ended()
