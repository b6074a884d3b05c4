"""A simulated bad day, with the real parts and a receiver on this machine: which alerts, when, and how many."""

from datetime import UTC, datetime

import pytest

from tests.fakes import Clock
from tests.notices.conftest import memory
from tests.notices.letter_sites import SERVER_DOWN, SETTINGS, TAKEN, LetterSite
from tests.worker.sites import runtime_of
from tracking.channels.call import CallOutcome, CallResult
from tracking.database import Database
from tracking.settings import Settings
from tracking.shopify.create import create_shopify
from tracking.worker.alert_watch import AlertWatch
from tracking.worker.create import create_alert_watch

__all__ = ["memory"]


class Notebook:
    """A channel that writes down what it is told and when, and takes no time."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.result = CallResult(CallOutcome.SENT)
        self.told: list[tuple[str, str]] = []

    def send(self, url: str, *, title: str, body: str) -> CallResult:
        assert (url, title) == ("json://127.0.0.1:9/shop", "Harbor Goods")
        if self.result.is_sent:
            self.told.append((f"{self.clock():%H:%M}", body))
        return self.result


class BadDay:
    """Two processes: one with the worker, one beside it. Time passes in steps of one or some minutes."""

    def __init__(self, database: Database, **settings: str) -> None:
        self.clock = Clock()
        self.settings = {"ALERT_URLS": "json://127.0.0.1:9/shop", "DIGEST_AT": "off", **settings}
        self.site = LetterSite(database, settings=self.settings, clock=self.clock)
        self.database, self.notebook = database, Notebook(self.clock)
        self.worker_runs = True
        self.watches = [self.new_watch(), self.new_watch(is_workers=True)]

    def new_watch(self, *, is_workers: bool = False) -> AlertWatch:
        settings = Settings.from_environ({**SETTINGS, **self.settings})
        runtime = runtime_of(self.clock)
        return create_alert_watch(
            settings,
            self.database,
            runtime,
            create_shopify(settings, runtime, self.site.shopify),
            self.site.worker if is_workers else self.site.new_worker(),
            shop="harbor-goods.myshopify.com",
            shop_name=lambda: "Harbor Goods",
            channel=self.notebook,
        )

    def go_on(self, *, minutes: int, step: int = 1) -> list[str]:
        """Lets the minutes pass; returns the texts that were told meanwhile."""
        before = len(self.notebook.told)
        for _ in range(minutes // step):
            self.clock.advance(minutes=step)
            if self.worker_runs:
                self.site.worker.step()
            for watch in self.watches:
                while watch.step():
                    pass
        return [text for _, text in self.notebook.told[before:]]


@pytest.fixture
def day(memory: Database) -> BadDay:
    return BadDay(memory)


def test_a_good_day_is_silent(day: BadDay) -> None:
    assert day.go_on(minutes=30, step=3) == []


def test_a_bad_day_is_told_once_each_by_whichever_process(day: BadDay) -> None:
    day.go_on(minutes=5)
    day.site.shopify.is_down = True
    assert len(day.go_on(minutes=30, step=5)) == 1
    day.watches = [day.new_watch(is_workers=True)]  # a restart in the midst of it
    assert day.go_on(minutes=30, step=5) == []
    day.site.mailbox.answer = SERVER_DOWN
    day.site.shopify.is_down = False
    assert [text[11:] for text in day.go_on(minutes=8)] == ["Shopify answers again. All is well again."]
    day.site.cancel("#1001")
    (letters,) = day.go_on(minutes=60, step=5)
    assert "Letters to customers cannot be sent" in letters
    day.worker_runs = False
    (worker,) = day.go_on(minutes=30, step=5)
    assert "No worker has been at work for five minutes" in worker
    day.worker_runs = True
    assert [text[11:] for text in day.go_on(minutes=5)] == ["A worker is at work again. Not over yet: letters fail."]
    day.site.mailbox.answer = TAKEN
    assert [text[11:] for text in day.go_on(minutes=30, step=5)] == [
        "The mail server takes letters again: those that waited for it are judged anew. All is well again."
    ]
    assert len(day.notebook.told) == 6


def test_the_limit_of_letters_is_told_once_and_its_end(memory: Database) -> None:
    day = BadDay(memory, NOTICES_PER_HOUR="1")
    day.site.cancel(*day.site.names)
    told = day.go_on(minutes=60 * 9, step=30)
    assert [("NOTICES_PER_HOUR" in text, "Over" in text) for text in told] == [(True, False), (False, True)]


def test_the_digest_leaves_once_a_day(memory: Database) -> None:
    day = BadDay(memory, DIGEST_AT="15")
    assert day.go_on(minutes=54, step=54) == []
    told = [*day.go_on(minutes=1), *day.go_on(minutes=60, step=20)]
    assert len(told) == 1
    assert day.notebook.told[0][0] == "15:00"
    assert told[0].startswith("Sunday 22 November: ")


def test_alerts_that_no_channel_took_are_told_later_as_one_text(day: BadDay) -> None:
    day.notebook.result = CallResult(CallOutcome.TIMED_OUT)
    day.site.shopify.is_down = True
    assert day.go_on(minutes=20, step=4) == []
    day.site.shopify.is_down = False
    assert day.go_on(minutes=16, step=4) == []
    day.notebook.result = CallResult(CallOutcome.SENT)
    (text,) = day.go_on(minutes=40, step=4)
    assert text.count("Shopify") == 2


def test_without_a_channel_shopify_is_not_asked_and_nothing_waits(memory: Database) -> None:
    day = BadDay(memory, ALERT_URLS="")
    day.worker_runs = False
    asked = day.site.shopify.calls.total()
    day.site.shopify.is_down = True
    assert day.go_on(minutes=30) == []
    assert day.site.shopify.calls.total() == asked


def test_an_ending_api_version_is_told_three_times(memory: Database) -> None:
    day = BadDay(memory)
    day.clock.now = datetime(2027, 7, 30, tzinfo=UTC)
    day.watches = [day.new_watch()]
    for _ in range(16):
        day.clock.advance(days=5)
        day.watches[0].step()
    assert sum("API version 2026-10" in text for _, text in day.notebook.told) == 3


def test_a_database_that_is_gone_stops_nothing(day: BadDay) -> None:
    day.database.close()
    for each in day.watches:
        assert each.step() is False
