import socket
from collections.abc import Iterator
from threading import Event

import pytest

from tests.fakes import free_port
from tests.notices.mail.conftest import PATIENCE, SHORT
from tracking.notices.mail.connect import connect, resolve_name
from tracking.notices.mail.deadline import SocketDeadline


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def entry(port: int) -> tuple[int, int, int, str, tuple[str, int]]:
    return socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port)


def test_next_address_is_tried_where_one_does_not_answer(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    deadline = SocketDeadline(PATIENCE)
    addresses = [entry(free_port()), entry(port)]
    with connect("mail.example.com", 25, deadline, lambda *_: addresses) as connected:
        assert connected.getpeername() == ("127.0.0.1", port)
        assert connected.deadline is deadline
        assert connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), "each letter waits for 40 ms without it"


def test_last_failure_is_raised() -> None:
    with pytest.raises(ConnectionRefusedError):
        connect("mail.example.com", 25, SocketDeadline(PATIENCE), lambda *_: [entry(free_port())])


def test_name_without_an_address_is_an_error() -> None:
    with pytest.raises(OSError, match="its name has no address"):
        connect("mail.example.com", 25, SocketDeadline(PATIENCE), lambda *_: [])


def test_failure_of_the_dns_is_raised() -> None:
    def resolve(_host: str, _port: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(socket.gaierror):
        connect("mail.example.com", 25, SocketDeadline(PATIENCE), resolve)


def test_dns_that_never_answers_ends_at_the_deadline() -> None:
    ended = Event()

    def resolve(_host: str, port: int) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        ended.wait()
        return [entry(port)]

    with pytest.raises(TimeoutError):
        connect("mail.example.com", 25, SocketDeadline(SHORT), resolve)
    ended.set()


def test_address_of_this_machine_is_found_without_the_dns() -> None:
    assert [entry[4] for entry in resolve_name("127.0.0.1", 25)] == [("127.0.0.1", 25)]
