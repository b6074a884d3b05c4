from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest
from flask import Flask

from tests.orders.conftest import Broken, MakeRows, Plain
from tests.parts import NOW, Clock
from tracking.orders import Unreadable
from tracking.orders.cache_backend import InProcess, ShopRedis, open_store
from tracking.orders.rows import SKEW, Known, Marks, Outdated, Row, Rows, RowSerializer


@pytest.fixture(autouse=True)
def afterwards(clock: Clock) -> None:
    """So that no row of these tests lies in the future."""
    clock.advance(hours=2)


def row(*, partial: bool = False, minutes: float = 0, word: str = "x", updated_at: datetime | None = NOW) -> Row:
    return Row(
        as_of=NOW + timedelta(minutes=minutes),
        good_for=timedelta(seconds=60),
        updated_at=updated_at,
        document={"order": {"id": "gid://shopify/Order/1", "word": word}, "partial": partial},
    )


def gone(*, minutes: float = 0) -> Row:
    return Row(as_of=NOW + timedelta(minutes=minutes), good_for=timedelta(seconds=15), updated_at=None, document=None)


def keep(rows: Rows, key: str, kept: Row, marks: Marks = Marks()) -> bool:  # noqa: B008 - frozen
    """Without marks: Shopify was asked before any notice."""
    return rows.keep(key, kept, marks)


def test_a_row_comes_back_as_it_went_in(make_rows: MakeRows, plain: Plain) -> None:
    rows = make_rows(plain)
    assert rows.known("a") == Known()
    assert keep(rows, "a", row())
    assert rows.known("a") == Known(row=row())
    assert rows.known("b") == Known()


def test_that_there_is_no_such_order_is_a_row_too(make_rows: MakeRows, plain: Plain) -> None:
    rows = make_rows(plain)
    keep(rows, "a", row())
    keep(rows, "a", row(partial=True))
    keep(rows, "a", gone(minutes=1))
    assert rows.known("a").row == gone(minutes=1)
    assert len(plain.values) == 1


def test_a_partial_answer_stands_beside_the_whole_one(make_rows: MakeRows, plain: Plain) -> None:
    rows = make_rows(plain)
    keep(rows, "a", row(word="whole"))
    keep(rows, "a", row(partial=True, minutes=5, word="partial"))
    assert rows.known("a").row == replace(row(word="whole"), tried_at=NOW + timedelta(minutes=5))
    assert len(plain.values) == 2
    keep(rows, "a", row(minutes=6, word="whole again"))
    assert rows.known("a").row == row(minutes=6, word="whole again")


LATER = NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answer", "is_shown"),
    [
        (row(partial=True, minutes=1, word="less"), False),
        (row(partial=True, minutes=59, word="less"), False),
        (row(partial=True, minutes=60, word="less"), True),
        (row(partial=True, minutes=1, word="less", updated_at=LATER), True),
        (row(partial=True, minutes=-1, word="older"), False),
    ],
    ids=["same state", "for an hour", "no longer", "another state", "earlier"],
)
def test_of_one_state_the_fuller_answer_is_shown_for_an_hour(
    make_rows: MakeRows, plain: Plain, answer: Row, *, is_shown: bool
) -> None:
    rows = make_rows(plain)
    keep(rows, "a", row(word="whole"))
    keep(rows, "a", answer)
    known = rows.known("a").row
    assert known
    assert (known.document == answer.document) is is_shown
    assert known.asked_at == max(answer.as_of, NOW)


def test_what_changed_since_the_fuller_answer_was_asked_for_again_since(make_rows: MakeRows, plain: Plain) -> None:
    rows = make_rows(plain)
    keep(rows, "a", row(word="whole"))
    rows.mark_changed("a")
    assert rows.known("a").is_outdated
    keep(rows, "a", row(partial=True, minutes=1, word="less"), rows.known("a").marks)
    assert not rows.known("a").is_outdated
    rows.mark_changed("a")
    assert rows.known("a").is_outdated


def test_nothing_newer_gives_way_to_what_is_older(make_rows: MakeRows, plain: Plain) -> None:
    rows = make_rows(plain)
    keep(rows, "a", row(minutes=5, word="asked later"))
    assert not keep(rows, "a", row(minutes=4, word="asked earlier"))
    assert rows.known("a").row == row(minutes=5, word="asked later")


def test_what_a_lagging_copy_tells_is_older_though_it_was_asked_later(make_rows: MakeRows, plain: Plain) -> None:
    rows = make_rows(plain)
    newer = row(updated_at=NOW, word="newer")
    keep(rows, "a", newer)
    assert not keep(rows, "a", row(minutes=5, updated_at=NOW - timedelta(minutes=1), word="older"))
    assert rows.known("a").row == newer
    assert keep(rows, "a", row(minutes=-5, updated_at=NOW + timedelta(minutes=1), word="newest"))


