import socket
import ssl
from collections.abc import Iterator

import pytest

from tracking.notices.mail.deadline import DeadlineSocket, DeadlineTlsSocket, SocketDeadline, set_deadline, tls_context


@pytest.fixture
def pair() -> Iterator[tuple[DeadlineSocket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with DeadlineSocket(fileno=ours.detach()) as wrapped, theirs:
        yield wrapped, theirs


def test_all_calls_share_the_seconds() -> None:
    now = [100.0]
    deadline = SocketDeadline(20.0, lambda: now[0])
    assert deadline.remaining() == 20
    now[0] = 115
    assert deadline.remaining() == 5
    now[0] = 120
    with pytest.raises(TimeoutError):
        deadline.remaining()
    deadline.restart()
    assert deadline.remaining() == 20
    deadline.restart(1)
    assert deadline.remaining() == 1
    deadline.restart(60)
    assert deadline.remaining() == 20


def test_socket_receives_and_sends_until_the_deadline(pair: tuple[DeadlineSocket, socket.socket]) -> None:
    (ours, theirs), now = pair, [0.0]
    set_deadline(ours, SocketDeadline(20.0, lambda: now[0]))
    theirs.sendall(b"220 hello\r\n")
    with ours.makefile("rb") as reader:
        assert reader.readline() == b"220 hello\r\n"
        ours.sendall(b"quit")
        assert ours.gettimeout() == 20
        now[0] = 21
        theirs.sendall(b"more\r\n")
        with pytest.raises(TimeoutError):
            reader.readline()
    with pytest.raises(TimeoutError):
        ours.sendall(b"quit")
    assert theirs.recv(100) == b"quit"


def test_reply_without_an_end_is_not_read_on() -> None:
    deadline = SocketDeadline(20.0)
    assert deadline.count(900_000) == 900_000
    with pytest.raises(OSError, match="no end"):
        deadline.count(200_000)
    deadline.restart()
    assert deadline.count(900_000) == 900_000


def test_sockets_of_the_context_keep_the_deadline() -> None:
    context = tls_context()
    assert context.sslsocket_class is DeadlineTlsSocket
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_other_sockets_are_left_alone(pair: tuple[DeadlineSocket, socket.socket]) -> None:
    set_deadline(pair[1], SocketDeadline(20.0))
    set_deadline(None, SocketDeadline(20.0))
    assert not hasattr(pair[1], "deadline")
