"""Lists the settings that hold, each with its value unless that is a secret: the rows of ``.env.example``."""

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields
from types import MappingProxyType
from typing import Any

from tracking.settings.env_file import quote
from tracking.settings.origins import DEFAULT, SettingOrigin
from tracking.settings.settings import Settings
from tracking.settings.texts import as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingInForce:
    """``value`` is empty where the setting is unset, and None where it is a secret; ``description`` is English.

    ``line`` is what stands in ``.env`` to have it so; a secret is left out of it. It is None where the value stands in
    a TOML file of the shop's.
    """

    name: str
    description: str
    value: str | None
    is_set: bool
    origin: SettingOrigin
    line: str | None


def settings_in_force(
    settings: Settings, origins: Mapping[str, SettingOrigin], held: Mapping[str, str] = MappingProxyType({})
) -> Iterator[SettingInForce]:
    """A row for each setting, in the order of ``.env.example``.

    ``held`` is the value that holds where a setting is unset, by its name, if other settings decide of it.
    """
    for row in fields(Settings):
        name, origin = row.name.upper(), origins.get(row.name.upper(), DEFAULT)
        value = getattr(settings, row.name)
        written = row.metadata["write"](value) if row.repr else ""
        yield SettingInForce(
            name=name,
            description=row.metadata["description"],
            value=(written or as_text(value) or held.get(name, "")) if row.repr else None,
            is_set=_is_set(settings, row),
            origin=origin,
            line=None if written is None else f"{name}={quote(written)}",
        )


def _is_set(settings: Settings, row: Field[Any]) -> bool:
    return bool(getattr(settings, row.name) != row.default)
