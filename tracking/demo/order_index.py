"""Orders that are found by their number without a look at each of them, and are built only when they are read."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from tracking.demo.building.ids import number_of_order

Node: TypeAlias = Mapping[str, object]


class IndexedOrders(Sequence[Node], ABC):
    """The orders of a shop. ``orders`` of a store may also be a plain list, which is searched from end to end."""

    @abstractmethod
    def by_number(self, number: int) -> Node | None:
        """The order with this numeric id."""

    def matching(self, query: str, key: str) -> Sequence[Node] | None:
        """The orders that match the query, sorted by ``key`` and id; None to look at each of them."""
        del query, key
        return None


class LazyOrder(Mapping[str, object]):
    """An order whose few ``known`` fields cost nothing; the others are built when one of them is read."""

    def __init__(self, known: Mapping[str, object], build: Callable[[], Node]) -> None:
        self._known = known
        self._build = build

    @cached_property
    def _built(self) -> Node:
        return self._build()

    def __getitem__(self, name: str) -> object:
        """A field of the order."""
        return self._known[name] if name in self._known else self._built[name]

    def __iter__(self) -> Iterator[str]:
        """The names of all fields."""
        return iter(self._built)

    def __len__(self) -> int:
        """The number of fields."""
        return len(self._built)


def candidates(orders: Sequence[Node], node_id: str) -> Sequence[Node]:
    """The orders of which one may have this id, or a part that has it."""
    if not isinstance(orders, IndexedOrders):
        return orders
    number = number_of_order(node_id)
    found = None if number is None else orders.by_number(number)
    return [] if found is None else [found]
