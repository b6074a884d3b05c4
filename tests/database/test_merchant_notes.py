from datetime import timedelta

from tests.database.order_rows import order, put
from tests.fakes import NOW
from tracking.database import Database, merchant_notes
from tracking.database.merchant_notes import MerchantNote

FIRST = MerchantNote(text="Called: nobody there", who="kim@example.com", at=NOW)
SECOND = MerchantNote(text="Called again", who="robin@example.com", at=NOW + timedelta(hours=1))


def test_notes_stand_in_their_order_with_who_wrote_them(database: Database) -> None:
    put(database, order("1"))
    put(database, order("2"))
    with database.write() as transaction:
        merchant_notes.add(transaction, "1", SECOND)
        merchant_notes.add(transaction, "1", FIRST)
        merchant_notes.add(transaction, "2", FIRST)
        assert merchant_notes.of_order(transaction, "1") == [FIRST, SECOND]
