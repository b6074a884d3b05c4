"""When to send a letter: after its wait, the pause of its order and the quiet hours, within the hourly limit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from tracking.i18n.country_zones import country_zone
from tracking.i18n.date_formats import time_zone
from tracking.notices.codes import NoticeCode
from tracking.settings.quiet_hours import DEFAULT as DEFAULT_QUIET_HOURS
from tracking.settings.quiet_hours import QuietHours

DEFAULT_WAIT = timedelta(seconds=600)
DEFAULT_PAUSE = timedelta(hours=12)
DEFAULT_PER_HOUR = 500

# News that cannot wait: it is over in a few hours, or the customer has to act.
_SOON = frozenset({NoticeCode.YOU_CAN_HELP, NoticeCode.OUT_FOR_DELIVERY})
_SOON_PART = 5  # of the usual wait
_WITHOUT_PAUSE = frozenset({NoticeCode.YOU_CAN_HELP})


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingSchedule:
    """The settings NOTICES_WAIT, NOTICES_PAUSE, QUIET_HOURS (None: off) and NOTICES_PER_HOUR."""

    wait: timedelta = DEFAULT_WAIT
    pause: timedelta = DEFAULT_PAUSE
    quiet_hours: QuietHours | None = DEFAULT_QUIET_HOURS
    per_hour: int = DEFAULT_PER_HOUR

    def send_at(
        self,
        codes: Collection[NoticeCode],
        noticed_at: datetime,
        *,
        now: datetime,
        last_letter_at: datetime | None,
        zone: tzinfo,
    ) -> datetime:
        """When a letter may leave with news of these codes that was noticed then, in UTC: when the first of it may.

        From ``now`` on: a letter that was due earlier, while the mail server was away, waits for the end of the quiet
        hours that hold now. It may leave where the result is not after now; all other news of its order then goes
        with it, as far as it is still true. ``last_letter_at`` is when the order's last letter left, ``zone`` see
        ``letter_zone``. Raises ValueError without a code.
        """
        due = (max(now, self._due_at(code, noticed_at, last_letter_at)) for code in codes)
        return min(self._after_quiet_hours(code, at, zone) for code, at in zip(codes, due, strict=True))

    def left_in_hour(self, letters: int) -> int:
        """How many letters may still leave in an hour in which so many of this shop's have left."""
        return max(0, self.per_hour - letters)

    def _due_at(self, code: NoticeCode, noticed_at: datetime, last_letter_at: datetime | None) -> datetime:
        """After its wait, and the pause."""
        at = noticed_at + (self.wait / _SOON_PART if code in _SOON else self.wait)
        return max(at, last_letter_at + self.pause) if last_letter_at and code not in _WITHOUT_PAUSE else at

    def _after_quiet_hours(self, code: NoticeCode, at: datetime, zone: tzinfo) -> datetime:
        if self.quiet_hours is None or code in _SOON:
            return at.astimezone(UTC)
        return quiet_until(self.quiet_hours, at, zone) or at.astimezone(UTC)


def quiet_until(hours: QuietHours, at: datetime, zone: tzinfo) -> datetime | None:
    """When the quiet hours end that hold at a moment, in UTC; None where none do."""
    local = at.astimezone(zone)
    if local.time() not in hours:
        return None
    ends_on = local.date() + timedelta(days=local.hour >= hours.end)
    end = datetime.combine(ends_on, time(hours.end), zone).astimezone(UTC)
    # Where clocks are put back within the hour at which the quiet hours end, that hour comes twice.
    return end if end > at else end + timedelta(hours=1)


def letter_zone(country: str | None, shop_zone: str, at: datetime) -> tzinfo:
    """The zone of the quiet hours: the customer's country's where it has only one, else the shop's (IANA)."""
    return (country_zone(country, at) if country else None) or time_zone(shop_zone)


def hour_of(at: datetime) -> datetime:
    """The beginning of the hour in which letters are counted for the limit, in UTC."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def next_hour(at: datetime) -> datetime:
    """When the letters above the limit may leave."""
    return hour_of(at) + timedelta(hours=1)
