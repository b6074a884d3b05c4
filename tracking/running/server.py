"""The production server: waitress, bounded in all that a client may take, and ended without dropping an answer.

It receives whole requests and hands out whole answers by itself: slow clients never hold a thread.
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

CONNECTIONS = 2000  # beyond these they wait outside, in the kernel
REQUEST_SECONDS = 20.0  # from its first byte to its last
_IDLE_SECONDS = 75  # a little more than proxies keep a connection to a server (nginx: 60)
_HEADER_BYTES = 32 * 1024
_BODY_IN_MEMORY = 64 * 1024  # what is larger waits on the disk
_SEND_BYTES = 64 * 1024
_POLL_SECONDS = 1.0
_DRAIN_SECONDS = 6.0  # longer than any visitor waits for Shopify
_SPARE_FILES = 350  # for what is no visitor: Shopify, Redis, the files of the site


class _Task(WSGITask):
    def set_close_on_finish(self) -> None:
        """Close, but not because an answer without a body has no length: open pages hear 304 again and again."""
        headers = self.request.headers if isinstance(self.request, RequestParser) else {}
        if self.has_body or self.version == "1.0" or headers.get("CONNECTION", "").lower() == "close":
            super().set_close_on_finish()


class _Refusal(ErrorTask):
    def execute(self) -> None:
        """Say no to what is no request, with the headers of every other answer."""
        if isinstance(self.channel, _Channel):
            self.response_headers = [*self.response_headers, *self.channel.refusal_headers.items()]
        super().execute()


class _Channel(HTTPChannel):
    task_class = _Task
    error_task_class = _Refusal
    refusal_headers: Mapping[str, str] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a request is arriving or being answered, or an answer being sent."""
        return bool(self.request or self.requests or self.total_outbufs_len)

    def began_before(self, moment: float) -> bool:
        """Whether a request is still arriving since then: waitress itself is content with a byte now and then."""
        return isinstance(self.request, RequestParser) and self.request.began < moment


class Server:
    """Serves an application on a listening socket until ``stop``, which signal handlers and threads may call.

    A request that is not there ``request_seconds`` after it began is not waited for. ``body_limit`` gives the bytes
    that a body may have, by method, path, and which headers there are. ``refusal_headers`` stand on answers that the
    application has no part in.
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
        self._map: dict[int, Any] = {}  # all that is open, by its file; waitress's stubs call them sockets
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
            log_socket_errors=False,  # clients who leave are no news
            ident="",
        )
        self._server = cast("TcpWSGIServer", server)  # one socket, one server
        parser_class = type("_OwnParser", (RequestParser,), {"body_limit": staticmethod(body_limit)})
        own = {"refusal_headers": refusal_headers, "parser_class": parser_class}
        self._server.channel_class = type("_OwnChannel", (_Channel,), own)
        # Headers and body leave together: one by one, they cost a third more. Only the parameter is deprecated.
        self._server.adj.send_bytes = _SEND_BYTES

    def run(self) -> None:
        """Serve; once stopped, answer those who are inside, let nobody else in, and return within seconds."""
        looked = time.monotonic()
        while not self._is_stopping:
            self._turn(_POLL_SECONDS)
            if (now := time.monotonic()) > looked + _POLL_SECONDS:
                looked = now
                self._drop_those_who_dawdle(now - self._request_seconds)
        self._drain()

    def stop(self) -> None:
        """Come to an end soon; to say it again changes nothing."""
        if not self._is_stopping:
            self._is_stopping = True
            self._server.pull_trigger()

    def _drain(self) -> None:
        wasyncore.dispatcher.close(self._server)  # waitress's own would also close what wakes the loop
        until = time.monotonic() + _DRAIN_SECONDS
        while self._channels() and time.monotonic() < until:
            for channel in self._channels():
                channel.will_close |= not channel.is_busy
            self._turn(0.05)
        self._server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def _turn(self, patience: float) -> None:
        wasyncore.loop(timeout=patience, use_poll=True, map=self._map, count=1)

    def _drop_those_who_dawdle(self, too_long_ago: float) -> None:
        for channel in self._channels():
            channel.will_close |= channel.began_before(too_long_ago)

    def _channels(self) -> list[_Channel]:
        return [channel for channel in self._map.values() if isinstance(channel, _Channel)]


def _connections() -> int:
    """As many as there may be open files for, and for large bodies: systems allow more than they begin with."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS + _SPARE_FILES
    if 0 <= allowed < wanted:  # less than 0: as many as one likes
        allowed = min(wanted, most) if most >= 0 else wanted
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return CONNECTIONS if allowed < 0 else min(CONNECTIONS, (allowed - _SPARE_FILES) // 2)
