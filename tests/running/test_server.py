from collections.abc import Callable
from contextlib import ExitStack
from threading import Thread

import requests

from tests.running.site import serving
from tracking.running.limits import THREADS

HALF_A_FORM = b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\norder="


def in_background(ask: Callable[[], requests.Response]) -> Callable[[], requests.Response]:
    """Asks at once; what it returns waits for the answer."""
    answers: list[requests.Response] = []
    thread = Thread(target=lambda: answers.append(ask()))
    thread.start()

    def answer() -> requests.Response:
        thread.join(10)
        return answers[0]

    return answer


def test_answers_say_nothing_about_the_server() -> None:
    with serving() as site:
        answer = requests.get(site.url, timeout=10)
    assert answer.status_code == 200
    assert {"Server", "Via"} & set(answer.headers) == set()


def test_what_proxies_say_is_left_to_the_application() -> None:
    with serving() as site:
        assert requests.get(site.url, headers={"X-Forwarded-For": "203.0.113.9"}, timeout=10).text == "203.0.113.9"


def test_a_page_that_has_not_changed_keeps_its_connection() -> None:
    with serving() as site, site.connect() as visitor:
        for _ in range(2):
            visitor.sendall(b"GET /known HTTP/1.1\r\nHost: shop\r\n\r\n")
            assert visitor.recv(1000).startswith(b"HTTP/1.1 304")
        visitor.sendall(b"GET /known HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
        assert b"\r\nConnection: close\r\n" in visitor.recv(1000)
        assert visitor.recv(1) == b""


def test_visitors_who_send_slowly_hold_no_thread() -> None:
    with serving() as site, ExitStack() as stack:
        for _ in range(THREADS + 44):
            stack.enter_context(site.connect()).sendall(HALF_A_FORM)
        assert requests.get(site.url, timeout=5).status_code == 200


def test_a_request_that_does_not_arrive_in_time_is_not_waited_for() -> None:
    with serving(request_seconds=0) as site, site.connect() as visitor:
        visitor.sendall(HALF_A_FORM)
        assert visitor.recv(1) == b""


def test_who_is_inside_is_answered_when_the_server_stops_and_nobody_else_comes_in() -> None:
    with serving() as site:
        answer = in_background(lambda: requests.get(f"{site.url}/slow", timeout=10))
        assert site.application.arrived.wait(10)
        site.server.stop()
        assert any(site.turns_away() for _ in range(10_000))
        assert not site.has_ended(0)
        site.application.gate.set()
        assert answer().status_code == 200
        assert site.has_ended()


def test_those_who_only_keep_their_connection_do_not_delay_the_end() -> None:
    with serving() as site, requests.Session() as visitor:
        visitor.get(site.url, timeout=10)
        site.server.stop()
        assert site.has_ended(3)