def test_a_change_outdates_what_was_known_until_then(make_rows: MakeRows, plain: Plain) -> None:
    rows = make_rows(plain)
    keep(rows, "a", row())
    assert rows.mark_changed("a") == Outdated(is_known=True, is_noted=True)
    assert rows.known("a").is_outdated
    keep(rows, "a", row(minutes=1), rows.known("a").marks)
    assert not rows.known("a").is_outdated


def test_a_change_outdates_what_is_on_its_way(make_rows: MakeRows, plain: Plain) -> None:
    rows = make_rows(plain)
    assert rows.mark_changed("a") == Outdated(is_known=False, is_noted=True)
    keep(rows, "a", row())
    assert rows.known("a").is_outdated


@pytest.mark.parametrize("is_first", [True, False])
def test_the_notice_of_a_change_lives_as_long_as_a_row_from_before(
    make_rows: MakeRows, clock: Clock, *, is_first: bool
) -> None:
    rows = make_rows(InProcess(monotonic=clock.monotonic))
    steps: list[Callable[[], object]] = [lambda: rows.mark_changed("a"), lambda: keep(rows, "a", row())]
    for step in steps if is_first else reversed(steps):
        step()
    clock.advance(hours=20)
    assert rows.known("a").is_outdated


def test_a_notice_of_what_nobody_knows_does_not_stay(make_rows: MakeRows, clock: Clock) -> None:
    rows = make_rows(InProcess(monotonic=clock.monotonic))
    rows.mark_changed("a")
    assert rows.known("a").marks.changed_at == clock.now
    clock.advance(seconds=10)
    assert rows.known("a").marks == Marks()


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
def test_whatever_the_clocks_say_a_change_outdates_what_was_asked_for_before(
    make_rows: MakeRows, plain: Plain, clock: Clock, hours: float
) -> None:
    rows = make_rows(plain)
    keep(rows, "a", replace(row(), as_of=clock.now))
    clock.set(hours=hours)
    rows.mark_changed("a")
    clock.set()
    assert rows.known("a").is_outdated
    keep(rows, "a", replace(row(), as_of=clock.now + timedelta(seconds=1)), rows.known("a").marks)
    assert not rows.known("a").is_outdated


def ahead(clock: Clock, *, word: str = "x", partial: bool = False) -> Row:
    return replace(row(word=word, partial=partial), as_of=clock.now + timedelta(hours=1))


@pytest.mark.parametrize("is_partial", [False, True])
def test_a_row_of_the_future_gives_way_to_one_of_the_present(
    make_rows: MakeRows, plain: Plain, clock: Clock, *, is_partial: bool
) -> None:
    rows = make_rows(plain)
    keep(rows, "a", ahead(clock, word="of the future", partial=is_partial))
    present = replace(row(word="of the present"), as_of=clock.now)
    assert keep(rows, "a", present)
    assert rows.known("a").row == present


def test_beside_a_whole_row_of_the_future_a_partial_one_of_the_present_counts(
    make_rows: MakeRows, plain: Plain, clock: Clock
) -> None:
    rows = make_rows(plain)
    keep(rows, "a", ahead(clock))
    present = replace(row(word="of the present", partial=True), as_of=clock.now)
    keep(rows, "a", present)
    assert rows.known("a").row == present


def test_another_machines_clock_may_be_a_little_ahead(clock: Clock) -> None:
    assert not replace(row(), as_of=clock.now + SKEW).is_ahead_of(clock.now)
    assert replace(row(), as_of=clock.now + SKEW * 1.1).is_ahead_of(clock.now)


@pytest.mark.parametrize("hours", [-24, 24])
def test_what_is_erased_while_the_clock_is_set_does_not_come_back(
    make_rows: MakeRows, plain: Plain, clock: Clock, hours: float
) -> None:
    rows = make_rows(plain)
    asked_for = replace(row(), as_of=clock.now)
    clock.set(hours=hours)
    rows.erase("a")
    assert not keep(rows, "a", asked_for)


def test_of_a_row_of_the_future_no_later_end_is_told(make_rows: MakeRows, plain: Plain, clock: Clock) -> None:
    rows = make_rows(plain)
    keep(rows, "a", ahead(clock))
    assert rows.kept_until("a") == clock.now + timedelta(hours=24)


def test_what_was_erased_does_not_come_back(make_rows: MakeRows, plain: Plain) -> None:
    rows = make_rows(plain)
    for word in ("a", "b"):
        keep(rows, word, row())
        keep(rows, word, row(partial=True))
    rows.erase("a")
    assert not keep(rows, "a", row())
    assert (rows.known("a").row, rows.known("b").row) == (None, row())
    rows.erase_all()
    assert not keep(rows, "b", row())
    assert rows.known("b").row is None
    assert keep(rows, "a", row(minutes=1), rows.known("a").marks)


def test_personal_data_has_a_life(make_rows: MakeRows, plain: Plain, clock: Clock) -> None:
    rows = make_rows(plain)
    keep(rows, "a", row())
    clock.advance(hours=22, seconds=-1)
    assert rows.known("a").row
    clock.advance(seconds=1)
    assert rows.known("a") == Known()


