import pytest

from tests.merchant.acting import PEOPLE, Acting
from tracking.database import Database, merchant_letters
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import MAILS, MerchantLetter
from tracking.merchant.letter_actions import UNDO_FOR
from tracking.merchant.order_lock import NotStored

WORDS = ("Snow in Malmö", "The road is closed.")


@pytest.fixture
def acting(database: Database) -> Acting:
    return Acting(database)


def letters_of(acting: Acting) -> list[MerchantLetter]:
    with acting.database.read() as transaction:
        return merchant_letters.of_order(transaction, acting.order_id)


@pytest.mark.both_databases
def test_five_people_who_send_the_same_letter_at_once_have_written_one(acting: Acting) -> None:
    ids = acting.all_at_once(lambda who: acting.letters.write(acting.order_id, who, *WORDS))
    (letter,) = letters_of(acting)
    assert set(ids) == {letter.id}
    assert acting.done == [(letter.who, "write")]
    assert (letter.state, letter.due_at) == ("waiting", acting.clock() + UNDO_FOR)


@pytest.mark.both_databases
def test_letters_in_other_words_are_other_letters(acting: Acting) -> None:
    ids = acting.all_at_once(lambda who: acting.letters.write(acting.order_id, who, WORDS[0], f"{who} writes"))
    assert len(set(ids)) == len(PEOPLE)
    assert {letter.text for letter in letters_of(acting)} == {f"{who} writes" for who in PEOPLE}


def test_a_letter_is_looked_at_before_it_is_sent_and_leaves_no_draft(acting: Acting) -> None:
    draft = acting.letters.draft(acting.order_id, "kim", *WORDS)
    assert (acting.letters.shown(draft).is_draft, letters_of(acting), acting.done) == (True, [], [])
    with pytest.raises(NotStored):
        acting.letters.written(draft)
    acting.letters.draft(acting.order_id, "kim", "Another subject", WORDS[1])
    with pytest.raises(NotStored):
        acting.letters.shown(draft)
    write_id = acting.letters.write(acting.order_id, "kim", *WORDS)
    assert acting.letters.shown(write_id).subject == WORDS[0]
    with acting.database.write() as transaction:
        acting.clock.advance(days=2)
        assert merchant_letters.forget_drafts_before(transaction, acting.clock()) == 0


@pytest.mark.both_databases
def test_a_letter_is_taken_back_once_and_can_be_written_again(acting: Acting) -> None:
    write_id = acting.letters.write(acting.order_id, "kim", *WORDS)
    assert sorted(acting.all_at_once(lambda who: acting.letters.undo(write_id, who))) == [0, 0, 0, 0, 1]
    assert [what for _, what in acting.done] == ["write", "undo"]
    assert acting.letters.write(acting.order_id, "kim", *WORDS) != write_id


def test_a_letter_that_is_leaving_cannot_be_taken_back(acting: Acting) -> None:
    write_id = acting.letters.write(acting.order_id, "kim", *WORDS)
    acting.clock.advance(minutes=2)
    with acting.database.write() as transaction:
        MAILS.claim(transaction, "worker", now=acting.clock())
    assert acting.letters.undo(write_id, "robin") == 0
    letter = acting.letters.written(write_id)
    assert letter.state == MailState.CLAIMED


def test_the_same_words_can_be_sent_again_after_a_day(acting: Acting) -> None:
    first = acting.letters.write(acting.order_id, "kim", *WORDS)
    with acting.database.write() as transaction:
        MAILS.claim(transaction, "worker", now=acting.clock() + UNDO_FOR)
        merchant_letters.end(transaction, "worker", MailState.SENT, now=acting.clock())
    assert acting.letters.write(acting.order_id, "robin", *WORDS) == first
    acting.clock.advance(hours=25)
    assert acting.letters.write(acting.order_id, "robin", *WORDS) != first


@pytest.mark.parametrize("write_id", ["", "unknown", "x" * 5000, "\x00"])
def test_unknown_id_is_neither_taken_back_nor_shown(acting: Acting, write_id: str) -> None:
    with pytest.raises(NotStored):
        acting.letters.undo(write_id, "kim")
    with pytest.raises(NotStored):
        acting.letters.shown(write_id)


@pytest.mark.both_databases
@pytest.mark.parametrize("state", [MailState.GIVEN_UP, MailState.WITHHELD])
def test_a_letter_that_has_not_arrived_can_be_written_again_at_once(acting: Acting, state: MailState) -> None:
    first = acting.letters.write(acting.order_id, "kim", *WORDS)
    with acting.database.write() as transaction:
        MAILS.claim(transaction, "worker", now=acting.clock() + UNDO_FOR)
        merchant_letters.end(transaction, "worker", state, now=acting.clock())
    again = acting.letters.write(acting.order_id, "kim", *WORDS)
    assert again != first
    assert acting.letters.write(acting.order_id, "robin", *WORDS) == again, "it waits"
