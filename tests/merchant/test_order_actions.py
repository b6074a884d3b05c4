from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.database.test_answers import WAIT
from tests.fakes import NOW
from tests.merchant.acting import PEOPLE, Acting
from tests.sampling import each_row
from tracking.database import (
    Database,
    answers,
    merchant_history,
    merchant_notes,
    notice_preferences,
    one_order,
    order_needs,
    set_aside,
)
from tracking.merchant.order_lock import NotStored

FRIDAY, FRIDAYS_BEGIN = date(2026, 12, 4), datetime(2026, 12, 3, 23, tzinfo=UTC)


@pytest.fixture
def acting(database: Database) -> Acting:
    return Acting(database)


def answer(acting: Acting, topic: str = "waiting") -> None:
    with acting.database.write() as transaction:
        answers.put(transaction, replace(WAIT, order_id=acting.order_id, topic=topic, at=acting.clock()))


def need_of(acting: Acting) -> str | None:
    with acting.database.read() as transaction:
        found = order_needs.circumstances(transaction, acting.order_id, today=NOW.date())
        return found.need.why if found and found.need else None


def aside_until(acting: Acting) -> datetime | None:
    with acting.database.read() as transaction:
        return set_aside.until(transaction, [acting.order_id]).get(acting.order_id)


def notes(acting: Acting) -> list[tuple[str, str]]:
    with acting.database.read() as transaction:
        return [(note.who, note.text) for note in merchant_notes.of_order(transaction, acting.order_id)]


@pytest.mark.both_databases
def test_notes_of_five_people_at_once_all_stand(acting: Acting) -> None:
    acting.all_at_once(lambda who: acting.actions.add_note(acting.order_id, who, f"Called, says {who}"))
    assert sorted(notes(acting)) == sorted((who, f"Called, says {who}") for who in PEOPLE)
    assert sorted(acting.done) == sorted((who, "note") for who in PEOPLE)


def test_a_note_that_is_sent_twice_is_one_and_one_that_is_true_again_is_another(acting: Acting) -> None:
    for minutes in (0, 0, 60):
        acting.clock.advance(minutes=minutes)
        acting.actions.add_note(acting.order_id, "kim", "Nobody answers the phone")
    assert notes(acting) == [("kim", "Nobody answers the phone")] * 2


@pytest.mark.both_databases
def test_an_answer_is_handled_once_by_whoever_is_first(acting: Acting) -> None:
    answer(acting)
    assert sorted(acting.all_at_once(lambda who: acting.actions.handle_answers(acting.order_id, who))) == [
        0,
        0,
        0,
        0,
        1,
    ]
    ((who, what),) = acting.done
    assert (who in PEOPLE, what) == (True, "handled")
    assert need_of(acting) != "answer"


def test_an_answer_that_came_after_the_page_was_opened_waits_for_somebody_who_has_read_it(acting: Acting) -> None:
    answer(acting)
    seen_at = acting.clock()
    acting.clock.advance(minutes=1)
    answer(acting, "arrival")
    assert acting.actions.handle_answers(acting.order_id, "kim", seen_at=seen_at) == 1
    assert need_of(acting) == "answer"
    with acting.database.read() as transaction:
        open_now = [row.topic for row in answers.of_order(transaction, acting.order_id) if not row.is_handled]
    assert open_now == ["arrival"]


@pytest.mark.both_databases
def test_an_order_is_set_aside_once_and_taken_up_once(acting: Acting) -> None:
    acting.all_at_once(lambda who: acting.actions.set_aside(acting.order_id, who, FRIDAYS_BEGIN, FRIDAY))
    assert aside_until(acting) == FRIDAYS_BEGIN
    acting.all_at_once(lambda who: acting.actions.take_up(acting.order_id, who))
    assert aside_until(acting) is None
    assert [what for _, what in acting.done] == ["set_aside 2026-12-04", "taken_up"]


def test_another_day_takes_the_place_of_the_first(acting: Acting) -> None:
    later = FRIDAYS_BEGIN + timedelta(days=3)
    acting.actions.set_aside(acting.order_id, "kim", FRIDAYS_BEGIN, FRIDAY)
    acting.actions.set_aside(acting.order_id, "robin", later, date(2026, 12, 7))
    assert aside_until(acting) == later
    assert acting.done == [("kim", "set_aside 2026-12-04"), ("robin", "set_aside 2026-12-07")]


@pytest.mark.both_databases
def test_letters_are_stopped_once(acting: Acting) -> None:
    assert sorted(acting.all_at_once(lambda who: acting.actions.stop(acting.order_id, who))) == [False] * 4 + [True]
    with acting.database.read() as transaction:
        preference = notice_preferences.get(transaction, acting.order_id)
    assert preference is not None
    assert preference.level == "none"
    assert [what for _, what in acting.done] == ["stop_letters"]


def erased_by(acting: Acting, who: str) -> bool:
    try:
        acting.actions.erase(acting.order_id, who)
    except NotStored:
        return False
    return True


@pytest.mark.both_databases
def test_an_order_is_erased_once_with_its_history_and_that_it_was_stays(acting: Acting) -> None:
    acting.actions.add_note(acting.order_id, "kim", "A note")
    assert sorted(acting.all_at_once(lambda who: erased_by(acting, who))) == [False] * 4 + [True]
    with acting.database.read() as transaction:
        assert one_order.rows(transaction, acting.order_id) == {}
        (row,) = merchant_history.page(transaction, after=None, limit=9)
    assert (row.what, row.order_id, row.who in PEOPLE) == ("erase", None, True)


@pytest.mark.both_databases
@each_row("order_id", ["", "4711", "x" * 5000, "1' OR '1'='1", "1\x00", "٣", "\ud800"])
def test_nothing_is_done_to_an_order_that_is_not_kept(acting: Acting, order_id: str) -> None:
    actions = acting.actions
    with pytest.raises(NotStored):
        actions.add_note(order_id, "kim", "A note")
    with pytest.raises(NotStored):
        actions.set_aside(order_id, "kim", FRIDAYS_BEGIN, FRIDAY)
    with pytest.raises(NotStored):
        actions.erase(order_id, "kim")
    with pytest.raises(NotStored):
        acting.letters.write(order_id, "kim", "Subject", "Text")


def test_an_order_that_waits_to_be_erased_is_as_if_it_were(acting: Acting) -> None:
    others = [f"other {number}" for number in range(200)]
    assert not acting.erasure.erase_soon([acting.order_id, *others])
    with pytest.raises(NotStored):
        acting.actions.stop(acting.order_id, "kim")
