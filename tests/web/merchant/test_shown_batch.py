from datetime import timedelta

from tests.database.merchant_rows import letter
from tests.fakes import NOW
from tracking.database.letter_batches import BatchCount, BatchedLetter
from tracking.database.mail_queue import MailState
from tracking.merchant.bulk_letters import WrittenBatch
from tracking.web.merchant.shown_batch import BatchPart, batch_json, shown_batch

LATER = NOW + timedelta(minutes=2)


def batch(*counts: tuple[str, MailState, str | None, int], undo_until: bool = True) -> WrittenBatch:
    return WrittenBatch(
        id="b",
        who="kim",
        at=NOW,
        samples=[letter("1", language="sv", subject="Snö"), letter("2", language="en")],
        counts=[BatchCount(language=code, state=state, reason=why, number=n) for code, state, why, n in counts],
        undo_until=LATER if undo_until else None,
    )


MIXED = batch(
    ("en", MailState.SENT, None, 100),
    ("sv", MailState.SENT, "mail_server", 3),
    ("sv", MailState.WAITING, None, 20),
    ("sv", MailState.WAITING, "mail_server", 2),
    ("en", MailState.CLAIMED, None, 1),
    ("en", MailState.UNDONE, None, 40),
    ("en", MailState.WITHHELD, "stopped", 4),
    ("sv", MailState.WITHHELD, "stopped", 1),
    ("en", MailState.WITHHELD, "test_order", 1),
    ("en", MailState.GIVEN_UP, "refused", 2),
)


def test_letters_are_counted_by_what_they_have_become_and_why() -> None:
    shown = shown_batch(MIXED)
    assert {line.part: (line.number, dict(line.why)) for line in shown.lines} == {
        BatchPart.SENT: (103, {}),
        BatchPart.WAITING: (23, {"mail_server": 2}),
        BatchPart.UNDONE: (40, {}),
        BatchPart.WITHHELD: (6, {"stopped": 5, "test_order": 1}),
        BatchPart.FAILED: (2, {"refused": 2}),
    }
    assert (shown.total, shown.left, shown.can_undo, shown.is_over) == (174, 151, 22, False)
    assert shown.subject == "Snow in Malmö", "most are in English"
    assert [number for _, number in shown.samples] == [148, 26]


def test_a_batch_that_is_over_has_nothing_to_take_back() -> None:
    shown = shown_batch(batch(("sv", MailState.SENT, None, 3), undo_until=False))
    assert (shown.is_over, shown.can_undo, shown.leaves_at) == (True, 0, None)
    assert [line.part for line in shown.lines] == [BatchPart.SENT, BatchPart.WAITING]


def test_programs_read_the_same_keys_as_of_one_letter_and_more() -> None:
    found = batch_json(shown_batch(MIXED))
    names = ("count", "sent", "waiting", "withheld", "failed")
    assert [found[name] for name in names] == [174, 103, 23, 46, 2]
    assert found["why"] == {"undone": 40, "stopped": 5, "mail_server": 2, "refused": 2, "test_order": 1}
    assert found["undo_until"] == "2026-11-22T14:07:00Z"
    assert [(each["language"], each["count"]) for each in found["languages"]] == [("en", 148), ("sv", 26)]  # type: ignore[union-attr, index, call-overload] # as the form is
    one = BatchedLetter(id="b-1", order_id="1", order="#1001", language="en", state="undone", reason=None, at=NOW)
    listed = batch_json(shown_batch(MIXED, part=BatchPart.UNDONE, orders=[one], after="b-1"))
    assert listed["next"] == "b-1"
    assert listed["orders"] == [
        {
            "id": "1",
            "order": "#1001",
            "language": "en",
            "state": "withheld",
            "why": "undone",
            "at": "2026-11-22T14:05:00Z",
        }
    ]
