"""A shop over HTTP, and the site on a port of its own."""

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask
from trustme import LeafCert
from werkzeug.serving import make_server

from tests.database.conftest import database, postgres_database, postgres_url, sqlite_url, url
from tests.doctor.doctor_report import CLIENT, KEY, SHOP, TOKEN, DoctorReport, ask_shop
from tests.fakes import AdminServer, Clock, harbor_goods
from tests.local_server import LocalServer
from tests.shopify.conftest import session, time
from tests.shopify.faulty_server import Behavior, FaultyServer
from tracking.demo import DemoStore
from tracking.settings import Settings

__all__ = ["database", "postgres_database", "postgres_url", "session", "sqlite_url", "time", "url"]


class Site(LocalServer):
    """Serves its ``app``, which a test sets later, on a port that is known before."""

    def __init__(self, certificate: LeafCert | None = None) -> None:
        self.app: WSGIApplication | None = None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if context and certificate:
            certificate.configure_cert(context)
        super().__init__(make_server("127.0.0.1", 0, self._answer, threaded=True, ssl_context=context))
        if certificate:
            self.url = self.url.replace("http:", "https:")

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        assert self.app, "a test forgot to say which app"
        return self.app(environ, start_response)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def site(stack: ExitStack) -> Site:
    return stack.enter_context(Site())


@pytest.fixture
def serve(stack: ExitStack) -> Callable[..., FaultyServer]:
    """Start a server that meets its requests with these behaviors."""

    def start(*behaviors: Behavior) -> FaultyServer:
        return stack.enter_context(FaultyServer(*behaviors))

    return start


@pytest.fixture
def open_shop(stack: ExitStack, clock: Clock) -> Callable[..., str]:
    """Start a shop's Admin API; returns its address."""

    def start(store: DemoStore | None = None, clock: Clock = clock) -> str:
        return stack.enter_context(AdminServer(store or harbor_goods(), clock, TOKEN, CLIENT)).url

    return start


@pytest.fixture
def app_of(make_app: Callable[..., Flask]) -> Callable[..., Flask]:
    """A site that asks the shop at this address, with the token unless other credentials are given."""

    return lambda api_url, **settings: make_app(**_of_shop(api_url, settings))


@pytest.fixture
def look_at(clock: Clock) -> Callable[..., DoctorReport]:
    """The report of the checks of the shop at this address, without the site that ``app_of`` makes for it."""
    return lambda api_url, **settings: ask_shop(Settings.from_environ(_of_shop(api_url, settings)), clock)


def _of_shop(api_url: str, settings: dict[str, str]) -> dict[str, str]:
    credentials = {} if "SHOPIFY_CLIENT_ID" in settings else {"SHOPIFY_ACCESS_TOKEN": TOKEN}
    return {"SHOPIFY_SHOP": SHOP, "SHOPIFY_API_URL": api_url, "SECRET_KEY": KEY, **credentials, **settings}
