"""Reads carriers from TOML: the built-in table, and a merchant's own file on top of it."""

import tomllib
from pathlib import Path

from tracking.carriers.columns import RowError, read_row
from tracking.carriers.row import CarrierRow
from tracking.carriers.row_validation import validate_row

BUILT_IN = Path(__file__).with_name("carriers.toml")


class CarriersFileError(Exception):
    """A carriers file cannot be used; the message is one sentence that names file, row and fix."""


def read_table() -> tuple[CarrierRow, ...]:
    """The built-in carriers, in the table's order. The tests validate the rows, so that the start need not."""
    return tuple(read_row(code, table) for code, table in _parse(BUILT_IN).items())


def read_table_with(path: Path) -> tuple[CarrierRow, ...]:
    """The built-in carriers with those of ``path`` on top.

    A row of a built-in carrier replaces the columns it has; a new one comes first, so that its names and hosts win.
    Raises CarriersFileError for a file that is missing or not TOML, and for its first wrong row.
    """
    built_in, own = _parse(BUILT_IN), _parse(path)
    validated = {code: _validated(path, code, _overridden(built_in.get(code), table)) for code, table in own.items()}
    added = tuple(row for code, row in validated.items() if code not in built_in)
    return added + tuple(validated.get(code) or read_row(code, table) for code, table in built_in.items())


def _overridden(table: object, own: object) -> object:
    return {**table, **own} if isinstance(table, dict) and isinstance(own, dict) else own


def _validated(path: Path, code: str, table: object) -> CarrierRow:
    try:
        row = read_row(code, table)
    except RowError as error:
        raise CarriersFileError(f'{path}: the row "{code}" {error}.') from error
    fault = next(validate_row(row), None)
    if fault:
        raise CarriersFileError(f'{path}: the row "{code}" {fault}.')
    return row


def _parse(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CarriersFileError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CarriersFileError(f"{path} is not TOML: {error}.") from error
