from contextlib import suppress
from datetime import date

from tests.fakes import NOW
from tracking.database import Database, merchant_history
from tracking.i18n.text import Phrase
from tracking.merchant import history


def test_what_was_done_is_written_in_the_transaction_that_does_it(database: Database) -> None:
    with suppress(ZeroDivisionError), database.write() as transaction:
        history.record(transaction, "ada", history.LOGGED_OUT, now=NOW)
        _ = 1 / 0
    with database.write() as transaction:
        history.record(transaction, "ada", "set_aside 2026-12-01", "5300000001", now=NOW)
    with database.read() as transaction:
        (row,) = merchant_history.page(transaction, after=None, limit=9)
    assert (row.who, row.what, row.order_id, row.at) == ("ada", "set_aside 2026-12-01", "5300000001", NOW)


def test_every_code_has_words_and_an_unknown_one_stands_for_itself() -> None:
    for code, words in history.WORDS.items():
        assert history.in_words(f"{code} by 3") == Phrase(words.message, values={"detail": "by 3"})
    day = Phrase(history.WORDS[history.SET_ASIDE].message, values={"detail": date(2026, 12, 1)})
    assert history.in_words("set_aside 2026-12-01") == day
    assert history.in_words("of_tomorrow 7") == Phrase("%(what)s", values={"what": "of_tomorrow 7"})
