"""A row of the merchant's list: all that templates and the public JSON show of an order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from tracking.carriers import Link
from tracking.durations.promises import Promise
from tracking.i18n.text import Days, Phrase
from tracking.merchant.needs import Need
from tracking.merchant.out_of_step import OutOfStep


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCounts:
    """How many letters about the order have left, wait, and could not be sent."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnswer:
    """The customer's answer; ``kind`` is the public code."""

    kind: str
    at: datetime
    handled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantRow:
    """An order of the list. Codes are plain text: another release of the site may have written one.

    ``cause`` and ``remedy`` are the merchant's sentences, None where it is on its way or done as it should be;
    ``place`` says where on the page of ``admin_url`` the remedy is done. ``page_url`` returns the address of
    the order's page as its customer sees it: signing it takes long, and few need it. ``tracking`` is the number that
    the row shows, and its link. ``promised`` are the days of arrival that were told, the oldest first.
    ``opened_today``: so often the customer's page was opened. ``out_of_step`` has its evidence, the most urgent first.
    """

    id: str
    name: str
    placed_at: datetime
    is_test: bool
    route: str | None
    stage: str
    condition: str
    reason: str | None
    actor: str | None
    cause: Phrase | None
    remedy: Phrase | None
    place: Phrase | None
    admin_url: str
    page_url: Callable[[], str] = field(compare=False)
    carrier: str | None
    tracking: Link | None
    parcels: int
    last_scan_at: datetime | None
    estimate: Days | None
    promised: tuple[Promise, ...]
    country: str | None
    location: str | None
    tags: tuple[str, ...]
    items_sent: int
    items_total: int
    letters: LetterCounts
    answer: RowAnswer | None
    opened_today: int
    set_aside_until: date | None
    needs: Need | None
    out_of_step: tuple[OutOfStep, ...]
