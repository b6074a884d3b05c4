"""Paginates lists as Shopify does, with cursors."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypedDict, cast

from graphql import GraphQLError

LARGEST_PAGE = 250


class PageArguments(TypedDict, total=False):
    """The pagination arguments of a field."""

    first: int | None
    last: int | None
    after: str | None
    before: str | None
    reverse: bool


SortValue: TypeAlias = tuple[str, str]
"""The values that rows are sorted by: that of the sort key, then the id."""


def page(rows: Sequence[object], window: PageArguments) -> dict[str, object]:
    """Cut a page out of ``rows``, as a connection with ``nodes`` and ``pageInfo``.

    Its cursors name positions. Cursors and ``reverse`` follow https://shopify.dev/docs/api/usage/pagination-graphql
    """
    return _page(rows[::-1] if window.get("reverse") else rows, window, _Positions())


def sorted_page(
    rows: Sequence[object], window: PageArguments, sort_value: Callable[[object], SortValue]
) -> dict[str, object]:
    """Cut a page out of ``rows``, which are sorted by ``sort_value``: its cursors name a value, not a position.

    So the next page begins in the right place although rows were added or moved in the meantime.
    """
    is_reversed = bool(window.get("reverse"))
    return _page(rows[::-1] if is_reversed else rows, window, _SortedValues(sort_value, is_reversed=is_reversed))


def whole(rows: Sequence[object]) -> dict[str, object]:
    """All rows as one connection, as a bulk operation reads it."""
    return _connection(rows, 0, len(rows), _Positions())


def edges(connection: dict[str, object]) -> list[dict[str, object]]:
    """The nodes of a connection, each with its cursor."""
    nodes, name = cast("Sequence[object]", connection["nodes"]), cast("Callable[[int], str]", connection["cursor"])
    return [{"cursor": name(nth), "node": node} for nth, node in enumerate(nodes)]


def cursor(position: int) -> str:
    """The opaque cursor of a row."""
    return urlsafe_b64encode(f"row:{position}".encode()).decode()


class _Positions:
    """Cursors that name positions."""

    def name(self, _: Sequence[object], position: int) -> str:
        return cursor(position)

    def after(self, rows: Sequence[object], name: str) -> int:
        return min(self._position(name) + 1, len(rows))

    def before(self, rows: Sequence[object], name: str) -> int:
        return min(self._position(name), len(rows))

    def _position(self, name: str) -> int:
        try:
            return int(_decoded(name).removeprefix("row:"))
        except ValueError as error:
            raise _invalid(name) from error


class _SortedValues:
    """Cursors that name the value by which a row is sorted."""

    def __init__(self, sort_value: Callable[[object], SortValue], *, is_reversed: bool) -> None:
        self._sort_value = sort_value
        self._is_reversed = is_reversed

    def name(self, rows: Sequence[object], position: int) -> str:
        value, row_id = self._sort_value(rows[position])
        return urlsafe_b64encode(json.dumps({"last_id": row_id, "last_value": value}).encode()).decode()

    def after(self, rows: Sequence[object], name: str) -> int:
        last = self._value(name)
        is_behind = (lambda row: self._sort_value(row) < last) if self._is_reversed else self._is_above(last)
        return bisect_left(rows, True, key=is_behind)  # noqa: FBT003 - the first row that is behind

    def before(self, rows: Sequence[object], name: str) -> int:
        last = self._value(name)
        is_above = self._is_above(last)
        is_there = (lambda row: not is_above(row)) if self._is_reversed else lambda row: self._sort_value(row) >= last
        return bisect_left(rows, True, key=is_there)  # noqa: FBT003 - the first row that is not in front

    def _is_above(self, last: SortValue) -> Callable[[object], bool]:
        return lambda row: self._sort_value(row) > last

    def _value(self, name: str) -> SortValue:
        try:
            found = json.loads(_decoded(name))
            return str(found["last_value"]), str(found["last_id"])
        except (ValueError, TypeError, KeyError) as error:
            raise _invalid(name) from error


_Cursors: TypeAlias = _Positions | _SortedValues


def _decoded(name: str) -> str:
    try:
        return urlsafe_b64decode(name).decode()
    except NotBase64 as error:
        raise _invalid(name) from error


def _invalid(name: str) -> GraphQLError:
    return GraphQLError(f"Invalid cursor for current pagination sort: {name}")


def _page(ordered: Sequence[object], window: PageArguments, cursors: _Cursors) -> dict[str, object]:
    _check_size(window)
    return _connection(ordered, *_bounds(window, ordered, cursors), cursors)


def _connection(ordered: Sequence[object], start: int, stop: int, cursors: _Cursors) -> dict[str, object]:
    nodes = list(ordered[start:stop])
    return {
        "nodes": nodes,
        "cursor": lambda nth: cursors.name(ordered, start + nth),
        "pageInfo": {
            "hasNextPage": stop < len(ordered),
            "hasPreviousPage": start > 0,
            "startCursor": cursors.name(ordered, start) if nodes else None,
            "endCursor": cursors.name(ordered, stop - 1) if nodes else None,
        },
    }


def _check_size(window: PageArguments) -> None:
    sizes = [size for size in (window.get("first"), window.get("last")) if size is not None]
    if len(sizes) != 1:
        raise GraphQLError("you must provide one of first or last")
    if not 0 <= sizes[0] <= LARGEST_PAGE:
        raise GraphQLError(f"first and last must be between 0 and {LARGEST_PAGE}")


def _bounds(window: PageArguments, rows: Sequence[object], cursors: _Cursors) -> tuple[int, int]:
    after, before = window.get("after"), window.get("before")
    start = cursors.after(rows, after) if after else 0
    stop = max(cursors.before(rows, before), start) if before else len(rows)
    first, last = window.get("first"), window.get("last")
    if first is not None:
        return start, min(stop, start + first)
    return max(start, stop - (last or 0)), stop
