"""Decides which rows of one order to send now, which have to wait, and which are withheld: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from tracking.database.mail_blocks import BlockKind
from tracking.database.notice_preferences import Preference
from tracking.database.notices import NoticeRow
from tracking.notices.codes import NoticeCode, NoticeLevel, WantedNotices
from tracking.notices.news import News
from tracking.notices.news_rows import news_of
from tracking.notices.rules import still_true
from tracking.notices.sending_schedule import SendingSchedule
from tracking.notices.situation import Situation
from tracking.notices.withheld import Withheld
from tracking.shopify.order_calls.marketing_consent import MarketingConsent

_NO_CONSENT = {
    MarketingConsent.NOT_SUBSCRIBED: Withheld.NO_CONSENT,
    MarketingConsent.HIDDEN: Withheld.CONSENT_HIDDEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """The rows ``to_send`` in one letter; those ``waiting`` wait ``until`` then; those ``withheld`` have a reason."""

    to_send: tuple[NoticeRow, ...] = ()
    waiting: tuple[NoticeRow, ...] = ()
    until: datetime | None = None
    withheld: tuple[tuple[NoticeRow, Withheld], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom a letter would go to: the address is None where the order shows none."""

    address: str | None = field(repr=False)
    consent: MarketingConsent


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """All that the decision depends on beside the rows.

    ``unreachable`` is why no letter can go to the customer at all, None where it can.
    ``no_review`` is why none may ask how it was.
    """

    true: Situation
    wanted: WantedNotices
    unreachable: Withheld | None
    no_review: Withheld | None
    schedule: SendingSchedule
    last_letter_at: datetime | None
    zone: tzinfo


def decide_dispatch(rows: Sequence[NoticeRow], found: Circumstances, now: datetime) -> Dispatch:
    """Which of these rows of one order to send now, which wait, and which are withheld."""
    # A situation that was stored does not know what day it is.
    found = replace(found, true=replace(found.true, today=now.astimezone(found.zone).date()))
    reasons = [(row, _reason(row, found, now)) for row in rows]
    withheld = tuple((row, reason) for row, reason in reasons if reason)
    wanted = tuple(row for row, reason in reasons if reason is None)
    if not wanted:
        return Dispatch(withheld=withheld)
    send_at = earliest_send_at(wanted, found.schedule, now, last_letter_at=found.last_letter_at, zone=found.zone)
    if send_at > now:
        return Dispatch(waiting=wanted, until=send_at, withheld=withheld)
    return Dispatch(to_send=wanted, withheld=withheld)


def earliest_send_at(
    rows: Sequence[NoticeRow],
    schedule: SendingSchedule,
    now: datetime,
    *,
    last_letter_at: datetime | None,
    zone: tzinfo,
) -> datetime:
    """When one letter with all these rows may leave."""
    codes = [piece.code for piece in pieces_of(rows)]
    if not codes:  # written by another release: there is nothing to wait for
        return now
    noticed_at = min(row.added_at for row in rows)
    return schedule.send_at(codes, noticed_at, now=now, last_letter_at=last_letter_at, zone=zone)


def pieces_of(rows: Iterable[NoticeRow]) -> list[News]:
    """The news in the rows."""
    return [piece for row in rows if (piece := news_of(row))]


def unreachable(email: str | None, blocks: dict[BlockKind, datetime], preference: Preference | None) -> Withheld | None:
    """Why no letter goes to this address about this order; None: one may.

    A level chosen for the order after the address was stopped holds for the order.
    """
    stopped_at = blocks.get(BlockKind.STOPPED)
    if preference and preference.level == NoticeLevel.NONE:
        return Withheld.STOPPED
    if stopped_at and not (preference and preference.changed_at > stopped_at):
        return Withheld.STOPPED
    if not email:
        return Withheld.NO_ADDRESS
    return Withheld.REFUSED if BlockKind.REFUSED in blocks else None


def no_review(consent: MarketingConsent, *, has_answered: bool) -> Withheld | None:
    """Why the customer is not asked how it was, which in many countries is advertising; None: may be asked.

    ``has_answered``: the page has asked already, or heard that the parcel is missing.
    """
    return Withheld.ANSWERED if has_answered else _NO_CONSENT.get(consent)


def _reason(row: NoticeRow, found: Circumstances, now: datetime) -> Withheld | None:
    piece = news_of(row)
    if piece is None or not still_true(piece, found.true, now):
        return Withheld.OVER
    if found.unreachable:
        return found.unreachable
    route = next((part.route for part in found.true.parts if part.id == piece.part), None)
    if not found.wanted.includes(piece.code, route):
        return Withheld.NOT_WANTED
    return found.no_review if piece.code is NoticeCode.HOW_WAS_IT else None
