from dataclasses import asdict, replace
from datetime import datetime, timedelta

from tests.fakes import NOW
from tracking.worker import history_state
from tracking.worker.history_state import (
    DONE,
    GIVEN_UP,
    MAX_ATTEMPTS,
    MAX_FAILURES,
    READING,
    RUNNING,
    WANTED,
    HistoryState,
)

STATE = HistoryState(phase=WANTED, next_at=NOW.isoformat())
SINCE = NOW - timedelta(days=90)


def pause_of(state: HistoryState) -> float:
    return (datetime.fromisoformat(state.next_at) - NOW).total_seconds()


def test_a_state_is_read_as_it_was_kept() -> None:
    state = history_state.running(STATE, "gid://shopify/BulkOperation/1", NOW, since=SINCE)
    assert history_state.read_state(asdict(state)) == state
    assert history_state.read_state(None) is None


def test_pauses_between_looks_grow_to_ten_minutes() -> None:
    state, pauses = STATE, []
    for _ in range(9):
        state = history_state.polled(state, NOW)
        pauses.append(pause_of(state))
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]


def test_a_running_operation_begins_with_short_pauses_again() -> None:
    waited = replace(STATE, polls=9, failures=3)
    state = history_state.running(waited, "1", NOW, since=SINCE)
    assert (state.phase, pause_of(state), state.failures) == (RUNNING, 5, 0)
    assert (state.since, state.until) == (SINCE.isoformat(), NOW.isoformat())


def test_calls_that_fail_lead_to_another_operation_and_then_to_giving_up() -> None:
    state, pauses, calls = replace(STATE, phase=READING, operation="1"), [], 0
    while state.phase != GIVEN_UP:
        state = history_state.failed(state, NOW, "no answer")
        calls += 1
        pauses.append(pause_of(state))
    assert calls == MAX_FAILURES * MAX_ATTEMPTS
    assert pauses[:3] == [60, 120, 240]
    assert max(pauses) == timedelta(hours=6).total_seconds()
    assert (state.reason, state.operation) == ("no answer", None)


def test_an_operation_that_fails_is_followed_by_another_one_later() -> None:
    failed = history_state.again(replace(STATE, phase=RUNNING, operation="1", polls=4), NOW, "failed")
    assert (failed.phase, failed.operation, failed.polls, failed.attempts, pause_of(failed)) == (WANTED, None, 0, 1, 60)
    assert pause_of(history_state.again(failed, NOW, "failed")) == 120


def test_a_file_that_was_read_ends_the_import_unless_it_is_half_of_one() -> None:
    read = replace(STATE, phase=READING, position=9)
    assert history_state.ended(read, NOW).phase == DONE
    assert history_state.ended(replace(read, is_partial=True), NOW).phase == WANTED


def test_denied_fields_are_left_out_once() -> None:
    bare = history_state.denied(replace(STATE, phase=RUNNING), NOW)
    assert (bare.phase, bare.is_bare, pause_of(bare)) == (WANTED, True, 0)
    assert history_state.denied(bare, NOW).reason == "the app may not read orders: grant it read_orders"


def test_rows_are_replaced_by_the_first_part_of_a_file_and_by_an_empty_one() -> None:
    reading = history_state.reading(replace(STATE, position=500), NOW, is_partial=False)
    assert history_state.replaces(reading, replace(reading, position=10))
    assert history_state.replaces(replace(STATE, phase=RUNNING), history_state.done(STATE))
    assert not history_state.replaces(replace(reading, position=10), replace(reading, position=20))
    assert not history_state.replaces(reading, history_state.failed(reading, NOW, "no answer"))
    assert not history_state.replaces(None, STATE)


def test_a_pause_that_another_clock_has_written_does_not_last_for_ever() -> None:
    later = replace(STATE, next_at=(NOW + timedelta(hours=6)).isoformat())
    assert history_state.waits(later, NOW)
    assert not history_state.waits(later, NOW - timedelta(days=1))
    assert not history_state.waits(later, NOW + timedelta(hours=6))
