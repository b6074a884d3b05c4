from datetime import timedelta

from tests.database.merchant_rows import letter
from tests.fakes import NOW
from tests.sampling import each_row
from tracking.database.mail_queue import MailState
from tracking.web.merchant.written import written, written_json

LATER = NOW + timedelta(minutes=2)


@each_row(
    ("state", "counted"),
    [
        (MailState.SENT, "sent"),
        (MailState.UNDONE, "withheld"),
        (MailState.WITHHELD, "withheld"),
        (MailState.GIVEN_UP, "failed"),
        (MailState.CLAIMED, "waiting"),
    ],
)
def test_a_letter_is_counted_as_what_has_become_of_it(state: MailState, counted: str) -> None:
    shown = written_json(written(letter("1", state=state, due_at=None, ended_at=NOW)))
    names = ("count", "sent", "waiting", "withheld", "failed")
    assert {name: shown[name] for name in names} == {**dict.fromkeys(names, 0), "count": 1, counted: 1}


def test_letter_that_has_left_cannot_be_taken_back() -> None:
    assert written(letter("1", due_at=LATER)).leaves_at == LATER
    shown = written(letter("1", state=MailState.CLAIMED))
    assert (shown.id, shown.leaves_at, written_json(shown)["undo_until"]) == ("letter", None, None)
