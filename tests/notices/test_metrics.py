from collections.abc import Iterator

import pytest

from tests.database.notice_rows import add, notice
from tests.fakes import Clock
from tracking.database import Database, DatabaseUnavailable, notices
from tracking.database.notices import NoticeState
from tracking.directory.order_hashes import OrderHashes
from tracking.notices import tally
from tracking.notices.choices import CustomerChoices
from tracking.notices.metrics import NoticeMetrics
from tracking.order.answers import AnswerKind


def samples(metrics: NoticeMetrics) -> Iterator[tuple[str, dict[str, str], float]]:
    for family in metrics.collect():
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value


def test_what_was_told_and_what_waits_is_counted_also_when_its_order_has_left(memory: Database, clock: Clock) -> None:
    add(memory, notice("1"), notice("2"))
    with memory.write() as transaction:
        rows = notices.claim(transaction, "mine", now=clock())
        notices.end(transaction, "mine", rows, NoticeState.SENT, now=clock())
        tally.count(transaction, rows, NoticeState.SENT)
    found = list(samples(NoticeMetrics(memory, monotonic=clock.monotonic)))
    assert found == [
        ("whereabouts_notices_total", {"code": "delayed", "outcome": "sent"}, 1),
        ("whereabouts_notices_waiting", {"code": "delayed"}, 1),
    ]


def test_answers_are_counted_as_they_are_given_and_while_they_are_open(memory: Database, clock: Clock) -> None:
    choices = CustomerChoices(memory, OrderHashes(["key"]), clock=clock, monotonic=clock.monotonic)
    choices.answer("1", AnswerKind.WAIT, "", zone="UTC")
    choices.answer("1", AnswerKind.CANCEL, "", zone="UTC")
    assert list(samples(NoticeMetrics(memory, monotonic=clock.monotonic))) == [
        ("whereabouts_answers_total", {"kind": "cancel"}, 1),
        ("whereabouts_answers_total", {"kind": "wait"}, 1),
        ("whereabouts_answers_open", {"kind": "cancel"}, 1),
    ]


def test_without_the_database_there_are_none(memory: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(memory, "prepare", fail)
    assert list(NoticeMetrics(memory, monotonic=clock.monotonic).collect()) == []
