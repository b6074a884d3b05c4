from datetime import timedelta
from threading import Barrier, Thread

from tests.database.merchant_rows import letter
from tests.database.order_rows import order, put
from tests.fakes import NOW
from tracking.database import Database, letter_batches, merchant_letters
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import MAILS, MerchantLetter

LATER = NOW + timedelta(minutes=2)


def add(database: Database, *letters: MerchantLetter) -> None:
    for order_id in {each.order_id for each in letters}:
        put(database, order(order_id))
    with database.write() as transaction:
        for each in letters:
            merchant_letters.add(transaction, each)


def test_a_draft_is_no_letter_and_ends_with_the_day(database: Database) -> None:
    draft = letter("1", id="draft", state=MailState.DRAFT, due_at=None)
    add(database, draft, letter("1", id="others", state=MailState.DRAFT, due_at=None, who="robin@example.com"))
    with database.write() as transaction:
        assert merchant_letters.find(transaction, "draft") == draft
        assert merchant_letters.of_order(transaction, "1") == []
        assert merchant_letters.same(transaction, "1", draft.subject, draft.text, since=NOW) is None
        assert merchant_letters.undo(transaction, "draft", now=NOW) == 0
        merchant_letters.forget_drafts(transaction, "1", draft.who)
        assert merchant_letters.find(transaction, "draft") is None
        assert merchant_letters.forget_drafts_before(transaction, NOW) == 0
        assert merchant_letters.forget_drafts_before(transaction, LATER) == 1


def test_the_same_words_to_the_same_order_are_found(database: Database) -> None:
    first = letter("1")
    add(database, first, letter("2", id="elsewhere", due_at=LATER))
    with database.write() as transaction:
        assert merchant_letters.same(transaction, "1", first.subject, first.text, since=NOW) == first
        assert merchant_letters.same(transaction, "1", first.subject, "Other words", since=NOW) is None
        MAILS.claim(transaction, "one", now=NOW)
        merchant_letters.end(transaction, "one", MailState.SENT, now=LATER)
        sent = merchant_letters.same(transaction, "1", first.subject, first.text, since=NOW)
        assert sent is not None
        assert (sent.state, sent.ended_at, sent.due_at) == ("sent", LATER, None)
        assert merchant_letters.same(transaction, "1", first.subject, first.text, since=LATER) is None


def test_orders_are_found_to_which_the_same_words_go(database: Database) -> None:
    first = letter("1")
    add(database, first, letter("2", id="two"), letter("3", id="three", text="Other words"))
    with database.write() as transaction:
        MAILS.claim(transaction, "one", now=NOW)
        merchant_letters.end(transaction, "one", MailState.SENT, now=LATER)
        ids, words = ["1", "2", "3", "4"], (first.subject, first.text)
        assert merchant_letters.said_to(transaction, ids, *words, since=NOW) == {"1", "2"}
        assert merchant_letters.said_to(transaction, ids, *words, since=LATER) == {"2"}, "it waits"
        assert merchant_letters.said_to(transaction, ["1"], *words, since=NOW) == {"1"}


def test_letters_that_were_written_at_once_are_found_and_undone_together(database: Database) -> None:
    add(database, letter("1", id="one", batch="b"), letter("2", id="two", batch="b"), letter("3", id="three"))
    with database.write() as transaction:
        assert MAILS.claim(transaction, "worker", now=NOW) == "one"
        assert merchant_letters.undo(transaction, "b", now=LATER) == 1, "one is leaving"
        assert merchant_letters.undo(transaction, "b", now=LATER) == 0
        assert MAILS.claim(transaction, "other", now=LATER) == "three"
        left = [merchant_letters.find(transaction, each) for each in ("one", "two")]
    assert [each and each.state for each in left] == ["claimed", "undone"]


def test_bulk_letters_are_claimed_counted_and_put_off_apart_from_those_alone(database: Database) -> None:
    many = [letter(str(number), id=f"b-{number}", batch="b") for number in range(3)]
    add(database, *many, letter("3", id="alone", due_at=LATER), letter("4", id="later", batch="b", due_at=LATER))
    with database.write() as transaction:
        assert merchant_letters.claim(transaction, "one", now=NOW, to_many=False) is None, "it is not due"
        assert merchant_letters.claim(transaction, "one", now=LATER, to_many=False) == "alone"
        assert merchant_letters.claim(transaction, "two", now=NOW, to_many=True)
        assert merchant_letters.claim(transaction, "three", now=NOW, to_many=True)
        merchant_letters.end(transaction, "one", MailState.SENT, now=LATER)
        merchant_letters.end(transaction, "two", MailState.SENT, now=LATER)
        assert merchant_letters.to_many_since(transaction, NOW, now=NOW) == 2, "sent, and being sent"
        assert merchant_letters.to_many_since(transaction, LATER, now=NOW) == 1
        assert merchant_letters.to_many_since(transaction, LATER, now=NOW + timedelta(hours=1)) == 0
        merchant_letters.put_off_to_many(transaction, LATER, now=NOW)
        assert merchant_letters.claim(transaction, "four", now=NOW, to_many=True) is None
        assert letter_batches.undo_until(transaction, "b") == LATER


def test_a_letter_that_is_taken_back_while_a_worker_claims_it_is_either_sent_or_undone(database: Database) -> None:
    add(database, *(letter("1", id=f"letter {number}") for number in range(20)))
    start, taken = Barrier(2), list[str]()

    def claim() -> None:
        start.wait(9)
        for number in range(20):
            with database.write() as transaction:
                if (letter_id := MAILS.claim(transaction, f"worker {number}", now=NOW)) is not None:
                    taken.append(letter_id)

    worker = Thread(target=claim)
    worker.start()
    start.wait(9)
    undone = []
    for number in reversed(range(20)):
        with database.write() as transaction:
            if merchant_letters.undo(transaction, f"letter {number}", now=NOW):
                undone.append(f"letter {number}")
    worker.join()
    assert sorted([*taken, *undone]) == sorted(f"letter {number}" for number in range(20))
