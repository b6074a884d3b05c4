"""What a view says of an answer that may be given again, and until when it is true."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from wsgiref.types import WSGIEnvironment

from tracking.order.freshness import next_change_at
from tracking.web.authorization import OrderAccess
from tracking.web.middleware.request_log import defer_request_log

_KEEP = "whereabouts.keep"
_STALE_FOR = timedelta(seconds=2)  # an outage is cheap, and ends at once


@dataclass(frozen=True, slots=True, kw_only=True)
class CachePolicy:
    """What a view, ``endpoint`` by name, says of an answer that may be given again.

    ``key`` is the order's id. The order is as it was at ``state_at``, and was looked up at ``read_at``. Until
    ``fresh_until`` the page is given as it is, until ``good_until`` while a newer one is made.
    """

    endpoint: str
    order_id: str
    key: str
    state_at: datetime
    read_at: datetime
    fresh_until: datetime
    good_until: datetime

    @classmethod
    def of(cls, access: OrderAccess, endpoint: str, now: datetime, *, is_fallback: bool = False) -> Self:
        """As long as the order is good, the link opens it, and "today" is today; a fallback for a moment only."""
        seen = access.snapshot
        end = min(access.expires_at, next_change_at(seen.order, seen.read_at))
        soon = now + _STALE_FOR
        end = min(end, soon) if is_fallback else end
        return cls(
            endpoint=endpoint,
            order_id=access.order_id,
            key=seen.key,
            # A stale page is of an older state on purpose, and says so.
            state_at=seen.read_at if seen.stale else seen.as_of,
            read_at=seen.read_at,
            fresh_until=min(end, soon if seen.stale else seen.fresh_until),
            good_until=min(end, soon if seen.stale else seen.good_until),
        )


def mark(environ: WSGIEnvironment, keep: CachePolicy) -> None:
    """Let the answer to this request be given again to whoever sends the same: with it, the same link."""
    environ[_KEEP] = keep
    defer_request_log(environ)


def marked(environ: WSGIEnvironment) -> CachePolicy | None:
    """What the view said."""
    keep: CachePolicy | None = environ.get(_KEEP)
    return keep
