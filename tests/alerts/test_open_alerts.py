import logging

import pytest

from tests.alerts.waiting_alerts import CHANNEL, flushed, waiting_alerts
from tests.fakes import Clock
from tracking.alerts.kinds import KINDS, AlertCode
from tracking.alerts.open_alerts import AlertRegister, title_of
from tracking.database import Database, DatabaseUnavailable

DOWN, BACK = "Letters fail.", "Letters leave again."


def register_on(database: Database, clock: Clock) -> AlertRegister:
    return AlertRegister(database, (CHANNEL,), clock=clock)


def test_trouble_is_told_once_by_every_process_and_after_a_restart(database: Database, clock: Clock) -> None:
    for _ in range(3):
        for register in (register_on(database, clock), register_on(database, clock)):
            register.alert(AlertCode.LETTERS, DOWN)
            register.flush()
        clock.advance(hours=1)
    assert waiting_alerts(database) == [DOWN]
    # Registers of processes that did not know of it until now.
    for register in (register_on(database, clock), register_on(database, clock)):
        register.report_ok(AlertCode.LETTERS, BACK)
        register.flush()
    assert waiting_alerts(database) == [DOWN, f"{BACK} All is well again."]


def test_alert_is_told_again_only_about_another_subject(memory: Database, clock: Clock) -> None:
    register = register_on(memory, clock)
    for about in ("a", "a", "b", "b"):
        register.alert(AlertCode.WEBHOOKS, f"Lost: {about}.", about=about)
        register.flush()
    assert waiting_alerts(memory) == ["Lost: a.", "Lost: b."]


def test_the_end_of_one_names_what_lasts(memory: Database, clock: Clock) -> None:
    register = register_on(memory, clock)
    register.alert(AlertCode.LETTERS, DOWN)
    register.alert(AlertCode.SHOPIFY, "Shopify fails.")
    register.flush()
    register.resolve(AlertCode.LETTERS, BACK)
    register.flush()
    register.resolve(AlertCode.SHOPIFY, "Shopify answers.")
    assert flushed(register, memory)[2:] == [
        f"{BACK} Not over yet: Shopify fails.",
        "Shopify answers. All is well again.",
    ]


def test_trouble_that_ended_at_once_is_told_with_its_end(memory: Database, clock: Clock) -> None:
    register = register_on(memory, clock)
    register.alert(AlertCode.LETTERS, DOWN)
    register.resolve(AlertCode.LETTERS, BACK)
    assert flushed(register, memory) == [DOWN, f"{BACK} All is well again."]


def test_trouble_that_nobody_ends_is_over_when_it_is_not_seen_any_more(memory: Database, clock: Clock) -> None:
    register = register_on(memory, clock)
    for _ in range(6):  # a limit that is reached each hour is told once
        register.alert(AlertCode.LETTERS_LIMIT, "The limit was reached.")
        register.flush()
        clock.advance(hours=1)
    assert waiting_alerts(memory) == ["The limit was reached."]
    clock.advance(hours=1)
    assert flushed(register, memory)[1:] == ["Over: limit of letters. All is well again."]


def test_alert_of_a_past_event_has_no_end_to_tell(memory: Database, clock: Clock) -> None:
    register = register_on(memory, clock)
    register.alert(AlertCode.LETTERS_GIVEN_UP, "A letter was given up.", about="2026-11-22")
    register.flush()
    clock.advance(days=2)
    assert flushed(register, memory) == ["A letter was given up."]


def test_a_clock_that_was_set_back_ends_nothing_for_good(memory: Database, clock: Clock) -> None:
    register = register_on(memory, clock)
    register.alert(AlertCode.LETTERS, DOWN)
    register.flush()
    clock.set(days=-1)
    register.alert(AlertCode.LETTERS, DOWN)
    assert flushed(register, memory) == [DOWN]


def test_reports_wait_for_a_database_that_cannot_be_used(
    memory: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = register_on(memory, clock)
    register.alert(AlertCode.LETTERS, DOWN)

    def fails(*_: object) -> None:
        raise DatabaseUnavailable("down")

    with monkeypatch.context() as patch:
        patch.setattr(register, "_write", fails)
        for _ in range(3):
            with pytest.raises(DatabaseUnavailable):
                register.flush()
    assert flushed(register, memory) == [DOWN]


def test_the_log_has_it_at_once_and_an_end_only_where_there_was_trouble(
    memory: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    register = register_on(memory, clock)
    with caplog.at_level(logging.INFO):
        register.report_ok(AlertCode.LETTERS, BACK)
        register.flush()
        register.alert(AlertCode.LETTERS, DOWN)
        assert caplog.messages == [DOWN]
        register.flush()
        register_on(memory, clock).report_ok(AlertCode.LETTERS, BACK)
        register.report_ok(AlertCode.LETTERS, BACK)
        register.flush()
    assert caplog.messages == [DOWN, BACK]


def test_every_kind_has_a_title_of_its_own() -> None:
    assert len({title_of(code) for code in AlertCode}) == len(KINDS) == len(AlertCode)
    assert title_of("of another release") == "of another release"
