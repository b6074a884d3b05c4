"""Reads the settings from the environment, or from the files that it names."""

from collections.abc import Collection, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, Self

from tracking.settings.table import SettingsError, SettingsTable
from tracking.settings.validation import check_together


class Settings(SettingsTable):
    """The whole table, read and checked."""

    __slots__ = ()

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Read every row; an empty variable counts as unset.

        Raises SettingsError for a value that is wrong by itself and for values that do not go together.
        """
        settings = cls(**_given(environ, _ROWS))
        check_together(settings)
        return settings

    @classmethod
    def partly(cls, environ: Mapping[str, str], names: Collection[str]) -> Self:
        """Read some rows, and leave the others unset. Raises SettingsError for a value that is wrong by itself."""
        return cls(**_given(environ, names))


def value_of(name: str, environ: Mapping[str, str]) -> str:
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


def read_value(name: str, value: str) -> object:
    """What the text means for this setting. Raises SettingsError."""
    try:
        return _ROWS[name].metadata["read"](value)
    except ValueError as error:
        raise SettingsError(f"{name} {error}.") from None


_ROWS: Mapping[str, Field[Any]] = {row.name.upper(): row for row in fields(SettingsTable)}


def _given(environ: Mapping[str, str], names: Collection[str]) -> dict[str, Any]:
    # The rows' own types were checked where they stand in the table.
    texts = {name: value_of(name, environ) for name in names}
    return {name.lower(): read_value(name, text) for name, text in texts.items() if text}
