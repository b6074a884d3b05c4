from tests.database.notice_rows import notice
from tracking.database import Database
from tracking.database.notices import NoticeState
from tracking.notices import tally


def test_rows_are_counted_by_code_and_outcome(memory: Database) -> None:
    with memory.write() as transaction:
        assert tally.read(transaction) == {}
        tally.count(transaction, [], NoticeState.SENT)
        assert tally.read(transaction) == {}
        tally.count(transaction, [notice(), notice(part="p2"), notice(code="problem")], NoticeState.SENT)
        tally.count(transaction, [notice()], NoticeState.GIVEN_UP)
        assert tally.read(transaction) == {
            ("delayed", "sent"): 2,
            ("problem", "sent"): 1,
            ("delayed", "given_up"): 1,
        }
