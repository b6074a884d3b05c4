"""The rows of an export as CSV or JSON, in pieces: as much memory for a million orders as for one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import orjson

from tracking.merchant.export_columns import COLUMNS
from tracking.merchant.row_json import Json
from tracking.web.csv_table import csv_line

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By it Excel knows UTF-8 when the file is opened with a click; to other programs it is a part of the first head."""

_AT_ONCE = 200  # rows in a piece

Order = dict[str, Json]
T = TypeVar("T")


def csv_pieces(orders: Iterable[Order], columns: Sequence[str], *, has_bom: bool = False) -> Iterator[bytes]:
    """A table with heads; a column of several parts has several of them."""
    chosen = [(name, COLUMNS[name]) for name in columns]
    heads = csv_line(head for _, column in chosen for head in column.heads)
    yield _encoded(f"{BOM}{heads}" if has_bom else heads)
    for some in _in_pieces(orders):
        lines = (csv_line([cell for name, column in chosen for cell in column.cells(order[name])]) for order in some)
        yield _encoded("".join(lines))


def json_pieces(orders: Iterable[Order], columns: Sequence[str], view: str) -> Iterator[bytes]:
    """One object, as the list's JSON is one, without count and next page: an order stands on a line of its own."""
    yield b'{"view":%b,"orders":[' % orjson.dumps(view)
    between = b"\n"
    for some in _in_pieces(orders):
        lines = b",\n".join(orjson.dumps({name: order[name] for name in columns}) for order in some)
        yield between + lines
        between = b",\n"
    yield b"\n]}\n"


def _in_pieces(rows: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(rows)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _encoded(text: str) -> bytes:
    return text.encode(errors="replace")
