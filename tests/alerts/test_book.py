import logging

import pytest

from tests.alerts.told import CHANNEL, flushed, told
from tests.fakes import Clock
from tracking.alerts.book import AlertBook, title_of
from tracking.alerts.kinds import KINDS, AlertCode
from tracking.database import Database, DatabaseUnavailable

DOWN, BACK = "Letters fail.", "Letters leave again."


def book_on(database: Database, clock: Clock) -> AlertBook:
    return AlertBook(database, (CHANNEL,), clock=clock)


def test_trouble_is_told_once_by_every_process_and_after_a_restart(database: Database, clock: Clock) -> None:
    for _ in range(3):
        for book in (book_on(database, clock), book_on(database, clock)):
            book.alert(AlertCode.LETTERS, DOWN)
            book.flush()
        clock.advance(hours=1)
    assert told(database) == [DOWN]
    for book in (book_on(database, clock), book_on(database, clock)):  # of processes that did not know of it until now
        book.fine(AlertCode.LETTERS, BACK)
        book.flush()
    assert told(database) == [DOWN, f"{BACK} All is well again."]


def test_it_is_told_again_only_where_it_has_changed(memory: Database, clock: Clock) -> None:
    book = book_on(memory, clock)
    for about in ("a", "a", "b", "b"):
        book.alert(AlertCode.WEBHOOKS, f"Lost: {about}.", about=about)
        book.flush()
    assert told(memory) == ["Lost: a.", "Lost: b."]


def test_the_end_of_one_names_what_lasts(memory: Database, clock: Clock) -> None:
    book = book_on(memory, clock)
    book.alert(AlertCode.LETTERS, DOWN)
    book.alert(AlertCode.SHOPIFY, "Shopify fails.")
    book.flush()
    book.all_clear(AlertCode.LETTERS, BACK)
    book.flush()
    book.all_clear(AlertCode.SHOPIFY, "Shopify answers.")
    assert flushed(book, memory)[2:] == [
        f"{BACK} Not over yet: Shopify fails.",
        "Shopify answers. All is well again.",
    ]


def test_trouble_that_ended_at_once_is_told_with_its_end(memory: Database, clock: Clock) -> None:
    book = book_on(memory, clock)
    book.alert(AlertCode.LETTERS, DOWN)
    book.all_clear(AlertCode.LETTERS, BACK)
    assert flushed(book, memory) == [DOWN, f"{BACK} All is well again."]


def test_trouble_that_nobody_ends_is_over_when_it_is_not_seen_any_more(memory: Database, clock: Clock) -> None:
    book = book_on(memory, clock)
    for _ in range(6):  # a limit that is reached each hour is told once
        book.alert(AlertCode.LETTERS_LIMIT, "The limit was reached.")
        book.flush()
        clock.advance(hours=1)
    assert told(memory) == ["The limit was reached."]
    clock.advance(hours=1)
    assert flushed(book, memory)[1:] == ["Over: limit of letters. All is well again."]


def test_alert_of_a_past_event_has_no_end_to_tell(memory: Database, clock: Clock) -> None:
    book = book_on(memory, clock)
    book.alert(AlertCode.LETTERS_GIVEN_UP, "A letter was given up.", about="2026-11-22")
    book.flush()
    clock.advance(days=2)
    assert flushed(book, memory) == ["A letter was given up."]


def test_a_clock_that_was_set_back_ends_nothing_for_good(memory: Database, clock: Clock) -> None:
    book = book_on(memory, clock)
    book.alert(AlertCode.LETTERS, DOWN)
    book.flush()
    clock.set(days=-1)
    book.alert(AlertCode.LETTERS, DOWN)
    assert flushed(book, memory) == [DOWN]


def test_reports_wait_for_a_database_that_cannot_be_used(
    memory: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = book_on(memory, clock)
    book.alert(AlertCode.LETTERS, DOWN)

    def fails(*_: object) -> None:
        raise DatabaseUnavailable("down")

    with monkeypatch.context() as patch:
        patch.setattr(book, "_write", fails)
        for _ in range(3):
            with pytest.raises(DatabaseUnavailable):
                book.flush()
    assert flushed(book, memory) == [DOWN]


def test_the_log_has_it_at_once_and_an_end_only_where_there_was_trouble(
    memory: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    book = book_on(memory, clock)
    with caplog.at_level(logging.INFO):
        book.fine(AlertCode.LETTERS, BACK)
        book.flush()
        book.alert(AlertCode.LETTERS, DOWN)
        assert caplog.messages == [DOWN]
        book.flush()
        book_on(memory, clock).fine(AlertCode.LETTERS, BACK)
        book.fine(AlertCode.LETTERS, BACK)
        book.flush()
    assert caplog.messages == [DOWN, BACK]


def test_every_kind_has_a_title_of_its_own() -> None:
    assert len({title_of(code) for code in AlertCode}) == len(KINDS) == len(AlertCode)
    assert title_of("of another release") == "of another release"
