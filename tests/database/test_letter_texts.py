from tests.database.order_rows import order, put
from tracking.database import Database, letter_texts
from tracking.database.letter_texts import LetterText

FIRST = LetterText(subject="Your order is late · #1001", text="Your order is late")
TEXT = LetterText(subject=None, text="Late")


def test_the_words_of_the_last_attempt_stand(database: Database) -> None:
    put(database, order("1"))
    with database.write() as transaction:
        letter_texts.put(transaction, "1", "a", TEXT)
        letter_texts.put(transaction, "1", "a", FIRST)
        letter_texts.put(transaction, "1", "b", TEXT)
        assert letter_texts.of_order(transaction, "1") == {"a": FIRST, "b": TEXT}
        assert letter_texts.of_order(transaction, "2") == {}
