from datetime import timedelta

import pytest

from tests.fakes import NOW
from tests.notices.letter_sites import LetterSite
from tracking.database import Database
from tracking.notices import known_since
from tracking.notices.known_since import KnownSince


def test_the_first_moment_stays_also_for_another_process(memory: Database) -> None:
    memory.prepare()
    for hours in range(3):
        with memory.write() as transaction:
            KnownSince().note(transaction, NOW + timedelta(hours=hours))
    with memory.read() as transaction:
        assert known_since.read(transaction) == NOW


def test_known_moment_is_not_read_or_written_again(memory: Database) -> None:
    memory.prepare()
    with memory.write() as transaction:
        since = KnownSince()
        assert known_since.read(transaction) is None
        for seconds in range(2):
            since.note(transaction, NOW + timedelta(seconds=seconds))
        transaction.exec_driver_sql("DELETE FROM progress")
        since.note(transaction, NOW)
        assert known_since.read(transaction) is None


def test_known_since_is_the_moment_of_the_first_judgement(site: LetterSite) -> None:
    with site.database.read() as transaction:
        assert known_since.read(transaction) == site.clock()


def test_moment_of_a_failed_transaction_is_written_again(memory: Database) -> None:
    memory.prepare()
    since = KnownSince()

    def fail() -> None:
        with memory.write() as transaction:
            since.note(transaction, NOW)
            since.note(transaction, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with memory.write() as transaction:
        since.note(transaction, NOW)
        assert known_since.read(transaction) == NOW
