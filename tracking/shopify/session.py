"""The HTTP session to Shopify: a pool of open connections, and nothing read from the environment."""

import contextlib
import socket
import threading
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

POOL_SIZE = 16


def open_session() -> requests.Session:
    """A session for Client. A transport of one's own can be mounted on it."""
    session = requests.Session()
    session.trust_env = False  # no proxies, no .netrc: the token goes to Shopify and nowhere else
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # threads share it, visitors must not
    session.headers["User-Agent"] = "Whereabouts"
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter(pool_connections=2, pool_maxsize=POOL_SIZE))
    return session


class _DeadlineConnection(HTTPConnection):
    """A connection whose headers arrive within its time-out as a whole, not just each of their bytes."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 itself does
        late = threading.Event()
        watch = threading.Timer(self.timeout or threading.TIMEOUT_MAX, _cut, (self.sock, late))
        watch.daemon = True
        watch.start()
        try:
            response = super().getresponse()
        finally:
            watch.cancel()
        if late.is_set():  # what the cut left over passes for a complete answer
            response.close()
            raise TimeoutError
        return response


def _cut(sock: socket.socket, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RD)


class _DeadlineTLSConnection(_DeadlineConnection, HTTPSConnection):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _DeadlineConnection


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _DeadlineTLSConnection


class _Adapter(HTTPAdapter):
    # urllib3 names this attribute for exactly this: https://urllib3.readthedocs.io/en/stable/advanced-usage.html
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (requests' own signature)
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}
