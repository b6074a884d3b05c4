from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fakes import Clock
from tracking.database import Database, merchant_history, tasks
from tracking.merchant.access import LOGIN_MAIL, StaffAccess
from tracking.merchant.create import create_staff_access
from tracking.security.staff_sessions import LoginWay
from tracking.settings import Settings

ADA = "Ada@Example.com"


def access_of(database: Database, clock: Clock, emails: str = ADA, key: str = "k", old: str = "") -> StaffAccess:
    environ = {"STAFF_EMAILS": emails, "SECRET_KEY": key, "SECRET_KEY_FALLBACKS": old}
    return create_staff_access(Settings.from_environ(environ), database, clock)


@pytest.fixture
def access(database: Database, clock: Clock) -> StaffAccess:
    return access_of(database, clock)


def done(database: Database) -> Sequence[tuple[str, str]]:
    with database.read() as transaction:
        return [(row.who, row.what) for row in merchant_history.page(transaction, after=None, limit=99)]


def test_a_link_opens_one_session(database: Database, access: StaffAccess) -> None:
    link = access.make_link(ADA, LoginWay.MAIL)
    assert access.is_live(link)
    session = access.open_link(link)
    assert session
    assert (session.who, session.way) == (ADA, LoginWay.MAIL)
    assert access.is_open(session)
    assert not access.is_live(link)
    assert access.open_link(link) is None
    assert done(database) == [(ADA, "logged_in_by_mail")]


def test_of_many_processes_that_open_a_link_at_once_one_does(database: Database, clock: Clock) -> None:
    link = access_of(database, clock).make_link("server", LoginWay.SERVER)
    with ThreadPoolExecutor(6) as threads:
        opened = list(threads.map(lambda _: access_of(database, clock).open_link(link), range(6)))
    assert sum(session is not None for session in opened) == 1


def test_a_link_works_for_fifteen_minutes(access: StaffAccess, clock: Clock) -> None:
    link, late = access.make_link("server", LoginWay.SERVER), access.make_link("server", LoginWay.SERVER)
    clock.advance(minutes=14, seconds=59)
    assert access.open_link(link)
    clock.advance(seconds=1)
    assert not access.is_live(late)
    assert access.open_link(late) is None


def test_a_link_of_a_clock_that_was_ahead_opens_nothing(access: StaffAccess, clock: Clock) -> None:
    clock.set(days=365)
    link = access.make_link("server", LoginWay.SERVER)
    clock.set()
    assert access.open_link(link) is None


@pytest.mark.parametrize("forged", ["", "x", "\udc80", "é" * 9, "' OR 1=1 --", "\0"])
def test_forged_link_opens_nothing(access: StaffAccess, forged: str) -> None:
    access.make_link("server", LoginWay.SERVER)
    assert not access.is_live(forged)
    assert access.open_link(forged) is None


def test_former_staff_member_is_logged_out(database: Database, clock: Clock) -> None:
    before = access_of(database, clock, f"{ADA}, ben@example.com")
    link, unused = (before.make_link(ADA, LoginWay.MAIL) for _ in range(2))
    session = before.open_link(link)
    assert session
    assert access_of(database, clock, "ADA@example.com").is_open(session), "in whichever spelling"
    after = access_of(database, clock, "ben@example.com")
    assert not after.is_open(session)
    assert not after.is_live(unused)
    assert after.open_link(unused) is None
    by_server = after.open_link(after.make_link(ADA, LoginWay.SERVER))
    assert by_server
    assert after.is_open(by_server), "the server's owner names whom they like"


def test_a_session_that_is_logged_out_stays_so(database: Database, access: StaffAccess, clock: Clock) -> None:
    session, other = access.open_from_admin(), access.open_from_admin()
    access.end(session)
    assert not access.is_open(session)
    assert access.is_open(other)
    assert not access_of(database, clock).is_open(session), "in every process"
    assert done(database)[0] == ("admin", "logged_out")


def test_sessions_and_waiting_links_end_together(access: StaffAccess, database: Database) -> None:
    sessions = [access.open_from_admin() for _ in range(2)]
    link = access.make_link(ADA, LoginWay.MAIL)
    access.end_all("server")
    assert not any(map(access.is_open, sessions))
    assert not access.is_live(link)
    assert access.is_open(access.open_from_admin())
    assert ("server", "all_logged_out") in done(database)


def test_the_worker_is_told_in_the_same_way_whoever_asks(database: Database, access: StaffAccess, clock: Clock) -> None:
    for typed in (" ada@example.COM ", "eve@example.com", "ada@example.com", "x" * 8000, ""):
        access.ask_for_link(typed)
    with database.write() as transaction:
        claimed = tasks.claim(transaction, now=clock(), limit=9, kinds=[LOGIN_MAIL])
    assert len(claimed) == 4
    assert not [task for task in claimed if "example" in task.key], "what was typed stands nowhere"
    assert sorted(str(access.address_of(task.key)) for task in claimed) == [ADA, "None", "None", "None"]
    renewed = access_of(database, clock, key="new", old="k")
    assert min(str(renewed.address_of(task.key)) for task in claimed) == ADA
