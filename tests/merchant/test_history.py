from contextlib import suppress
from datetime import date

from tests.fakes import NOW
from tracking.database import Database, merchant_history
from tracking.i18n.text import Phrase
from tracking.merchant import history


def test_history_row_is_written_in_the_transaction_of_its_act(database: Database) -> None:
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
        assert "detail" in history.in_words(f"{code} by 3").values
        assert history.in_words(f"{code} by 3").message == words.message
    assert history.in_words("view_saved by 3").values == {"detail": "by 3"}
    day = Phrase(history.WORDS[history.SET_ASIDE].message, values={"detail": date(2026, 12, 1)})
    assert history.in_words("set_aside 2026-12-01") == day
    assert history.in_words("of_tomorrow 7") == Phrase("%(what)s", values={"what": "of_tomorrow 7"})


def test_act_on_many_orders_is_one_row_with_their_number_and_a_row_of_each(database: Database) -> None:
    with database.write() as transaction:
        history.record_each(transaction, "ada", "set_aside 2026-12-01", ["1", "2"], now=NOW)
        history.record_many(transaction, "ada", history.SET_ASIDE_MANY, 2, "2026-12-01", now=NOW)
        history.record_many(transaction, "ada", history.HANDLED_MANY, 2, now=NOW)
        shop = [row.what for row in merchant_history.page(transaction, after=None, limit=9)]
        (own,) = merchant_history.of_order(transaction, "2", limit=9)
    assert shop == ["handled_many 2", "set_aside_many 2 2026-12-01"]
    many = Phrase(history.WORDS["set_aside_many"].message, values={"count": "2", "detail": date(2026, 12, 1)})
    assert history.in_words(shop[1]) == many
    assert history.in_words(own.what) == history.in_words("set_aside 2026-12-01")


def test_letters_that_were_written_at_once_are_found_again_by_the_history() -> None:
    assert history.batch_of("write_many 214 ab12") == "ab12"
    assert history.batch_of("undo_many 100 ab12") == "ab12"
    assert [history.batch_of(what) for what in ("set_aside_many 2 2026-12-01", "write", "write_many 214")] == [None] * 3
