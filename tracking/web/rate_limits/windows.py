"""The keys of rate limits, and the interface of their counters."""

from dataclasses import dataclass
from typing import Protocol

from limits import RateLimitItem


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitKey:
    """``id`` is counted within its ``scope``; both are pseudonyms or constants, never an address.

    Where there are too many keys, evicted ones are counted by ``group``, which has ``share`` times the limit of a key.
    """

    scope: str
    id: str
    group: str
    share: int = 1


class Windows(Protocol):
    """Moving windows: only hits of the last minute or hour count."""

    def hit(self, key: LimitKey, limit: RateLimitItem) -> float:
        """Counts a hit and returns 0; where the limit is reached, counts nothing and returns the seconds to wait."""

    def wait(self, key: LimitKey, limit: RateLimitItem) -> float:
        """Returns the seconds until another hit would be counted; 0 where it would be now."""
