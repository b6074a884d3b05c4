"""Bounds all that is sent and received over a socket by one deadline, however slowly the other side drips."""

import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_MAX_RECEIVED = 1_000_000  # bytes: a server that never ends its reply must not fill the memory


@dataclass(slots=True)
class SocketDeadline:
    """``seconds`` for what is done between two calls of ``restart``."""

    seconds: float
    monotonic: Callable[[], float] = time.monotonic
    _ends: float = field(init=False)
    _received: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self, seconds: float | None = None) -> None:
        """Begin anew, with fewer seconds where they are given."""
        self._ends = self.monotonic() + (self.seconds if seconds is None else min(seconds, self.seconds))
        self._received = 0

    def remaining(self) -> float:
        """Seconds until the deadline, more than 0. Raises TimeoutError."""
        seconds = self._ends - self.monotonic()
        if seconds <= 0:
            raise TimeoutError("the mail server took too long")
        return seconds

    def count(self, received: int) -> int:
        """Count received bytes, and return them. Raises OSError if they are too many."""
        self._received += received
        if self._received > _MAX_RECEIVED:
            raise OSError("the mail server's reply has no end")
        return received


class DeadlineSocket(socket.socket):
    """A socket without encryption. smtplib reads through ``recv_into`` and writes through ``sendall``."""

    deadline: SocketDeadline

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int = 0, flags: int = 0) -> int:
        """Receive until the deadline."""
        self.settimeout(self.deadline.remaining())
        return self.deadline.count(super().recv_into(buffer, nbytes, flags))

    def sendall(self, data: "ReadableBuffer", flags: int = 0) -> None:
        """Send until the deadline: the timeout of a plain socket is that of the whole call."""
        self.settimeout(self.deadline.remaining())
        super().sendall(data, flags)


class DeadlineTlsSocket(ssl.SSLSocket):
    """A socket with TLS, whose ``sendall`` calls ``send`` until all is sent."""

    deadline: SocketDeadline

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0) -> int:
        """Receive until the deadline."""
        self.settimeout(self.deadline.remaining())
        return self.deadline.count(super().recv_into(buffer, nbytes, flags))

    def send(self, data: "ReadableBuffer", flags: int = 0) -> int:
        """Send until the deadline."""
        self.settimeout(self.deadline.remaining())
        return super().send(data, flags)


def tls_context() -> ssl.SSLContext:
    """Python's default context; the variable SSL_CERT_FILE names other authorities. See ``set_deadline``."""
    context = ssl.create_default_context()
    context.sslsocket_class = DeadlineTlsSocket
    return context


def set_deadline(connected: socket.socket | None, deadline: SocketDeadline) -> None:
    """Bound a socket of ``connect``, or one that was wrapped by ``tls_context``, from now on."""
    if isinstance(connected, DeadlineSocket | DeadlineTlsSocket):
        connected.deadline = deadline
