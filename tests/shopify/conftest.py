"""The session, the clock and the faulty servers of a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import requests

from tests.shopify.clients import FakeTime
from tests.shopify.faulty_server import Behavior, FaultyServer
from tracking.shopify.transport import open_session


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with open_session() as opened:
        yield opened


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def serve() -> Iterator[Callable[..., FaultyServer]]:
    """Starts a server with these behaviors."""
    with ExitStack() as stack:

        def start(*behaviors: Behavior) -> FaultyServer:
            return stack.enter_context(FaultyServer(*behaviors))

        yield start
