"""The production server: waitress with bounds on clients, and a shutdown that completes running requests.

It buffers whole requests and responses itself, so slow clients never occupy a thread.
https://docs.pylonsproject.org/projects/waitress/en/stable/arguments.html
"""

import resource
import socket
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from wsgiref.types import WSGIApplication

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask, WSGITask

from tracking.running.limits import THREADS
from tracking.running.request_parser import RequestParser

if TYPE_CHECKING:
    from waitress.server import TcpWSGIServer

CONNECTIONS = 2000  # further ones wait in the kernel's backlog
REQUEST_SECONDS = 20.0  # from its first byte to its last
_IDLE_SECONDS = 75  # a little longer than proxies keep an upstream connection (nginx: 60)
_HEADER_BYTES = 32 * 1024
_BODY_IN_MEMORY = 64 * 1024  # larger bodies are buffered on disk
_SEND_BYTES = 64 * 1024
_POLL_SECONDS = 1.0
_DRAIN_SECONDS = 6.0  # longer than any request waits for Shopify
_SPARE_FILES = 350  # not for clients: Shopify, Redis, the site's own files


class _ResponseTask(WSGITask):
    def set_close_on_finish(self) -> None:
        """Close, but not because a response without a body has no length: live pages receive 304 repeatedly."""
        headers = self.request.headers if isinstance(self.request, RequestParser) else {}
        if self.has_body or self.version == "1.0" or headers.get("CONNECTION", "").lower() == "close":
            super().set_close_on_finish()


class _RefusalTask(ErrorTask):
    def execute(self) -> None:
        """Answer an invalid request, with the headers of every other response."""
        if isinstance(self.channel, _Channel):
            self.response_headers = [*self.response_headers, *self.channel.refusal_headers.items()]
        super().execute()


class _Channel(HTTPChannel):
    task_class = _ResponseTask
    error_task_class = _RefusalTask
    refusal_headers: Mapping[str, str] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a request is being received or answered, or a response being sent."""
        return bool(self.request or self.requests or self.total_outbufs_len)

    def is_receiving_since(self, moment: float) -> bool:
        """Whether a request that began before ``moment`` is incomplete: waitress accepts any slow trickle."""
        return isinstance(self.request, RequestParser) and self.request.started_at < moment


class Server:
    """Serves an application on a listening socket until ``stop``, which signal handlers and threads may call.

    A request that is not complete ``request_seconds`` after its first byte is dropped. ``body_limit`` gives the maximum
    body in bytes, by method, path and header names. ``refusal_headers`` are added to responses that the application
    does not make.
    """

    def __init__(
        self,
        app: WSGIApplication,
        listening: socket.socket,
        *,
        refusal_headers: Mapping[str, str],
        body_limit: Callable[[str, str, Callable[[str], bool]], int],
        request_seconds: float = REQUEST_SECONDS,
    ) -> None:
        self._request_seconds = request_seconds
        self._map: dict[int, Any] = {}  # all open dispatchers by file descriptor; waitress's stubs call them sockets
        self._is_stopping = False
        server = create_server(
            app,
            map=self._map,
            sockets=[listening],
            threads=THREADS,
            connection_limit=_connections(),
            channel_timeout=_IDLE_SECONDS,
            cleanup_interval=10,
            max_request_header_size=_HEADER_BYTES,
            inbuf_overflow=_BODY_IN_MEMORY,
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,  # TRUSTED_PROXIES decides, inside the application
            log_socket_errors=False,  # a client that disconnects is no error
            ident="",
        )
        self._server = cast("TcpWSGIServer", server)  # one socket, one server
        parser_class = type("_OwnParser", (RequestParser,), {"body_limit": staticmethod(body_limit)})
        own = {"refusal_headers": refusal_headers, "parser_class": parser_class}
        self._server.channel_class = type("_OwnChannel", (_Channel,), own)
        # Headers and body in one send: separately they cost a third more. Only the parameter is deprecated.
        self._server.adj.send_bytes = _SEND_BYTES

    def run(self) -> None:
        """Serve until ``stop``; then complete running requests, accept no new ones, and return within seconds."""
        checked_at = time.monotonic()
        while not self._is_stopping:
            self._poll(_POLL_SECONDS)
            if (now := time.monotonic()) > checked_at + _POLL_SECONDS:
                checked_at = now
                self._close_slow_requests(now - self._request_seconds)
        self._drain()

    def stop(self) -> None:
        """Request the shutdown; further calls have no effect."""
        if not self._is_stopping:
            self._is_stopping = True
            self._server.pull_trigger()

    def _drain(self) -> None:
        wasyncore.dispatcher.close(self._server)  # waitress's own close would also close the trigger
        deadline = time.monotonic() + _DRAIN_SECONDS
        while self._channels() and time.monotonic() < deadline:
            for channel in self._channels():
                channel.will_close |= not channel.is_busy
            self._poll(0.05)
        self._server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def _poll(self, timeout: float) -> None:
        wasyncore.loop(timeout=timeout, use_poll=True, map=self._map, count=1)

    def _close_slow_requests(self, deadline: float) -> None:
        for channel in self._channels():
            channel.will_close |= channel.is_receiving_since(deadline)

    def _channels(self) -> list[_Channel]:
        return [channel for channel in self._map.values() if isinstance(channel, _Channel)]


def _connections() -> int:
    """The number of connections that the limit of open files allows; raises the soft limit if it can."""
    soft_limit, hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 2 * CONNECTIONS + _SPARE_FILES
    if 0 <= soft_limit < needed:  # negative: unlimited
        soft_limit = min(needed, hard_limit) if hard_limit >= 0 else needed
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft_limit, hard_limit))
    return CONNECTIONS if soft_limit < 0 else min(CONNECTIONS, (soft_limit - _SPARE_FILES) // 2)
