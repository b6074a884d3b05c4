"""A shop to connect to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from tests.fakes import AdminServer, Clock, harbor_goods
from tests.shopify.faulty_server import Behavior, FaultyServer
from tracking.demo import DemoStore

TOKEN, APP = "shpat_canary", ("client-id", "canary-of-the-app")
SHOP = "demo.myshopify.com"


@pytest.fixture
def open_shop() -> Iterator[Callable[..., str]]:
    """Start a shop's Admin API; returns its address."""
    with ExitStack() as opened:

        def start(store: DemoStore | None = None) -> str:
            now = Clock(now=datetime.now(UTC))
            return opened.enter_context(AdminServer(store or harbor_goods(), now, TOKEN, APP)).url

        yield start


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Start a server that meets its requests with these behaviors; returns its address."""
    with ExitStack() as opened:

        def start(*behaviors: Behavior) -> str:
            return opened.enter_context(FaultyServer(*behaviors)).url

        yield start
