"""Lists the settings that hold, each with its value unless that is a secret: the rows of ``.env.example``."""

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields
from typing import Any

from tracking.settings.env_file import quote
from tracking.settings.origins import DEFAULT, SettingOrigin
from tracking.settings.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingInForce:
    """``value`` is empty where the setting is unset, and None where it is a secret; ``meaning`` is English.

    ``line`` is what stands in ``.env`` to have it so; a secret is left out of it.
    """

    name: str
    meaning: str
    value: str | None
    is_set: bool
    origin: SettingOrigin
    line: str


def settings_in_force(settings: Settings, origins: Mapping[str, SettingOrigin]) -> Iterator[SettingInForce]:
    """A row for each setting, in the order of ``.env.example``."""
    for row in fields(Settings):
        name, origin = row.name.upper(), origins.get(row.name.upper(), DEFAULT)
        value = None if not row.repr else _written(getattr(settings, row.name))
        yield SettingInForce(
            name=name,
            meaning=row.metadata["meaning"],
            value=value,
            is_set=_is_set(settings, row),
            origin=origin,
            line=f"{name}={quote(value or '')}",
        )


def _is_set(settings: Settings, row: Field[Any]) -> bool:
    return bool(getattr(settings, row.name) != row.default)


def _written(value: object) -> str:
    """As ``.env`` has it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(_pair, value)) if any(isinstance(each, tuple) for each in value) else ",".join(value)
    return str(value)


def _pair(pair: tuple[str, str]) -> str:
    name, text = pair
    return f"{name}={text}" if name else text
