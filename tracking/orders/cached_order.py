"""An order as the cache holds it, and the times until which it may be shown."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from zlib import crc32

from tracking.order.model import Order
from tracking.shopify.errors import Unavailable
from tracking.shopify.orders import Document
from tracking.shopify.parsing.order import read_order

# How far the clocks of machines that share a cache may differ. A time further ahead was written by a wrong clock, or
# ours is wrong: how old the order is cannot be said.
MAX_SKEW = timedelta(seconds=2)
_MAX_TTL = 86_400  # seconds
_PREFER_WHOLE_FOR = timedelta(hours=1)
# An order is refreshed in the background before it expires: after a half to three quarters of its ttl, a little
# different for every fetch, so that orders that were opened together are not refreshed together.
_MIN_FRESH, _JITTER = 0.5, 0.25
_CRC_VALUES = 2**32
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedOrder:
    """The ``document`` that Shopify returned at ``fetched_at``, and how long it is valid.

    ``updated_at`` is the order's own. Both are None where Shopify has no such order. ``refreshed_at`` is the time of a
    later fetch that returned less; ``ttl`` then counts from there. ``change`` are the change marks that were set before
    the fetch: under any other mark the order is outdated.
    """

    fetched_at: datetime
    ttl: timedelta
    updated_at: datetime | None
    document: Document | None
    refreshed_at: datetime | None = None
    change: str | None = None

    @property
    def last_fetched_at(self) -> datetime:
        """The time of the last fetch, whatever it returned."""
        return self.refreshed_at or self.fetched_at

    def retained_until(self, retention: timedelta, now: datetime) -> datetime:
        """The latest time at which it is gone: from now where its own time cannot be right, for the store has it."""
        start = self.fetched_at if timedelta(0) <= now - self.fetched_at < retention else now
        return start + retention

    @property
    def is_partial(self) -> bool:
        """Whether another fetch may return more."""
        return bool(self.document and self.document["partial"])

    def is_in_future(self, now: datetime) -> bool:
        """Whether the last fetch is in the future, so that the order is neither fresh nor newer than another."""
        return self.last_fetched_at > now + MAX_SKEW

    def is_newer_than(self, other: "CachedOrder", now: datetime) -> bool:
        """Compares the orders' own times where both have one: a later fetch may have read a replica that lags."""
        if self.updated_at and other.updated_at and self.updated_at != other.updated_at:
            return self.updated_at > other.updated_at
        if self.is_in_future(now) != other.is_in_future(now):
            return other.is_in_future(now)
        return self.fetched_at > other.fetched_at

    def to_json(self) -> dict[str, object]:
        """The form in which it is stored."""
        return {
            "as_of": self.fetched_at.isoformat(),
            "good_seconds": self.ttl.total_seconds(),
            "updated_at": self.updated_at.isoformat() if self.updated_at else None,
            "document": self.document,
            "change": self.change,
        }

    @classmethod
    def from_json(cls, value: object) -> Self | None:
        """None for a value that this release did not store."""
        match value:
            case {
                "as_of": str(fetched_at),
                "good_seconds": float(seconds),
                "updated_at": str() | None as updated_at,
                "document": dict() | None as document,
                "change": str() | None as change,
            } if (parsed := _parse_time(fetched_at)) and 0 <= seconds <= _MAX_TTL:
                return cls(
                    fetched_at=parsed,
                    ttl=timedelta(seconds=seconds),
                    updated_at=_parse_time(updated_at),
                    document=document,
                    change=change,
                )
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidationMarks:
    """The marks set in the cache for an order: that it changed, that it was erased, that all orders were.

    ``all_changed`` is set where a clock was set back: how old an order is can then no longer be said. Each mark is
    unique, so that no clock has to order them: a fetch is older than a mark that was not set when it began.
    """

    changed: str | None = None
    erased: str | None = None
    all_erased: str | None = None
    all_changed: str | None = None

    @classmethod
    def from_stored(cls, values: list[object]) -> Self:
        """The stored marks, in the order of the fields; a value that is no mark counts as none."""
        names = ("changed", "erased", "all_erased", "all_changed")
        return cls(**{name: value for name, value in zip(names, values, strict=True) if isinstance(value, str)})

    @property
    def change(self) -> str | None:
        """The change marks, as an order that is fetched now carries them."""
        return _SEPARATOR.join(filter(None, (self.changed, self.all_changed))) or None

    def is_changed_since(self, change: str | None) -> bool:
        """Whether a change mark is set that is not among these."""
        new = {self.changed, self.all_changed} - {None}
        return not new <= set((change or "").split(_SEPARATOR))

    def is_changed_within(self, duration: timedelta, when: datetime) -> bool:
        """Whether the change mark was set shortly before or after ``when``, by the clock of the process that set it."""
        changed_at = _parse_time(self.changed.partition(" ")[0]) if self.changed else None
        return changed_at is not None and abs(when - changed_at) < duration

    def is_erased_since(self, earlier: "InvalidationMarks") -> bool:
        """Whether the order was erased after ``earlier`` was read."""
        new = {self.erased, self.all_erased} - {None}
        return bool(new - {earlier.erased, earlier.all_erased})


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A parsed order as it was at ``fetched_at``; ``read_at`` the time of the lookup.

    Until ``fresh_until`` it is shown as it is; from then until ``expires_at`` it is shown while it is refreshed.
    ``stale`` says that it has expired and cannot be refreshed.
    """

    order_id: str
    order: Order
    fetched_at: datetime
    fresh_until: datetime
    expires_at: datetime
    read_at: datetime
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheEntry:
    """The content of the cache under ``order_id`` at ``read_at``. The order is parsed only by ``snapshot``."""

    order_id: str
    read_at: datetime
    cached: CachedOrder | None = None
    marks: InvalidationMarks = InvalidationMarks()

    @property
    def is_known(self) -> bool:
        """Whether there is an order to show."""
        return self.cached is not None and self.cached.document is not None

    @property
    def is_outdated(self) -> bool:
        """Whether the cached order is older than the last change."""
        return self.cached is not None and self.marks.is_changed_since(self.cached.change)

    @property
    def is_fresh(self) -> bool:
        """Whether the order is shown as it is."""
        return self.read_at < self._expiry[0]

    @property
    def is_valid(self) -> bool:
        """Whether the order is shown, if only while it is refreshed; of no order, whether Shopify still has none."""
        return self.read_at < self._expiry[1]

    def snapshot(self) -> Snapshot | None:
        """Parses the order; None where there is none, or none that this release can parse."""
        if self.cached is None or self.cached.document is None:
            return None
        try:
            order = read_order(self.cached.document)
        except Unavailable:  # written by another release
            return None
        return self.snapshot_of(self.cached, order)

    def snapshot_of(self, cached: CachedOrder, order: Order) -> Snapshot:
        """A snapshot of ``cached``, the entry's own, which is already parsed as ``order``."""
        fresh_until, expires_at = self._expiry
        return Snapshot(
            order_id=self.order_id,
            order=order,
            fetched_at=min(cached.fetched_at, self.read_at),  # no time in the future is shown
            fresh_until=fresh_until,
            expires_at=expires_at,
            read_at=self.read_at,
            stale=cached.refreshed_at is not None,
        )

    @property
    def _expiry(self) -> tuple[datetime, datetime]:
        """The end of being fresh, and of being valid."""
        if self.cached is None or self.is_outdated or self.cached.is_in_future(self.read_at):
            # It is still shown while Shopify is unavailable, but it has expired.
            return self.read_at, self.read_at
        start, ttl = self.cached.last_fetched_at, self.cached.ttl
        jitter = _JITTER * crc32(f"{self.order_id} {start.isoformat()}".encode()) / _CRC_VALUES
        return start + (_MIN_FRESH + jitter) * ttl, start + ttl


def newest(whole: CachedOrder | None, partial: CachedOrder | None, now: datetime) -> CachedOrder | None:
    """The newer one; but for an hour the whole one, with the partial one's times, where both have the same state."""
    if whole is None or partial is None or not partial.is_newer_than(whole, now):
        return whole or partial
    is_same_state = partial.updated_at == whole.updated_at
    if whole.document and is_same_state and timedelta(0) <= partial.fetched_at - whole.fetched_at < _PREFER_WHOLE_FOR:
        return replace(whole, ttl=partial.ttl, refreshed_at=partial.fetched_at, change=partial.change)
    return partial


def _parse_time(value: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return time if time and time.tzinfo else None
