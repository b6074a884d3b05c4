from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import pytest

from tests.database.notice_rows import notice
from tests.fakes import NOW
from tests.sampling import each_row
from tracking.database.mail_blocks import BlockKind
from tracking.database.notice_preferences import Preference
from tracking.database.notices import NoticeRow
from tracking.notices.codes import NoticeLevel, wanted
from tracking.notices.dispatch import Circumstances, decide_dispatch, earliest_send_at, no_review, unreachable
from tracking.notices.news_rows import row_of
from tracking.notices.rules import NoticeHistory, Terms, news
from tracking.notices.sending_schedule import SendingSchedule
from tracking.notices.situation import Kind, Part, Situation
from tracking.notices.withheld import Withheld
from tracking.order.vocabulary import Condition, Reason
from tracking.shopify.order_calls.marketing_consent import MarketingConsent

CANCELLED = Situation(
    order_id="1",
    at=NOW,
    placed_on=date(2026, 11, 20),
    is_test=False,
    is_taken_along=False,
    is_partial=False,
    cancelled=Reason.CANCELLED_CUSTOMER,
    cancelled_at=NOW - timedelta(hours=1),
    parts=(),
)
FOUND = Circumstances(
    true=CANCELLED,
    wanted=wanted((), (), NoticeLevel.IMPORTANT),
    unreachable=None,
    no_review=None,
    schedule=SendingSchedule(wait=timedelta(minutes=10), quiet_hours=None),
    last_letter_at=None,
    zone=UTC,
)
EARLIER = NOW - timedelta(minutes=10)


def row(**changes: Any) -> NoticeRow:  # noqa: ANN401 - of any column
    values: dict[str, Any] = {"code": "cancelled", "part": "", "about": "", "added_at": EARLIER, **changes}
    return notice(**values)


@pytest.fixture
def told() -> NoticeRow:
    """The news that the order was cancelled, as the rules write it."""
    before = replace(CANCELLED, cancelled=None, cancelled_at=None, at=NOW - timedelta(hours=2))
    (piece,) = news(NoticeHistory(before=before), CANCELLED, NOW, Terms(wanted=FOUND.wanted))
    return row_of(piece, "1", now=EARLIER, due_at=NOW)


def test_true_and_wanted_news_leaves(told: NoticeRow) -> None:
    assert decide_dispatch([told], FOUND, NOW).to_send == (told,)


def test_news_that_is_over_or_of_another_release_does_not_leave(told: NoticeRow) -> None:
    other = row(code="of_another_release")
    found = replace(FOUND, true=replace(CANCELLED, cancelled=None, cancelled_at=None))
    chosen = decide_dispatch([told, other], found, NOW)
    assert chosen.to_send == chosen.waiting == ()
    assert [reason for _, reason in chosen.withheld] == [Withheld.OVER, Withheld.OVER]


def test_day_that_is_over_is_not_told_by_a_stored_situation() -> None:
    lamp = Part(
        id="pending-lamp",
        kind=Kind.UNSENT,
        condition=Condition.WAITING,
        reason=Reason.SCHEDULED,
        leaves=NOW.date() - timedelta(days=1),
    )
    waits = replace(CANCELLED, cancelled=None, cancelled_at=None, parts=(lamp,))
    stored = Situation.from_json(waits.to_json())
    moved = row(code="not_sent_yet", part=lamp.id, about=(NOW - timedelta(days=1)).date().isoformat())
    for now, is_over in ((NOW - timedelta(days=1), False), (NOW, True)):
        chosen = decide_dispatch([moved], replace(FOUND, true=stored), now)
        assert chosen.withheld == (((moved, Withheld.OVER),) if is_over else ())


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (replace(FOUND, unreachable=Withheld.STOPPED), Withheld.STOPPED),
        (replace(FOUND, wanted=wanted(("-cancelled",), (), NoticeLevel.IMPORTANT)), Withheld.NOT_WANTED),
    ],
)
def test_unwanted_news_does_not_leave(told: NoticeRow, found: Circumstances, reason: Withheld) -> None:
    assert decide_dispatch([told], found, NOW).withheld == ((told, reason),)


def test_a_letter_waits_for_the_pause_of_its_order(told: NoticeRow) -> None:
    found = replace(FOUND, last_letter_at=NOW - timedelta(hours=1))
    chosen = decide_dispatch([told], found, NOW)
    assert (chosen.to_send, chosen.waiting, chosen.until) == ((), (told,), NOW + timedelta(hours=11))


def test_rows_that_no_release_can_read_wait_for_nothing() -> None:
    assert earliest_send_at([row(code="of_another_release")], FOUND.schedule, NOW, last_letter_at=None, zone=UTC) == NOW


@each_row(
    ("email", "blocks", "preference", "reason"),
    [
        ("ada@example.com", {}, None, None),
        (None, {}, None, Withheld.NO_ADDRESS),
        ("", {}, None, Withheld.NO_ADDRESS),
        ("ada@example.com", {BlockKind.REFUSED: NOW}, None, Withheld.REFUSED),
        ("ada@example.com", {BlockKind.STOPPED: NOW}, None, Withheld.STOPPED),
        ("ada@example.com", {BlockKind.STOPPED: NOW}, Preference("all", EARLIER), Withheld.STOPPED),
        ("ada@example.com", {BlockKind.STOPPED: EARLIER}, Preference("all", NOW), None),
        ("ada@example.com", {}, Preference("none", NOW), Withheld.STOPPED),
        ("ada@example.com", {BlockKind.STOPPED: EARLIER}, Preference("none", NOW), Withheld.STOPPED),
    ],
)
def test_why_a_customer_cannot_be_written_to(
    email: str | None,
    blocks: dict[BlockKind, object],
    preference: Preference | None,
    reason: Withheld | None,
) -> None:
    assert unreachable(email, blocks, preference) is reason  # type: ignore[arg-type] # moments


@pytest.mark.parametrize(
    ("consent", "has_answered", "reason"),
    [
        (MarketingConsent.SUBSCRIBED, False, None),
        (MarketingConsent.SUBSCRIBED, True, Withheld.ANSWERED),
        (MarketingConsent.NOT_SUBSCRIBED, False, Withheld.NO_CONSENT),
        (MarketingConsent.HIDDEN, False, Withheld.CONSENT_HIDDEN),
    ],
)
def test_how_it_was_is_asked_once_and_of_subscribers(
    consent: MarketingConsent, *, has_answered: bool, reason: Withheld | None
) -> None:
    assert no_review(consent, has_answered=has_answered) is reason
