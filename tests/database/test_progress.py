from tracking.database import Database, progress


def test_the_last_value_is_kept_until_it_is_removed(database: Database) -> None:
    with database.write() as transaction:
        assert progress.get(transaction, "fill") is None
        progress.put(transaction, "fill", {"cursor": "abc", "done": 250})
        progress.put(transaction, "fill", {"cursor": "def", "done": 500})
    with database.read() as transaction:
        assert progress.get(transaction, "fill") == {"cursor": "def", "done": 500}
        assert progress.get(transaction, "catching-up") is None
    with database.write() as transaction:
        progress.remove(transaction, "fill")
    with database.read() as transaction:
        assert progress.get(transaction, "fill") is None


def test_a_number_adds_up(database: Database) -> None:
    for count in (2, 3):
        with database.write() as transaction:
            progress.add(transaction, "judged", count)
    with database.read() as transaction:
        assert progress.get(transaction, "judged") == 5


def test_a_value_is_read_before_it_is_replaced(database: Database) -> None:
    with database.write() as transaction:
        assert progress.locked(transaction, "fill") is None
        progress.put(transaction, "fill", [1])
        assert progress.locked(transaction, "fill") == [1]
