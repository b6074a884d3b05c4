"""The site as tests meet it: the demo store behind the real client, a clock that stands still, the response rules."""

import gc
import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests.collection_lock import collection_lock
from tests.demo_orders import order_ids, order_sample
from tests.fakes import Clock, ManualExecutor, RedisServer, Shopify, harbor_goods
from tests.made_once import make_once
from tests.postgres_server import PostgresServer, postgres_folder
from tests.response_rules import CheckingClient
from tests.sampling import is_of_the_audit
from tests.tracing import untraced
from tracking import create_app
from tracking.database import sqlite
from tracking.i18n.catalogues import FOLDER
from tracking.orders import CallExecutor
from tracking.services import services
from tracking.settings import Settings
from tracking.settings.sources import SKIP

os.environ[SKIP] = "1"  # what a developer has in .env changes no test, nor the processes that tests start

# A shell that starts the tests in the background has them ignore SIGINT, and with them every process that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no failure.
sqlite._WRITE_LOCK_TIMEOUT = 60.0  # noqa: SLF001 - seconds that a thread waits for those that write
settings.register_profile("audit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("tests", settings.get_profile("audit"), max_examples=12)


def pytest_configure(config: pytest.Config) -> None:
    """An eighth of the examples of each property, unless everything is asked for; what many tests need is made once."""
    make_once()
    settings.load_profile("tests" if config.option.markexpr else "audit")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """The collected tests stay until the end: the garbage collector need not go through them.

    It goes through the caches of the tests a tenth as often.
    """
    gc.disable()
    try:
        with collection_lock():
            return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, *gc.get_threshold()[1:])
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """PostgreSQL is in the sample where it shows something of its own.

    No coverage is measured in property tests: they run the same lines a hundred times, at twice the time.
    """
    for item in items:
        if is_of_the_audit(item):
            item.add_marker("audit")
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Give ``no_cover`` its effect in the workers of pytest-xdist, too.

    There, pytest-cov measures twice, one measurement inside of the other, and pauses only the inner one.
    """
    with untraced() if item.get_closest_marker("no_cover") else nullcontext():
        return (yield)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shopify(clock: Clock) -> Shopify:
    return Shopify(harbor_goods(), clock)


@pytest.fixture
def background() -> ManualExecutor:
    return ManualExecutor()


@pytest.fixture
def make_app(
    clock: Clock, shopify: Shopify, background: ManualExecutor, tmp_path: Path
) -> Iterator[Callable[..., Flask]]:
    """An app with these settings and parts; ``translations`` is a folder of catalogues."""
    made: list[Flask] = []

    def make(translations: Path = FOLDER, calls: CallExecutor | None = None, **environ: str) -> Flask:
        if "SHOPIFY_SHOP" in environ:  # whose database would lie in this folder
            environ.setdefault("DATABASE_URL", f"sqlite:///{tmp_path / 'whereabouts.db'}")
        # What hundreds of tests create in the same way is covered by those that ask for something of their own.
        with nullcontext() if environ else untraced():
            app = create_app(
                Settings.from_environ(environ),
                clock=clock,
                monotonic=clock.monotonic,
                sleep=clock.sleep,
                transport=shopify,
                translations=translations,
                background=background,
                calls=calls,
            )
        made.append(app)
        app.testing = True
        app.test_client_class = CheckingClient
        return app

    yield make
    for app in made:
        with app.app_context():
            services().invalidation.close()
            services().database.close()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(params=["sample", pytest.param("all", marks=pytest.mark.audit)])
def demo_slugs(request: pytest.FixtureRequest) -> list[str]:
    """The slugs of the demo orders that a test goes through: see tests/sampling.py."""
    return order_sample() if request.param == "sample" else [*order_ids()]


@pytest.fixture(params=["some", pytest.param("all", marks=pytest.mark.audit)])
def some_demo_slugs(request: pytest.FixtureRequest) -> list[str]:
    """A quarter of the sample, for a test of what does not depend on the order."""
    return order_sample()[::4] if request.param == "some" else [*order_ids()]


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A real one, to be stopped and started at will."""
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real one; each test makes a database of its own in it."""
    programs = postgres_folder()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: `make test` installs it")
    server = PostgresServer(programs)
    server.start()
    yield server
    server.remove()
