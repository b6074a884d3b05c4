from tests.fakes import NOW
from tracking.database import Database
from tracking.database.insert import insert_into, writes_row
from tracking.database.tables import webhooks_seen


def test_writes_row_tells_whether_a_row_was_written(database: Database) -> None:
    with database.write() as transaction:
        statement = insert_into(transaction.dialect.name, webhooks_seen).values(id="1", at=NOW)
        assert writes_row(transaction, statement.on_conflict_do_nothing())
        assert not writes_row(transaction, statement.on_conflict_do_nothing())
