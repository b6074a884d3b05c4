"""Percentiles of whole numbers that were counted, such as hours: pure."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST_VALUES = 20
"""Of fewer values no figure is made: it would be of those few alone, and tell who they are."""

MEDIAN, MOST = 50, 90  # percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles:
    """``median`` is what half of ``count`` values do not exceed, ``most`` what nine of ten do not; None: too few."""

    count: int
    median: int | None
    most: int | None


def percentiles(counts: Mapping[int, int]) -> Percentiles:
    """Of values, each with how often it occurs."""
    total = sum(counts.values())
    if total < LEAST_VALUES:
        return Percentiles(count=total, median=None, most=None)
    return Percentiles(count=total, median=percentile(counts, MEDIAN), most=percentile(counts, MOST))


def percentile(counts: Mapping[int, int], percent: int) -> int:
    """The least of the values that so many percent of them do not exceed; ``counts`` is not empty.

    By the nearest rank, so that it is a value that occurs: https://en.wikipedia.org/wiki/Percentile .
    """
    left = -(-percent * sum(counts.values()) // 100)
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    return max(counts)
