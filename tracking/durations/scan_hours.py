"""When a carrier usually scans: by the hours of the day at the destination in which its scans are. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracking.durations.percentiles import LEAST_VALUES

MOST_HOURS = 6
"""In a longer part of the night nobody would know more by waiting for its end."""

SHARE = 90  # percent of the scans

_NIGHT: tuple[int, ...] = (*range(20, 24), *range(8))
_MORNING = range(8)  # before midnight the night is not over


@dataclass(slots=True)
class ScanHours:
    """How many scans a carrier made in each hour of the day, of how many ``parcels``."""

    scans: dict[int, int] = field(default_factory=dict)
    parcels: int = 0

    @property
    def done_by(self) -> int | None:
        """The hour by which it has scanned, if it usually does so at night; None of too few parcels."""
        return done_by(self.scans) if self.parcels >= LEAST_VALUES else None


def done_by(scans: Mapping[int, int]) -> int | None:
    """The hour by which nearly all are made, where they are made within a few hours of the night; else None."""
    total = sum(scans.values())
    if total < LEAST_VALUES:
        return None
    for length in range(1, MOST_HOURS + 1):
        for first in range(len(_NIGHT) - length + 1):
            hours = _NIGHT[first : first + length]
            made = sum(scans.get(hour, 0) for hour in hours)
            if 100 * made >= SHARE * total:  # the shortest
                last = hours[-1]
                return last + 1 if last in _MORNING else None
    return None
