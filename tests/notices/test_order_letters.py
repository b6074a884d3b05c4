from datetime import timedelta
from typing import Any

from tests.database.notice_rows import notice
from tests.fakes import NOW
from tracking.database.notices import NoticeState
from tracking.notices.order_letters import order_letters
from tracking.notices.withheld import Withheld


def test_news_of_one_letter_is_one_letter_and_the_worst_leads() -> None:
    sent: dict[str, Any] = {"state": NoticeState.SENT, "letter": "a", "ended_at": NOW}
    rows = [notice(part="p2", need=5, **sent), notice(code="problem", need=0, **sent), notice(need=5, **sent)]
    assert order_letters(rows) == [
        {"codes": ["problem", "delayed"], "state": "sent", "why": None, "at": "2026-11-22T14:05:00Z", "subject": None}
    ]


def test_what_did_not_leave_says_why_and_what_waits_until_when() -> None:
    hour = timedelta(hours=1)
    rows = [
        notice(part="p1", due_at=NOW + hour),
        notice(part="p2", due_at=NOW + hour, letter="a", state=NoticeState.CLAIMED),
        notice(part="p3", state=NoticeState.WITHHELD, reason=Withheld.STOPPED, ended_at=NOW - hour),
        notice(part="p4", state=NoticeState.GIVEN_UP, reason=Withheld.REFUSED, ended_at=NOW),
    ]
    assert [(letter["state"], letter["why"], letter["at"]) for letter in order_letters(rows)] == [
        ("withheld", "stopped", "2026-11-22T13:05:00Z"),
        ("failed", "refused", "2026-11-22T14:05:00Z"),
        ("waiting", None, "2026-11-22T15:05:00Z"),
        ("waiting", None, "2026-11-22T15:05:00Z"),
    ]


def test_an_order_without_letters_has_none() -> None:
    assert order_letters([]) == []
