"""Rate limits counted in this process: constant cost for each hit, and bounded memory."""

from array import array
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from zlib import crc32

from cachetools import TTLCache
from limits import RateLimitItem

from tracking.web.rate_limits.windows import LimitKey

CAPACITY = 20_000  # keys of one scope and window that are counted one by one: some ten megabytes
_GROUPS = 65_536  # as many as there are IPv4 networks of sixteen bits


class MemoryWindows:
    """Safe to share between threads. ``capacity`` is a number of keys in each scope and window."""

    def __init__(self, *, monotonic: Callable[[], float], capacity: int = CAPACITY) -> None:
        self._monotonic = monotonic
        self._capacity = capacity
        self._tables: dict[tuple[str, int], _Table] = {}
        self._lock = Lock()

    def hit(self, key: LimitKey, limit: RateLimitItem) -> float:
        """Counts a hit and returns 0; where the limit is reached, counts nothing and returns the seconds to wait."""
        with self._lock:
            table = self._table(key, limit)
            wait = table.wait(key, limit.amount)
            if not wait:
                table.add(key, limit.amount)
            return wait

    def wait(self, key: LimitKey, limit: RateLimitItem) -> float:
        """Returns the seconds until another hit would be counted; 0 where it would be now."""
        with self._lock:
            return self._table(key, limit).wait(key, limit.amount)

    def __len__(self) -> int:
        """Returns the number of keys and groups."""
        with self._lock:
            return sum(map(len, self._tables.values()))

    def _table(self, key: LimitKey, limit: RateLimitItem) -> "_Table":
        table_key = key.scope, limit.get_expiry()
        if table_key not in self._tables:
            self._tables[table_key] = _Table(limit.get_expiry(), self._capacity, self._monotonic)
        return self._tables[table_key]


@dataclass(slots=True)
class _Hits:
    """The latest hits of a key, and the group that they count for when the key gives way to another.

    ``earlier`` are hits of the group that may have been the key's own, before it had this row.
    """

    times: "array[float]"
    group: int
    max_of_group: int
    earlier: "array[float]"


class _WindowKeys(TTLCache[str, _Hits]):
    """Expires keys with their window, and calls ``on_evict`` with the hits of those evicted before."""

    def __init__(
        self, capacity: int, seconds: int, monotonic: Callable[[], float], on_evict: Callable[[_Hits], None]
    ) -> None:
        super().__init__(capacity, seconds, monotonic)
        self._on_evict = on_evict

    def popitem(self) -> tuple[str, _Hits]:
        """Evicts the least recently used key."""
        key, hits = super().popitem()
        self._on_evict(hits)
        return key, hits


class _Table:
    """The hits of one scope within one window.

    A flood of new keys evicts the least recently used ones. Their hits are counted for the group, and new keys of a
    group that has used up its share are rejected. So a flood affects only the networks that it comes from, and there
    only clients without a key of their own. A key that comes back has what its group has left: with a group of its
    own, what is left of its limit.
    """

    def __init__(self, seconds: int, capacity: int, monotonic: Callable[[], float]) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._keys = _WindowKeys(capacity, seconds, monotonic, self._count_for_group)
        self._groups: TTLCache[int, array[float]] = TTLCache(_GROUPS, seconds, monotonic)

    def __len__(self) -> int:
        return len(self._keys) + len(self._groups)

    def wait(self, key: LimitKey, max_hits: int) -> float:
        hits = self._keys.get(key.id)
        if hits:
            return self._seconds_until_room((hits.earlier + hits.times)[-max_hits:], max_hits)
        return self._seconds_until_room(self._groups.get(_group(key), ()), max_hits * key.share)

    def add(self, key: LimitKey, max_hits: int) -> None:
        hits = self._keys.get(key.id) or self._new_hits(key, max_hits)
        hits.times.append(self._monotonic())
        del hits.times[:-max_hits]
        self._keys[key.id] = hits  # set again: the TTL starts with each hit

    def _new_hits(self, key: LimitKey, max_hits: int) -> _Hits:
        group = _group(key)
        times = self._groups.get(group) or array("d")
        in_window = len(times) - bisect(times, self._monotonic() - self._seconds)
        beyond = max(0, in_window - max_hits * (key.share - 1))  # what the other members cannot have used up
        return _Hits(array("d"), group, max_hits * key.share, earlier=times[len(times) - beyond :])

    def _seconds_until_room(self, times: Sequence[float], max_hits: int) -> float:
        if len(times) < max_hits:
            return 0.0
        return max(0.0, times[-max_hits] + self._seconds - self._monotonic())

    def _count_for_group(self, hits: _Hits) -> None:
        times = self._groups.get(hits.group) or array("d")
        latest = max(hits.times[-1], times[-1]) if times else hits.times[-1]
        times.extend([latest] * len(hits.times))  # as of the last one: so they stay in order at no cost
        del times[: -hits.max_of_group]
        self._groups[hits.group] = times


def _group(key: LimitKey) -> int:
    return crc32(key.group.encode()) % _GROUPS
