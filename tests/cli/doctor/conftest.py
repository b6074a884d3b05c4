"""A shop over HTTP, and the site on a port of its own."""

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask
from trustme import LeafCert
from werkzeug.serving import make_server

from tests.cli.doctor.doctor_report import CLIENT, KEY, SHOP, TOKEN
from tests.fakes import AdminServer, Clock, harbor_goods
from tests.local_server import LocalServer
from tests.shopify.faulty_server import Behavior, FaultyServer
from tracking.demo import DemoStore


class Site(LocalServer):
    """Whatever ``app`` it is given, on a port that is known before."""

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

    def make(api_url: str, **settings: str) -> Flask:
        credentials = {} if "SHOPIFY_CLIENT_ID" in settings else {"SHOPIFY_ACCESS_TOKEN": TOKEN}
        known = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_API_URL": api_url, "SECRET_KEY": KEY, **credentials}
        return make_app(**{**known, **settings})

    return make
