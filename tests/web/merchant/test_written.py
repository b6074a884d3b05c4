from datetime import timedelta

from tests.database.merchant_rows import letter
from tests.fakes import NOW
from tracking.database.mail_queue import MailState
from tracking.notices.order_letters import LetterState
from tracking.web.merchant.written import written, written_json

LATER = NOW + timedelta(minutes=2)


def test_letters_that_were_written_at_once_are_counted_together() -> None:
    shown = written(
        [
            letter("1", id="a", batch="b", due_at=LATER),
            letter("2", id="c", batch="b", state=MailState.SENT, due_at=None, ended_at=NOW),
            letter("3", id="d", batch="b", state=MailState.UNDONE, due_at=None, ended_at=NOW),
        ]
    )
    assert (shown.id, shown.leaves_at, shown.count(LetterState.SENT)) == ("b", LATER, 1)
    assert {name: written_json(shown)[name] for name in ("count", "waiting", "sent", "withheld", "failed")} == {
        "count": 3,
        "waiting": 1,
        "sent": 1,
        "withheld": 1,
        "failed": 0,
    }


def test_what_has_left_can_not_be_taken_back() -> None:
    shown = written([letter("1", state=MailState.CLAIMED)])
    assert (shown.id, shown.leaves_at, written_json(shown)["undo_until"]) == ("letter", None, None)
