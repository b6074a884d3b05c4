from datetime import date, timedelta
from typing import Any

import pytest

from tests.database.notice_rows import notice
from tests.fakes import NOW
from tests.sampling import each_row
from tracking.database.notices import NoticeState
from tracking.notices.codes import NoticeCode
from tracking.notices.news import News
from tracking.notices.news_rows import has_left, news_of, row_of, was_over
from tracking.notices.rules import priority
from tracking.notices.withheld import Withheld

NEWS = News(NoticeCode.NEW_DATE, "shipment-1", "2026-11-25", NOW - timedelta(hours=1), date(2026, 11, 24))


def test_a_row_is_its_news_and_what_is_needed_most_comes_first() -> None:
    row = row_of(NEWS, "1", now=NOW, due_at=NOW + timedelta(minutes=10))
    assert news_of(row) == NEWS
    assert row.key == ("1", *NEWS.key)
    assert (row.added_at, row.due_at, row.need) == (NOW, NOW + timedelta(minutes=10), priority(NoticeCode.NEW_DATE))
    problem = row_of(News(NoticeCode.PROBLEM, "", "", NOW), "1", now=NOW, due_at=NOW)
    assert problem.need < row.need


@pytest.mark.parametrize("changes", [{"code": "of_another_release"}, {"earlier": "tomorrow"}])
def test_a_row_of_another_release_is_no_news(changes: dict[str, str]) -> None:
    assert news_of(notice(**changes)) is None


@each_row(
    ("changes", "counts_pretended", "left"),
    [
        ({}, False, False),
        ({"letter": "1"}, False, True),
        ({"state": NoticeState.SENT, "ended_at": NOW}, False, True),
        ({"state": NoticeState.GIVEN_UP, "letter": "1", "ended_at": NOW}, False, False),
        ({"state": NoticeState.WITHHELD, "reason": Withheld.NO_MAIL_SERVER, "ended_at": NOW}, False, False),
        ({"state": NoticeState.WITHHELD, "reason": Withheld.NO_MAIL_SERVER, "ended_at": NOW}, True, True),
        ({"state": NoticeState.WITHHELD, "reason": Withheld.OVER, "ended_at": NOW}, True, False),
    ],
)
def test_row_that_was_sent_or_is_being_sent_has_left(
    changes: dict[str, Any], *, counts_pretended: bool, left: bool
) -> None:
    assert has_left(notice(**changes), counts_pretended=counts_pretended) is left


@each_row("reason", Withheld)
def test_row_withheld_as_over_may_come_again(reason: Withheld) -> None:
    row = notice(state=NoticeState.WITHHELD, reason=reason, ended_at=NOW)
    assert was_over(row) is (reason is Withheld.OVER)
    assert not was_over(notice())
