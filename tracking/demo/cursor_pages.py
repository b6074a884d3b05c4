"""Paginates lists as Shopify does, with cursors."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from typing import TypedDict

from graphql import GraphQLError

LARGEST_PAGE = 250


class PageArguments(TypedDict, total=False):
    """The pagination arguments of a field."""

    first: int | None
    last: int | None
    after: str | None
    before: str | None
    reverse: bool


def page(rows: Sequence[object], window: PageArguments) -> dict[str, object]:
    """Cut a page out of ``rows``, as a connection with ``nodes`` and ``pageInfo``.

    Cursors and ``reverse`` follow https://shopify.dev/docs/api/usage/pagination-graphql
    """
    _check_size(window)
    ordered = rows[::-1] if window.get("reverse") else rows
    start, stop = _bounds(window, len(ordered))
    return {"nodes": ordered[start:stop], "pageInfo": _page_info(start, stop, len(ordered))}


def cursor(position: int) -> str:
    """The opaque cursor of a row."""
    return urlsafe_b64encode(f"row:{position}".encode()).decode()


def _position(name: str) -> int:
    try:
        return int(urlsafe_b64decode(name).decode().removeprefix("row:"))
    except (NotBase64, ValueError) as error:
        raise GraphQLError(f"Invalid cursor for current pagination sort: {name}") from error


def _check_size(window: PageArguments) -> None:
    sizes = [size for size in (window.get("first"), window.get("last")) if size is not None]
    if len(sizes) != 1:
        raise GraphQLError("you must provide one of first or last")
    if not 0 <= sizes[0] <= LARGEST_PAGE:
        raise GraphQLError(f"first and last must be between 0 and {LARGEST_PAGE}")


def _bounds(window: PageArguments, length: int) -> tuple[int, int]:
    after, before = window.get("after"), window.get("before")
    start = min(_position(after) + 1, length) if after else 0
    stop = max(min(_position(before), length), start) if before else length
    first, last = window.get("first"), window.get("last")
    if first is not None:
        return start, min(stop, start + first)
    return max(start, stop - (last or 0)), stop


def _page_info(start: int, stop: int, length: int) -> dict[str, object]:
    is_empty = start == stop
    return {
        "hasNextPage": stop < length,
        "hasPreviousPage": start > 0,
        "startCursor": None if is_empty else cursor(start),
        "endCursor": None if is_empty else cursor(stop - 1),
    }
