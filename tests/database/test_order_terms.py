from sqlalchemy import select

from tests.database.order_rows import order, put
from tracking.database import Database
from tracking.database.order_terms import NO_NUMBER, TermKind, term
from tracking.database.tables import order_terms


def terms(database: Database) -> list[str]:
    with database.read() as transaction:
        return sorted(transaction.scalars(select(order_terms.c.term)))


def test_terms_of_each_kind_are_written_and_replaced(database: Database) -> None:
    put(database, order(out_of_step=["no_tracking_number"]), words=["mug", "blue"], tag_hashes=["ab"])
    assert terms(database) == [NO_NUMBER, "o:no_tracking_number", "t:ab", "w:blue", "w:mug"]
    put(database, order(), words=["mug", "red"], numbers=["AB123"], tag_hashes=["cd"])
    assert terms(database) == ["t:cd", "w:mug", "w:red"]


def test_tags_stay_where_they_are_not_known(database: Database) -> None:
    put(database, order(), words=["mug"], numbers=["AB123"], tag_hashes=["ab"])
    put(database, order(), numbers=["AB123"])
    assert terms(database) == [term(TermKind.TAG, "ab")]
