from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.demo.demo_client import NOW
from tests.webhook_samples import SECRET, SETTINGS
from tracking import create_app
from tracking.demo import DemoTransport, GrowingOrders, WebhookSender
from tracking.demo.stories import LONGEST
from tracking.demo.webhook_requests import webhook_requests
from tracking.demo.webhook_sender import RETRY_PAUSES
from tracking.settings import Settings

HOUR = timedelta(hours=1)
GROWTH = GrowingOrders(per_hour=2)  # few, of each of which everything is sent


class App:
    """Answers webhooks with a status, and notes their ids."""

    def __init__(self) -> None:
        self.now: datetime = NOW
        self.status = 200
        self.ids: list[str] = []
        self.sender = WebhookSender(GROWTH, secret=SECRET, post=self.post, clock=lambda: self.now)

    def post(self, headers: Mapping[str, str], _: bytes) -> int:
        self.ids.append(headers["X-Shopify-Webhook-Id"])
        return self.status


@pytest.fixture
def app() -> App:
    return App()


def expected(until: datetime) -> list[str]:
    changes = GROWTH.changes(max(NOW, until - LONGEST), until)
    return [request.headers["X-Shopify-Webhook-Id"] for request in webhook_requests(changes, secret=SECRET)]


def test_changes_since_the_last_time_are_sent_once(app: App) -> None:
    assert app.sender.send_due() == 0
    for _ in range(4):
        app.now += HOUR / 3
        app.sender.send_due()
    assert app.sender.send_due() == 0
    assert app.ids == expected(app.now) != []


def test_refused_webhook_is_sent_again_with_the_same_id(app: App) -> None:
    app.status = 503
    app.now += HOUR
    assert app.sender.send_due() == 0
    refused, app.ids, app.status = app.ids, [], 200
    assert app.sender.waiting == len(refused)
    app.now += RETRY_PAUSES[0]
    assert app.sender.send_due() >= len(refused)
    assert app.ids[: len(refused)] == refused
    assert app.sender.waiting == 0


def test_after_eight_retries_in_four_hours_it_is_given_up(app: App) -> None:
    app.status = 500
    app.now += HOUR / 2
    app.sender.send_due()
    first = app.ids[0]
    for pause in RETRY_PAUSES:
        app.now += pause
        app.sender.send_due()
    assert app.ids.count(first) == 9
    assert sum(RETRY_PAUSES, timedelta()) == timedelta(hours=4)
    app.now += 2 * RETRY_PAUSES[-1]
    app.sender.send_due()
    assert app.ids.count(first) == 9


def test_after_a_long_sleep_only_the_last_two_days_are_sent(app: App) -> None:
    app.now += timedelta(days=5)
    app.sender.send_due()
    assert app.ids == expected(app.now)


def test_clock_that_goes_back_sends_nothing_twice(app: App) -> None:
    app.now += HOUR
    sent = app.sender.send_due()
    app.now -= HOUR
    assert app.sender.send_due() == 0
    app.now += HOUR
    assert app.sender.send_due() == 0
    assert sent == len(app.ids)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """With a database of its own: the webhooks that one has seen are handled no more."""
    return Settings.from_environ({**SETTINGS, "DATABASE_URL": f"sqlite:///{tmp_path / 'whereabouts.db'}"})


def test_site_acts_on_each_webhook(settings: Settings) -> None:
    """By the same route as the real ones: the site's own, with its check of the signature."""
    now = [NOW]
    transport = DemoTransport(clock=lambda: now[0], growth=GrowingOrders())
    site = create_app(settings, clock=lambda: now[0], transport=transport)
    client = site.test_client()

    def post(headers: Mapping[str, str], body: bytes) -> int:
        return client.post("/webhooks/shopify", headers=dict(headers), data=body).status_code

    transport.shop.store()
    sender = WebhookSender(transport.shop, secret=SECRET, post=post, clock=lambda: now[0])
    now[0] += HOUR / 6
    sent = sender.send_due()
    assert sent > 30, "the order that moves every 20 seconds is among them"
    assert sender.waiting == 0


def test_site_refuses_webhooks_with_another_secret(settings: Settings) -> None:
    now = [NOW]
    site = create_app(settings, clock=lambda: now[0], transport=DemoTransport(clock=lambda: NOW))
    client = site.test_client()

    def post(headers: Mapping[str, str], body: bytes) -> int:
        return client.post("/webhooks/shopify", headers=dict(headers), data=body).status_code

    sender = WebhookSender(GROWTH, secret="guessed", post=post, clock=lambda: now[0])
    now[0] += HOUR
    assert sender.send_due() == 0
    assert sender.waiting > 30