def test_a_store_that_is_down_is_done_without(make_rows: MakeRows, caplog: pytest.LogCaptureFixture) -> None:
    rows = make_rows(Broken())
    assert keep(rows, "a", row())
    assert rows.mark_changed("a") == Outdated(is_known=False, is_noted=False)
    rows.erase("a")
    rows.erase_all()
    assert rows.known("a") == Known()
    said = {record.getMessage() for record in caplog.records}
    assert said == {f"cache cannot be {verb}: ConnectionError" for verb in ("written", "read", "marked", "cleared")}


def test_what_cannot_be_read_is_not_taken_for_nothing(make_rows: MakeRows) -> None:
    with pytest.raises(Unreadable):
        make_rows(Broken()).kept_until("a")


AT = "2026-11-22T14:05:00+00:00"


@pytest.mark.parametrize(
    "value",
    [
        "text",
        5,
        [],
        {},
        {"as_of": AT},
        {"as_of": "yesterday", "good_seconds": 60.0, "updated_at": None, "document": {}, "change": None},
        {"as_of": AT[:19], "good_seconds": 60.0, "updated_at": None, "document": {}, "change": None},
        {"as_of": AT, "good_seconds": "60", "updated_at": None, "document": {}, "change": None},
        {"as_of": AT, "good_seconds": 60.0, "updated_at": 5, "document": {}, "change": None},
        {"as_of": AT, "good_seconds": 60.0, "updated_at": None, "document": [], "change": None},
        {"as_of": AT, "good_seconds": 60.0, "updated_at": None, "document": {}, "change": 5},
        {"as_of": AT, "good_seconds": 60.0, "updated_at": None, "document": {}},
    ],
)
def test_what_somebody_else_wrote_counts_as_nothing(make_rows: MakeRows, plain: Plain, value: object) -> None:
    rows = make_rows(plain)
    keep(rows, "a", row())
    plain.values = dict.fromkeys(plain.values, value)
    assert rows.known("a").row is None


def test_rows_are_json_and_nothing_else() -> None:
    serializer = RowSerializer()
    assert serializer.dumps({"a": 1}) == b'{"a": 1}'
    assert serializer.loads(b'{"a": 1}') == {"a": 1}
    assert serializer.loads(None) is None
    assert serializer.loads(b"!\x80\x05K\x07.") is None  # what would be a pickle


class Between(Plain):
    """A store that lets another process come in between, once, after something was read."""

    def __init__(self, then: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.then = then

    def get_many(self, *keys: str) -> list[object]:
        found, then, self.then = super().get_many(*keys), self.then, None
        if then:
            then()
        return found


@pytest.mark.parametrize("erase", [lambda rows: rows.erase("a"), lambda rows: rows.erase_all()], ids=["one", "all"])
def test_what_another_process_erases_while_it_is_written_is_gone(
    make_rows: MakeRows, erase: Callable[[Rows], object]
) -> None:
    store = Between()
    here, there = make_rows(store), make_rows(store)
    store.then = lambda: erase(there)
    assert not keep(here, "a", row())
    assert there.known("a").row is None
    assert keep(here, "a", row(minutes=1), here.known("a").marks)


class InRedis:
    """A real one, in which another process comes in just after everything was cleared."""

    def __init__(self, redis: ShopRedis) -> None:
        self._store = open_store(Flask("test"), redis)
        self.then: Callable[[], object] = lambda: None
        self.get_many, self.set, self.delete = self._store.get_many, self._store.set, self._store.delete
        self.drop_superseded = self._store.drop_superseded

    def clear(self) -> object:
        done = self._store.clear()
        self.then()
        return done


def test_what_another_process_writes_while_all_is_erased_is_gone(make_rows: MakeRows, redis: ShopRedis) -> None:
    store = InRedis(redis)
    here, there = make_rows(store), make_rows(store)
    kept: list[bool] = []
    store.then = lambda: kept.append(keep(there, "a", row()))
    assert here.erase_all()
    assert kept == [False]
    assert here.known("a").row is None


class WithoutNotes(Plain):
    """A store that fails when something is to be noted."""

    def set(self, key: str, value: object, timeout: int) -> object:
        if isinstance(value, str):
            raise ConnectionError
        return super().set(key, value, timeout)


def test_what_may_come_back_does_not_count_as_erased(make_rows: MakeRows) -> None:
    rows = make_rows(WithoutNotes())
    keep(rows, "a", row())
    assert not rows.erase("a")
    assert not rows.erase_all()


def test_behind_a_cache_that_hangs_nobody_queues(make_rows: MakeRows, caplog: pytest.LogCaptureFixture) -> None:
    hangs, go_on = Event(), Event()

    def hang() -> None:
        hangs.set()
        go_on.wait(5)

    rows = make_rows(Between(hang))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(keep, rows, "a", row())
        assert hangs.wait(5)
        assert keep(rows, "b", row())
        assert not rows.erase("c")
        go_on.set()
        assert first.result()
    assert rows.known("b") == Known()
    assert "cache cannot be written: TimeoutError" in caplog.messages
