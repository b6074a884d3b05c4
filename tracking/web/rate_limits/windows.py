"""What rate limits are counted by, and what counts them."""

from dataclasses import dataclass
from typing import Protocol

from limits import RateLimitItem


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitKey:
    """``id`` is counted by itself within its ``scope``; both are pseudonyms or fixed words, never an address.

    Where there are too many to count each, the surplus counts for the ``group``: together it may do what ``share`` of
    its members may.
    """

    scope: str
    id: str
    group: str
    share: int = 1


class Windows(Protocol):
    """Moving windows: of the hits of a key, those of the last minute or hour count."""

    def hit(self, key: LimitKey, limit: RateLimitItem) -> float:
        """Count one, and return 0; where the limit is reached, count nothing and return the seconds to wait."""

    def wait(self, key: LimitKey, limit: RateLimitItem) -> float:
        """The seconds until one more would be counted; 0 where it would be now."""
