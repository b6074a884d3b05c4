"""Rate limits counted in this process: at constant cost a hit, and in memory that has a bound."""

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
        """Count one, and return 0; where the limit is reached, count nothing and return the seconds to wait."""
        with self._lock:
            table = self._table(key, limit)
            wait = table.wait(key, limit.amount)
            if not wait:
                table.add(key, limit.amount)
            return wait

    def wait(self, key: LimitKey, limit: RateLimitItem) -> float:
        """The seconds until one more would be counted; 0 where it would be now."""
        with self._lock:
            return self._table(key, limit).wait(key, limit.amount)

    def __len__(self) -> int:
        """How many keys and groups are counted now."""
        with self._lock:
            return sum(map(len, self._tables.values()))

    def _table(self, key: LimitKey, limit: RateLimitItem) -> "_Table":
        place = key.scope, limit.get_expiry()
        if place not in self._tables:
            self._tables[place] = _Table(limit.get_expiry(), self._capacity, self._monotonic)
        return self._tables[place]


@dataclass(slots=True)
class _Hits:
    """The latest hits of a key, and the group that they count for when the key gives way to another.

    ``earlier`` are hits of the group that may have been the key's own, before it had this row.
    """

    times: "array[float]"
    group: int
    most_of_group: int
    earlier: "array[float]"


class _Keys(TTLCache[str, _Hits]):
    """Forgets keys when their window is over, and hands those over that give way before."""

    def __init__(
        self, capacity: int, seconds: int, monotonic: Callable[[], float], give: Callable[[_Hits], None]
    ) -> None:
        super().__init__(capacity, seconds, monotonic)
        self._give = give

    def popitem(self) -> tuple[str, _Hits]:
        """The least recently used."""
        key, hits = super().popitem()
        self._give(hits)
        return key, hits


class _Table:
    """The hits of one scope within one window.

    A flood of new keys pushes the least recently used out. Their hits are not forgotten: they count for the group, and
    a group that has used up its share has its further newcomers refused. So a flood shuts out nobody but those that
    come from where it came from, and not even them while they have a row of their own. A key that comes back has what
    its group has left: with a group of its own, what is left of its limit.
    """

    def __init__(self, seconds: int, capacity: int, monotonic: Callable[[], float]) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._keys = _Keys(capacity, seconds, monotonic, self._count_for_group)
        self._groups: TTLCache[int, array[float]] = TTLCache(_GROUPS, seconds, monotonic)

    def __len__(self) -> int:
        return len(self._keys) + len(self._groups)

    def wait(self, key: LimitKey, most: int) -> float:
        hits = self._keys.get(key.id)
        if hits:
            return self._until_room((hits.earlier + hits.times)[-most:], most)
        return self._until_room(self._groups.get(_group(key), ()), most * key.share)

    def add(self, key: LimitKey, most: int) -> None:
        hits = self._keys.get(key.id) or self._new_hits(key, most)
        hits.times.append(self._monotonic())
        del hits.times[:-most]
        self._keys[key.id] = hits  # anew: its time begins with each hit

    def _new_hits(self, key: LimitKey, most: int) -> _Hits:
        group = _group(key)
        times = self._groups.get(group) or array("d")
        in_window = len(times) - bisect(times, self._monotonic() - self._seconds)
        beyond = max(0, in_window - most * (key.share - 1))  # what the other members cannot have used up
        return _Hits(array("d"), group, most * key.share, earlier=times[len(times) - beyond :])

    def _until_room(self, times: Sequence[float], most: int) -> float:
        if len(times) < most:
            return 0.0
        return max(0.0, times[-most] + self._seconds - self._monotonic())

    def _count_for_group(self, hits: _Hits) -> None:
        times = self._groups.get(hits.group) or array("d")
        latest = max(hits.times[-1], times[-1]) if times else hits.times[-1]
        times.extend([latest] * len(hits.times))  # as of the last one: so they stay in order at no cost
        del times[: -hits.most_of_group]
        self._groups[hits.group] = times


def _group(key: LimitKey) -> int:
    return crc32(key.group.encode()) % _GROUPS
