"""When a letter may leave: after its wait, the pause of its order and the quiet hours, within the hourly limit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from tracking.notices.codes import NoticeCode

DEFAULT_WAIT = timedelta(seconds=600)
DEFAULT_PAUSE = timedelta(hours=12)
DEFAULT_PER_HOUR = 500


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of QUIET_HOURS: from ``start`` to ``end`` on the clock (0 to 23), over midnight where end is smaller.

    No letter leaves in them. Equal hours are refused.
    """

    start: int
    end: int

    def until(self, at: datetime, zone: tzinfo) -> datetime | None:
        """When the quiet hours end that hold at a moment, in UTC; None where none do."""
        raise NotImplementedError


DEFAULT_QUIET_HOURS = QuietHours(21, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """The settings NOTICES_WAIT, NOTICES_PAUSE, QUIET_HOURS (None: off) and NOTICES_PER_HOUR."""

    wait: timedelta = DEFAULT_WAIT
    pause: timedelta = DEFAULT_PAUSE
    quiet_hours: QuietHours | None = DEFAULT_QUIET_HOURS
    per_hour: int = DEFAULT_PER_HOUR

    def leaves_at(
        self,
        codes: Collection[NoticeCode],
        noticed_at: datetime,
        *,
        last_letter_at: datetime | None,
        zone: tzinfo,
    ) -> datetime:
        """When the letter with these codes may leave that waits since ``noticed_at``, its oldest news.

        ``last_letter_at`` is when the order's last letter left, ``zone`` see ``letter_zone``. What is found then to
        be over is left out; where codes are left out or added, ask again.
        """
        raise NotImplementedError

    def left_in_hour(self, letters: int) -> int:
        """How many letters may still leave in an hour in which so many of this shop's have left."""
        raise NotImplementedError


def letter_zone(country: str | None, shop_zone: str, at: datetime) -> tzinfo:
    """The zone of the quiet hours: the customer's country's where it has only one, else the shop's (IANA)."""
    raise NotImplementedError
