"""A shop with as many orders as one likes: each is made from its index when it is read, and not kept."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import overload

from tracking.demo.harbor_goods import SHOP
from tracking.demo.order_index import IndexedOrders, LazyOrder, Node
from tracking.demo.search_syntax import SearchTerm, moment, predicate, search_tokens
from tracking.demo.store import DemoStore
from tracking.demo.stories import make_story, order_node

FIRST_NUMBER = 6_200_000_000_000
FIRST_NAME = 1_000_000
SPAN = timedelta(days=90)
"""From the oldest order to the newest one, however many there are."""

_LONGEST_LIFE = timedelta(days=5)
_TIMES = {"createdAt": "created_at", "processedAt": "processed_at", "updatedAt": "updated_at"}
_NUMBERED = {"id", "name"}


def generated_store(count: int, now: datetime, *, seed: int = 16) -> DemoStore:
    """A shop with ``count`` orders (at most ten million), as they are at ``now``."""
    return DemoStore(orders=GeneratedOrders(count, now, seed=seed), shop=SHOP)


class GeneratedOrders(IndexedOrders):
    """The orders from the oldest to the newest one, which is also the order in which they were updated last.

    The shop archives what is finished: about an eighth of them is open.

    A search by moments, names or ids takes no time; any other one looks at each order once, and keeps the positions.
    """

    def __init__(self, count: int, now: datetime, *, seed: int = 16) -> None:
        self._count = count
        self._now = now
        self._seed = seed
        self._pause = SPAN / max(1, count)
        self._found = lru_cache(maxsize=4)(self._search)

    def __len__(self) -> int:
        """The number of orders."""
        return self._count

    @overload
    def __getitem__(self, index: int) -> LazyOrder: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...

    def __getitem__(self, index: int | slice) -> LazyOrder | Sequence[Node]:
        """The order at a position, or those of a slice."""
        positions = range(self._count)[index]
        return _Selection(self, positions) if isinstance(positions, range) else self._made(positions)

    def by_number(self, number: int) -> LazyOrder | None:
        """The order with this numeric id."""
        index = number - FIRST_NUMBER
        return self._made(index) if 0 <= index < self._count else None

    def matching(self, query: str, key: str) -> Sequence[Node]:
        """The orders that match. They are sorted by any moment, and by their ids, alike."""
        del key
        return _Selection(self, self._found(query))

    def _made(self, index: int) -> LazyOrder:
        age = self._pause * (self._count - 1 - index)
        placed_at = (self._now - age).replace(microsecond=0)
        story = make_story(
            seed=self._seed,
            index=index,
            number=FIRST_NUMBER + index,
            name=f"#{FIRST_NAME + index}",
            placed_at=placed_at,
        )
        # Of two orders, the one that was placed later was also updated later, and both before now.
        lived = min(age / 2, _LONGEST_LIFE)
        updated_at = (placed_at + lived).replace(microsecond=0)
        passed = story.passed(updated_at - placed_at)
        return order_node(story, passed, updated_at, is_archived=story.is_finished(passed))

    def _search(self, query: str) -> Sequence[int]:
        tokens = list(search_tokens(query))
        terms = [token for token in tokens if isinstance(token, SearchTerm)]
        if tokens and all(term.field in _NUMBERED for term in terms):
            return self._numbered(query, terms)
        within = self._within(terms) if len(terms) == len(tokens) else range(self._count)
        if all(_is_bound(term) for term in terms) and len(terms) == len(tokens):
            return within
        matches = predicate(query)
        return array("L", (index for index in within if matches(self._made(index))))

    def _numbered(self, query: str, terms: Sequence[SearchTerm]) -> Sequence[int]:
        """The orders of exactly these numbers."""
        first = {"id": FIRST_NUMBER, "name": FIRST_NAME}
        digits = ((term.field, "".join(filter(str.isdigit, term.value))) for term in terms)
        positions = {int(number) - first[field] for field, number in digits if number}
        matches = predicate(query)
        return [index for index in sorted(positions) if 0 <= index < self._count and matches(self._made(index))]

    def _within(self, terms: Sequence[SearchTerm]) -> range:
        """The positions between the moments of the terms, all of which apply."""
        start, stop = 0, self._count
        for term in filter(_is_bound, terms):
            key = next(key for key, field in _TIMES.items() if field == term.field)
            find = bisect_right if term.comparator in {">", "<="} else bisect_left
            position = find(self, moment(term.value), key=lambda order, key=key: str(order[key]))  # type: ignore[misc]  # of a lambda with a default
            start, stop = (max(start, position), stop) if ">" in term.comparator else (start, min(stop, position))
        return range(start, max(start, stop))


def _is_bound(term: SearchTerm) -> bool:
    return bool(term.comparator) and term.field in _TIMES.values()


class _Selection(Sequence[Node]):
    """Some of the orders, by their positions."""

    def __init__(self, orders: GeneratedOrders, positions: Sequence[int]) -> None:
        self._orders = orders
        self._positions = positions

    def __len__(self) -> int:
        return len(self._positions)

    @overload
    def __getitem__(self, index: int) -> Node: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...

    def __getitem__(self, index: int | slice) -> Node | Sequence[Node]:
        if isinstance(index, slice):
            return _Selection(self._orders, self._positions[index])
        return self._orders[self._positions[index]]
