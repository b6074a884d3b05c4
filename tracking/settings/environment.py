"""Reads the settings from the environment, or from the files that it names."""

from collections.abc import Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, Self

from tracking.settings.table import SettingsError, Table
from tracking.settings.together import check_together


class Settings(Table):
    """The whole table, read and checked."""

    __slots__ = ()

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Read every row; an empty variable counts as unset.

        Raises SettingsError for a value that is wrong by itself and for values that do not go together.
        """
        # The rows' own types were checked where they stand in the table.
        given: dict[str, Any] = {}
        for row in fields(Table):
            value = _value(row.name.upper(), environ)
            if value:
                given[row.name] = _read(row, value)
        settings = cls(**given)
        check_together(settings)
        return settings


def _value(name: str, environ: Mapping[str, str]) -> str:
    """The variable, or what stands in the file that ``NAME_FILE`` names, as containers hand secrets over."""
    direct, path = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if direct and path:
        raise SettingsError(f"{name} and {name}_FILE are both set: remove one of them.")
    if not path:
        return direct
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise SettingsError(f"{name}_FILE must name a text file that this process may read.") from None


def _read(row: Field[Any], value: str) -> object:
    try:
        return row.metadata["read"](value)
    except ValueError as error:
        raise SettingsError(f"{row.name.upper()} {error}.") from None
