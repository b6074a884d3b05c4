"""The demo store's webhooks, posted over HTTP to a server of the site's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from threading import enumerate as threads

import pytest
import requests
from flask import Flask
from werkzeug.serving import make_server

from tests.fakes import Clock, ManualExecutor
from tests.local_server import LocalServer
from tests.web.conftest import opened
from tests.webhook_samples import SECRET, SETTINGS
from tracking import create_app
from tracking.cli.demo_webhooks import demo_webhooks, webhook_post
from tracking.database import order_list
from tracking.demo import SHOP_DOMAIN, GrowingOrders, WebhookSender
from tracking.demo.growth import FIRST_NUMBER
from tracking.services import DueWebhooks, Services, services
from tracking.settings import Settings
from tracking.worker.order_tasks import SETTLE
from tracking.worker.shopify_questions import URGENT


@pytest.fixture
def app(clock: Clock, background: ManualExecutor) -> Iterator[Flask]:
    """The demo, as it is served: with the orders that come in by the hour."""
    settings = Settings.from_environ({})
    app = create_app(settings, clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, background=background)
    app.testing = True
    yield app
    with app.app_context():
        services().database.close()


@pytest.fixture
def site(app: Flask) -> Services:
    with app.app_context():
        return services()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of a server in a thread."""
    with LocalServer(make_server("127.0.0.1", 0, app, threaded=True)) as server:
        yield server.url


def sender_to(site: Services, session: requests.Session, url: str) -> DueWebhooks:
    assert site.demo.webhooks
    return site.demo.webhooks.create_sender(webhook_post(session, url))


def grown_orders(site: Services) -> set[str]:
    """The ids of the orders in the directory that came in by the hour."""
    with site.database.read() as transaction:
        known = order_list.page(transaction, order_list.Filters(), size=500).orders
    return {row.id for row in known if int(row.id) >= FIRST_NUMBER}


def test_an_order_that_is_placed_comes_into_the_directory(app: Flask, site: Services, clock: Clock) -> None:
    with served(app) as url, requests.Session() as session:
        sender = sender_to(site, session, url)
        following = GrowingOrders().changes(clock(), clock() + timedelta(hours=1))
        placed = next(change for change in following if "orders/create" in change.topics)
        clock.now = placed.at
        assert sender.send_due() > 0
        assert sender.send_due() == 0
        clock.advance(seconds=SETTLE.total_seconds())
        while site.worker.parts.tasks.run_due(URGENT):
            pass
    told = {change.key.partition("/")[0] for change in following if change.at <= placed.at}
    assert placed.key.partition("/")[0] in told
    assert grown_orders(site) == told


def test_the_page_of_a_changed_order_is_forgotten_at_once(
    app: Flask, site: Services, clock: Clock, background: ManualExecutor
) -> None:
    moving = next(example for example in site.examples if example.slug == "moving")
    client = app.test_client()
    address = opened(client, moving.order, moving.email or "")
    with served(app) as url, requests.Session() as session:
        sender = sender_to(site, session, url)
        before = client.get(address).text
        clock.advance(seconds=25)
        assert client.get(address).text == before, "it is cached for a minute while it moves"
        sender.send_due()
        background.run()
        assert client.get(address).text != before


def test_a_thread_sends_them_while_the_server_runs(app: Flask, site: Services, clock: Clock) -> None:
    answered = Event()

    @app.after_request
    def note(response: object) -> object:
        answered.set()
        return response

    with served(app) as url, demo_webhooks(site, url, every=0.01):
        clock.advance(minutes=12)
        assert answered.wait(60)
    assert "demo webhooks" not in {thread.name for thread in threads()}


def test_a_server_that_does_not_answer_is_asked_again(site: Services, clock: Clock) -> None:
    with requests.Session() as session:
        sender = sender_to(site, session, "http://127.0.0.1:1")
        clock.advance(minutes=12)
        assert sender.send_due() == 0


def test_webhooks_with_another_secret_are_refused(app: Flask, clock: Clock) -> None:
    with served(app) as url, requests.Session() as session:
        sender = WebhookSender(GrowingOrders(), secret="guessed", post=webhook_post(session, url), clock=clock)
        clock.advance(minutes=12)
        assert sender.send_due() == 0
        assert sender.waiting > 0


def test_each_process_has_a_secret_of_its_own_that_is_not_printed(site: Services, clock: Clock) -> None:
    with create_app(Settings.from_environ({}), clock=clock).app_context():
        others = services().demo.webhooks
    mine = site.demo.webhooks
    assert mine
    assert others
    assert mine.secret != others.secret
    assert len(mine.secret) >= 32
    assert mine.secret not in f"{site.demo} {site.webhooks}"


def test_a_configured_shop_accepts_no_webhook_of_the_demo_store(
    make_app: Callable[..., Flask], site: Services, clock: Clock
) -> None:
    shop = make_app(**SETTINGS)
    assert site.demo.webhooks
    with shop.app_context():
        real = services()
    assert real.demo.webhooks is None
    assert (real.webhooks.shop, list(real.webhooks.secrets)) == (SHOP_DOMAIN, [SECRET])
    with served(shop) as url, demo_webhooks(real, url), requests.Session() as session:
        assert "demo webhooks" not in {thread.name for thread in threads()}
        sender = sender_to(site, session, url)
        clock.advance(minutes=12)
        assert sender.send_due() == 0
    assert isinstance(sender, WebhookSender)
    assert sender.waiting > 0
