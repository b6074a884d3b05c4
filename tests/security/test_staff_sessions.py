from datetime import UTC, datetime, timedelta

from tests.fakes import Clock
from tests.sampling import each_row
from tracking.security.signing import serializer
from tracking.security.staff_sessions import LoginWay, StaffSession, StaffSessions

OLD, NEW = "the key of last year", "the key of this year"


def sessions(clock: Clock, *keys: str) -> StaffSessions:
    return StaffSessions(keys or [OLD], clock=clock)


def begun(clock: Clock) -> tuple[str, StaffSession]:
    mine = sessions(clock)
    return mine.sign(mine.begin("ada@example.com", LoginWay.MAIL, "first"))


def test_a_cookie_holds_its_session(clock: Clock) -> None:
    cookie, session = begun(clock)
    assert sessions(clock).read(cookie) == session
    assert (session.who, session.way, session.generation) == ("ada@example.com", LoginWay.MAIL, "first")
    assert begun(clock)[1].id != session.id


def test_a_session_ends_when_it_was_not_used_for_twelve_hours(clock: Clock) -> None:
    cookie, _ = begun(clock)
    clock.advance(hours=11, minutes=59)
    session = sessions(clock).read(cookie)
    assert session
    used, _ = sessions(clock).sign(session)
    clock.advance(minutes=2)
    assert sessions(clock).read(cookie) is None
    assert sessions(clock).read(used)


def test_a_session_ends_after_two_weeks_however_much_it_is_used(clock: Clock) -> None:
    cookie, session = begun(clock)
    while clock() < session.started_at + timedelta(days=14, hours=-11):
        clock.advance(hours=11)
        found = sessions(clock).read(cookie)
        assert found
        assert found.started_at == session.started_at
        cookie, used = sessions(clock).sign(found)
    assert used.ends_at == session.started_at + timedelta(days=14)
    clock.now = used.ends_at - timedelta(seconds=1)
    assert sessions(clock).read(cookie)
    clock.now = used.ends_at
    assert sessions(clock).read(cookie) is None


def test_two_machines_clocks_may_differ_by_minutes_and_no_more(clock: Clock) -> None:
    cookie, _ = begun(clock)
    clock.set(minutes=-4)
    assert sessions(clock).read(cookie)
    clock.set(days=-1)
    assert sessions(clock).read(cookie) is None, "it would last a day longer"


def test_a_session_outlives_the_change_of_the_key_while_the_old_one_verifies(clock: Clock) -> None:
    cookie, session = begun(clock)
    assert sessions(clock, OLD, NEW).read(cookie) == session
    assert sessions(clock, NEW).read(cookie) is None
    again, _ = sessions(clock, OLD, NEW).sign(session)
    assert sessions(clock, NEW).read(again)


@each_row(
    "payload",
    [
        [],
        "session",
        None,
        {"id": "x"},
        ["id", "who", "mail", "first", 1],
        ["id", "who", "fax", "first", 1, 1],
        ["id", "who", "mail", "first", "soon", 1],
        ["id", "who", "mail", "first", 10**30, 1],
        ["id", "who", "mail", "first", None, None],
    ],
)
def test_signed_value_that_is_no_session_is_refused(clock: Clock, payload: object) -> None:
    assert sessions(clock).read(str(serializer([OLD], "staff session").dumps(payload))) is None


def test_a_token_for_another_purpose_is_no_session_and_no_form(clock: Clock) -> None:
    cookie, session = begun(clock)
    mine = sessions(clock)
    form = mine.form_token(session.id)
    assert mine.read(form) is None
    assert not mine.is_form_token(cookie, session.id)
    for forged in ("", "x", f"{cookie}x", cookie[:-1], "\udc80", "é", cookie.swapcase()):
        assert mine.read(forged) is None
        assert not mine.is_form_token(forged, session.id)


def test_a_forms_token_belongs_to_its_session_and_is_never_the_same(clock: Clock) -> None:
    mine = sessions(clock)
    first, second = mine.form_token("a"), mine.form_token("a")
    assert first != second
    assert mine.is_form_token(first, "a")
    assert mine.is_form_token(second, "a")
    assert not mine.is_form_token(first, "b")
    assert sessions(clock, OLD, NEW).is_form_token(first, "a")


def test_the_moments_of_a_cookie_are_whole_seconds(clock: Clock) -> None:
    clock.now = datetime(2026, 11, 22, 14, 5, 0, 999_999, tzinfo=UTC)
    cookie, session = begun(clock)
    found = sessions(clock).read(cookie)
    assert found
    assert session.used_at - found.used_at == session.used_at - session.used_at.replace(microsecond=0)
