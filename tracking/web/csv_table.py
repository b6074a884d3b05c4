"""Writes tables as CSV that a spreadsheet opens without running anything in it."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA = re.compile(r"\s*[;=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""A spreadsheet takes a cell that begins so for a formula, the characters in full width or behind spaces, too, and some
begin another cell at a semicolon: https://owasp.org/www-community/attacks/CSV_Injection."""


def csv_line(cells: Iterable[object]) -> str:
    """A line with its end; None is an empty cell. Numbers stay numbers, also negative ones."""
    line = StringIO()
    csv.writer(line).writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A whole table."""
    return "".join(map(csv_line, [heads, *rows]))


def _cell(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    return cell
