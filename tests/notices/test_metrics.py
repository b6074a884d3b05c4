from collections.abc import Iterator

import pytest

from tests.database.notice_rows import add, notice
from tests.fakes import Clock
from tracking.database import Database, DatabaseUnavailable, notices
from tracking.database.notices import NoticeState
from tracking.directory.finding_rules import NoFindings
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.order_needs import OrderNeeds
from tracking.notices import tally
from tracking.notices.choices import CustomerChoices
from tracking.notices.metrics import NoticeMetrics
from tracking.order.answers import AnswerKind


def samples(metrics: NoticeMetrics) -> Iterator[tuple[str, dict[str, str], float]]:
    for family in metrics.collect():
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value


def test_sent_and_waiting_notices_are_counted(memory: Database, clock: Clock) -> None:
    add(memory, notice("1"), notice("2"))
    with memory.write() as transaction:
        rows = notices.claim(transaction, "mine", now=clock())
        notices.put_into_letter(transaction, "mine", rows, "letter")
        notices.end(transaction, "mine", rows, NoticeState.SENT, now=clock())
        tally.count(transaction, rows, NoticeState.SENT)
    clock.advance(seconds=10)
    found = list(samples(NoticeMetrics(memory, 500, clock=clock, monotonic=clock.monotonic)))
    assert found == [
        ("whereabouts_notices_total", {"code": "delayed", "outcome": "sent"}, 1),
        ("whereabouts_notices_waiting", {"code": "delayed"}, 1),
        ("whereabouts_notices_oldest_seconds", {}, 10),
        ("whereabouts_notices_hour_letters", {}, 1),
        ("whereabouts_notices_hour_limit", {}, 500),
    ]


def test_answers_are_counted_as_they_are_given_and_while_they_are_open(memory: Database, clock: Clock) -> None:
    needs = OrderNeeds(NoFindings())
    choices = CustomerChoices(memory, OrderHashes(["key"]), needs, clock=clock, monotonic=clock.monotonic)
    choices.answer("1", AnswerKind.WAIT, "", zone="UTC", region=None)
    choices.answer("1", AnswerKind.CANCEL, "", zone="UTC", region=None)
    found = samples(NoticeMetrics(memory, 500, clock=clock, monotonic=clock.monotonic))
    assert [sample for sample in found if "answers" in sample[0]] == [
        ("whereabouts_answers_total", {"kind": "cancel"}, 1),
        ("whereabouts_answers_total", {"kind": "wait"}, 1),
        ("whereabouts_answers_open", {"kind": "cancel"}, 1),
    ]


def test_without_letters_nothing_waits(memory: Database, clock: Clock) -> None:
    found = list(samples(NoticeMetrics(memory, 500, clock=clock, monotonic=clock.monotonic)))
    assert [value for _, _, value in found] == [0, 0, 500]


def test_without_the_database_there_are_none(memory: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(memory, "prepare", fail)
    assert list(NoticeMetrics(memory, 500, clock=clock, monotonic=clock.monotonic).collect()) == []
