import logging
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.alerts.waiting_alerts import waiting_alerts
from tests.channels.receivers import Behavior, DirectChannel, Receiver
from tests.fakes import Clock
from tracking.alerts.create import alert_channels
from tracking.alerts.delivery import AlertDelivery
from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.channels.call import AppriseChannel, Channel
from tracking.database import Database
from tracking.running.metrics import Metrics
from tracking.settings import Settings


class FixedDigest:
    def text(self) -> str:
        return "Saturday: nothing."


class Way:
    """From a report to the receivers."""

    def __init__(self, database: Database, *urls: str, channel: Channel | None = None) -> None:
        self.database, self.clock, self.metrics = database, Clock(), Metrics()
        settings = Settings.from_environ({"ALERT_URLS": " ".join(urls)})
        channels = alert_channels(settings)
        self.register = AlertRegister(database, list(channels), clock=self.clock)
        self.delivery = AlertDelivery(
            database,
            channels,
            channel or DirectChannel(),
            FixedDigest(),
            shop_name=lambda: "Harbor Goods",
            clock=self.clock,
            metrics=self.metrics,
        )

    def alert(self, code: AlertCode = AlertCode.LETTERS, sentence: str = "Letters fail.") -> None:
        self.register.alert(code, sentence)
        self.register.flush()

    def deliver(self, **after: float) -> None:
        self.clock.advance(**after)
        while self.delivery.step():
            pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def test_alerts_that_wait_leave_as_one_text(database: Database, receiver: Receiver) -> None:
    way = Way(database, receiver.apprise_url, channel=AppriseChannel(site="https://track.example.com"))
    way.alert()
    way.alert(AlertCode.SHOPIFY, "Shopify fails.")
    way.deliver()
    assert receiver.texts == ["14:05 UTC: Letters fail.\n\n14:05 UTC: Shopify fails."]
    assert receiver.received[0].fields["title"] == "Harbor Goods"
    way.deliver(days=1)
    assert len(receiver.texts) == 1


def test_a_channel_that_fails_is_tried_again_and_costs_the_other_nothing(
    memory: Database, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    with Receiver(Behavior.FAILS) as broken:
        way = Way(memory, broken.apprise_url, receiver.apprise_url)
        way.alert()
        with caplog.at_level(logging.WARNING):
            way.deliver()
            assert (len(receiver.texts), broken.asked) == (1, 1)
            way.deliver(seconds=59)
            assert broken.asked == 1
            way.deliver(seconds=1)
            assert broken.asked == 2
            broken.behavior = Behavior.TAKES
            way.deliver(minutes=5)
        assert len(broken.texts) == len(receiver.texts) == 1
    lines = [message for message in caplog.messages if "json" in message]
    assert lines == [
        "Alerts do not reach json, one of ALERT_URLS: It answers with status 500. `whereabouts alerts test` tries it.",
        "Alerts reach json again.",
    ]
    assert "secret-token" not in caplog.text
    text = way.metrics.exposition()[0].decode()
    assert 'whereabouts_channel_calls_total{channel="alert",outcome="failed"} 2.0' in text
    assert 'whereabouts_channel_calls_total{channel="alert",outcome="sent"} 2.0' in text


def test_after_a_day_it_is_given_up(memory: Database) -> None:
    way = Way(memory, "json://127.0.0.1:9/secret-token")
    way.alert()
    for hours in (0, 1, 12, 12):
        way.deliver(hours=hours)
    assert waiting_alerts(memory) == []


def test_new_alert_is_not_given_up_with_one_a_day_old(memory: Database, receiver: Receiver) -> None:
    receiver.behavior = Behavior.FAILS
    way = Way(memory, receiver.apprise_url)
    way.alert()
    way.deliver(hours=23, minutes=50)
    way.alert(AlertCode.SHOPIFY, "Shopify fails.")
    way.deliver(minutes=20)
    assert waiting_alerts(memory) == ["Shopify fails."]
    receiver.behavior = Behavior.TAKES
    way.deliver(minutes=30)
    assert receiver.texts == ["13:55 UTC: Shopify fails."]


def test_alerts_for_a_removed_channel_are_forgotten(memory: Database, receiver: Receiver) -> None:
    Way(memory, "json://127.0.0.1:9/old").alert()
    way = Way(memory, receiver.apprise_url)
    way.deliver()
    assert waiting_alerts(memory) == []
    Way(memory, "json://127.0.0.1:9/old").register.report_ok(AlertCode.LETTERS, "x")
    way.delivery.forget_other_channels()
    assert receiver.texts == []


def test_the_database_knows_no_address(memory: Database) -> None:
    way = Way(memory, "json://127.0.0.1:9/secret-token")
    way.alert()
    with memory.read() as transaction, suppress(AttributeError):
        rows = transaction.exec_driver_sql("SELECT * FROM alert_deliveries").fetchall()
    assert rows
    assert "secret-token" not in str(rows)
