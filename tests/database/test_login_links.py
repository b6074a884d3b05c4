from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from tests.fakes import NOW
from tracking.database import Database, login_links
from tracking.database.login_links import LoginLinkRow

LINK = LoginLinkRow(hash="5ca1ab1e", who="ada", way="mail", until=NOW)


def add(database: Database, *links: LoginLinkRow) -> None:
    with database.write() as transaction:
        for link in links:
            login_links.add(transaction, link)


def take(database: Database, link_hash: str = LINK.hash) -> LoginLinkRow | None:
    with database.write() as transaction:
        return login_links.take(transaction, link_hash)


def test_a_link_is_found_until_it_is_taken_once(database: Database) -> None:
    add(database, LINK)
    with database.read() as transaction:
        assert login_links.find(transaction, LINK.hash) == LINK
        assert login_links.find(transaction, "another") is None
    assert (take(database, "another"), take(database), take(database)) == (None, LINK, None)


def test_of_many_who_take_a_link_at_once_one_gets_it(database: Database) -> None:
    add(database, LINK)
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: take(database), range(8)))
    assert sorted(map(str, taken)) == sorted(map(str, [LINK, *[None] * 7]))


def test_links_end(database: Database) -> None:
    later = LoginLinkRow(hash="0ddba11", who="ben", way="server", until=NOW + timedelta(minutes=1))
    add(database, LINK, later)
    with database.write() as transaction:
        assert login_links.forget_before(transaction, NOW + timedelta(seconds=1)) == 1
    assert take(database) is None
    with database.write() as transaction:
        login_links.remove_all(transaction)
    assert take(database, later.hash) is None
