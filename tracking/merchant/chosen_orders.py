"""The orders of a list to which the same is done at once: how many they are, and their ids, some at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracking.merchant.list_query import ListQuery
from tracking.merchant.overview import MOST_COUNTED, Overview

MOST_AT_ONCE = MOST_COUNTED
"""So many orders can be chosen at once: as far as lists are counted."""


class TooManyChosen(Exception):
    """The list has more orders than can be chosen at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenOrders:
    """Never more than ``most``. Every method raises DatabaseUnavailable."""

    overview: Overview
    most: int = MOST_AT_ONCE

    def count(self, query: ListQuery) -> int:
        """How many orders the list has now. Raises TooManyChosen."""
        count = self.overview.count(query)
        if count > self.most:
            raise TooManyChosen
        return count

    def id_batches(self, query: ListQuery, size: int) -> Iterator[list[str]]:
        """Their ids, so many at a time: no more than the most, also of a list that grows meanwhile."""
        left = self.most
        for ids in self.overview.id_batches(query, size):
            yield ids[:left]
            left -= len(ids)
            if left <= 0:
                return
