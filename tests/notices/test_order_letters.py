from datetime import timedelta
from typing import Any

from tests.database.merchant_rows import letter
from tests.database.notice_rows import notice
from tests.fakes import NOW
from tracking.database.letter_texts import LetterText
from tracking.database.mail_queue import MailState
from tracking.database.notices import NoticeState
from tracking.notices.order_letters import letters_json, order_letters
from tracking.notices.withheld import Withheld

SENT: dict[str, Any] = {"state": NoticeState.SENT, "letter": "a", "ended_at": NOW}
HOUR = timedelta(hours=1)


def test_news_of_one_letter_is_one_letter_and_the_worst_leads() -> None:
    rows = [notice(part="p2", need=5, **SENT), notice(code="problem", need=0, **SENT), notice(need=5, **SENT)]
    words = LetterText(subject="There’s a problem · #1001", text="We’ve lost it.")
    assert letters_json(order_letters(rows, {"a": words})) == [
        {
            "codes": ["problem", "delayed"],
            "state": "sent",
            "why": None,
            "at": "2026-11-22T14:05:00Z",
            "subject": "There’s a problem · #1001",
            "text": "We’ve lost it.",
        }
    ]


def test_letter_says_why_it_did_not_leave_or_until_when_it_waits() -> None:
    rows = [
        notice(part="p1", due_at=NOW + HOUR),
        notice(part="p2", due_at=NOW + HOUR, letter="a", state=NoticeState.CLAIMED),
        notice(part="p3", state=NoticeState.WITHHELD, reason=Withheld.STOPPED, ended_at=NOW - HOUR),
        notice(part="p4", state=NoticeState.GIVEN_UP, reason=Withheld.REFUSED, ended_at=NOW),
    ]
    assert [(found.state, found.why, found.at) for found in order_letters(rows)] == [
        ("withheld", "stopped", NOW - HOUR),
        ("failed", "refused", NOW),
        ("waiting", None, NOW + HOUR),
        ("waiting", None, NOW + HOUR),
    ]


def test_the_shops_own_letters_stand_among_the_others() -> None:
    own = [
        letter("1", id="waits", due_at=NOW + 2 * HOUR),
        letter("1", id="undone", state=MailState.UNDONE, due_at=None, ended_at=NOW + HOUR),
        letter("1", id="one of many", batch="b", state=MailState.GIVEN_UP, reason="refused", ended_at=NOW - HOUR),
    ]
    found = order_letters([notice(**SENT)], own=own)
    assert [(each.codes, each.state, each.why, each.write_id) for each in found] == [
        ((), "failed", "refused", "b"),
        (("delayed",), "sent", None, None),
        ((), "withheld", "undone", "undone"),
        ((), "waiting", None, "waits"),
    ]
    assert (found[0].subject, found[0].who) == ("Snow in Malmö", "kim@example.com")


def test_an_order_without_letters_has_none() -> None:
    assert order_letters([]) == []
