"""Connects to a host before a deadline, which also bounds the DNS."""

import socket
from collections.abc import Callable, Sequence
from threading import Thread
from typing import Any, TypeAlias

from tracking.notices.mail.deadline import DeadlineSocket, SocketDeadline, set_deadline

Resolved: TypeAlias = Sequence[tuple[int, int, int, str, Any]]
"""As ``socket.getaddrinfo`` returns it."""

Resolve: TypeAlias = Callable[[str, int], Resolved]


def resolve_name(host: str, port: int) -> Resolved:
    """The addresses of a host. Raises OSError; it has no bound in time."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def connect(host: str, port: int, deadline: SocketDeadline, resolve: Resolve = resolve_name) -> DeadlineSocket:
    """Connect to the first address that answers; each gets its share of the time. Raises OSError."""
    addresses = _resolve_in_time(host, port, deadline, resolve)
    error: OSError = OSError("its name has no address")
    for count, (family, kind, protocol, _, address) in enumerate(addresses):
        connected = DeadlineSocket(family, kind, protocol)
        try:
            connected.settimeout(deadline.remaining() / (len(addresses) - count))
            connected.connect(address)
        except OSError as failed:
            connected.close()
            error = failed
        else:
            # Else the end of each message waits 40 ms for the server's delayed acknowledgment.
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            set_deadline(connected, deadline)
            return connected
    raise error


def _resolve_in_time(host: str, port: int, deadline: SocketDeadline, resolve: Resolve) -> Resolved:
    found: list[Resolved] = []
    errors: list[OSError] = []

    def ask() -> None:
        try:
            found.append(resolve(host, port))
        except OSError as error:
            errors.append(error)

    # A daemon, so that a DNS that never answers does not keep the process from exiting.
    thread = Thread(target=ask, name="mail-dns", daemon=True)
    thread.start()
    thread.join(deadline.remaining())
    for error in errors:
        raise error
    if not found:
        raise TimeoutError("the DNS took too long")
    return found[0]
