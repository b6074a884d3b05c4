from datetime import timedelta

from tests.database.merchant_rows import letter
from tests.database.order_rows import order, put
from tests.fakes import NOW
from tracking.database import Database, letter_batches, merchant_letters
from tracking.database.letter_batches import BatchCount
from tracking.database.mail_queue import MailState
from tracking.database.merchant_letters import MAILS, MerchantLetter

LATER = NOW + timedelta(minutes=2)


def draft(order_id: str, **changes: object) -> MerchantLetter:
    values = {"id": f"b-{order_id}", "batch": "b", "language": "en", "state": MailState.DRAFT, "due_at": None}
    return letter(order_id, **{**values, **changes})


def add(database: Database, *drafts: MerchantLetter) -> None:
    for order_id in {each.order_id for each in drafts}:
        put(database, order(order_id, name=f"#{order_id}"))
    with database.write() as transaction:
        letter_batches.add_drafts(transaction, drafts)


def count(state: MailState, number: int, reason: str | None = None, language: str = "en") -> BatchCount:
    return BatchCount(language=language, state=state, reason=reason, number=number)


def test_drafts_become_letters_together_and_once(database: Database) -> None:
    add(database, draft("1"), draft("2", language="sv"), draft("3", reason="stopped"))
    add(database, draft("1", subject="Another subject"), draft("4", id="c-4", batch="c"))
    with database.write() as transaction:
        assert not MAILS.has_due(transaction, now=LATER)
        assert letter_batches.confirm(transaction, "b", now=NOW, due_at=LATER) == 2
        assert letter_batches.confirm(transaction, "b", now=LATER, due_at=LATER) == 0
        assert letter_batches.confirm(transaction, "unknown", now=NOW, due_at=LATER) == 0
        counts = letter_batches.counts(transaction, "b")
        assert letter_batches.undo_until(transaction, "b") == LATER
        assert letter_batches.undo_until(transaction, "c") is None
        first = merchant_letters.find(transaction, "b-1")
        stopped = merchant_letters.find(transaction, "b-3")
    assert sorted(counts, key=str) == sorted(
        [
            count(MailState.WAITING, 1),
            count(MailState.WAITING, 1, language="sv"),
            count(MailState.WITHHELD, 1, "stopped"),
        ],
        key=str,
    )
    assert first is not None
    assert stopped is not None
    assert (first.subject, first.due_at, first.added_at) == ("Snow in Malmö", LATER, NOW), "what is there stays"
    assert (stopped.due_at, stopped.ended_at) == (None, NOW)


def test_colleague_forgets_only_their_own_drafts(database: Database) -> None:
    add(database, draft("1"), draft("2", who="robin@example.com"), draft("3", id="c-3", batch="c"))
    with database.write() as transaction:
        letter_batches.forget_drafts(transaction, "b", "kim@example.com")
        merchant_letters.forget_drafts(transaction, "3", "kim@example.com")
        left = [merchant_letters.find(transaction, each) for each in ("b-1", "b-2", "c-3")]
        letter_batches.confirm(transaction, "b", now=NOW, due_at=LATER)
        letter_batches.forget_drafts(transaction, "b", "robin@example.com")
        assert merchant_letters.find(transaction, "b-2") is not None, "it is no draft any more"
    assert [each and each.id for each in left] == [None, "b-2", "c-3"]


def test_a_letter_in_each_language_is_a_sample_of_what_is_sent(database: Database) -> None:
    swedish = {"language": "sv", "subject": "Snö"}
    add(database, draft("1", reason="stopped"), draft("2"), draft("3", **swedish), draft("4", **swedish, reason="gone"))
    with database.read() as transaction:
        assert [each.id for each in letter_batches.samples(transaction, "b")] == ["b-2", "b-3"]
        assert letter_batches.samples(transaction, "unknown") == []
        assert letter_batches.known(transaction, ["b", "unknown"]) == {"b"}
        assert letter_batches.known(transaction, []) == set()
        first = letter_batches.first(transaction, "b")
        assert letter_batches.first(transaction, "unknown") is None
    assert first is not None
    assert first.is_draft


def test_letters_of_some_states_are_listed_in_pages(database: Database) -> None:
    add(database, *(draft(order_id) for order_id in "1234"), draft("5", reason="stopped"))
    with database.write() as transaction:
        letter_batches.confirm(transaction, "b", now=NOW, due_at=LATER)
        waiting = [MailState.WAITING, MailState.CLAIMED]
        page = letter_batches.letters(transaction, "b", states=waiting, limit=3)
        rest = letter_batches.letters(transaction, "b", states=waiting, after=page[-1].id, limit=3)
        (stopped,) = letter_batches.letters(transaction, "b", states=[MailState.WITHHELD], limit=3)
    assert [each.order for each in (*page, *rest)] == ["#1", "#2", "#3", "#4"]
    assert {each.at for each in page} == {LATER}
    assert (stopped.order_id, stopped.reason, stopped.at) == ("5", "stopped", NOW)
