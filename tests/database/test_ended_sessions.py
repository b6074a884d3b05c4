from datetime import timedelta

from tests.fakes import NOW
from tracking.database import Database, ended_sessions, progress


def test_a_session_is_ended_for_as_long_as_it_would_have_lasted(database: Database) -> None:
    with database.write() as transaction:
        progress.put(transaction, "sessions", "a word")

        def is_ended(session_id: str) -> bool:
            return ended_sessions.generation(transaction, session_id, "sessions") is None

        ended_sessions.add(transaction, "mine", until=NOW)
        ended_sessions.add(transaction, "mine", until=NOW)
        ended_sessions.add(transaction, "later", until=NOW + timedelta(days=1))
        assert ended_sessions.forget_before(transaction, NOW) == 0
        assert [is_ended(each) for each in ("mine", "later", "other")] == [True, True, False]
        assert ended_sessions.forget_before(transaction, NOW + timedelta(seconds=1)) == 1
        assert [is_ended(each) for each in ("mine", "later")] == [False, True]


def test_an_ended_session_is_of_no_generation(database: Database) -> None:
    with database.write() as transaction:
        assert ended_sessions.generation(transaction, "mine", "sessions") is None
        progress.put(transaction, "sessions", "a word")
        assert ended_sessions.generation(transaction, "mine", "sessions") == "a word"
        ended_sessions.add(transaction, "mine", until=NOW)
        found = [ended_sessions.generation(transaction, each, "sessions") for each in ("mine", "other")]
    assert found == [None, "a word"]
