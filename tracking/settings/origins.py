"""Says of each setting where its value is from, without the value."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracking.settings.setting_names import SETTINGS
from tracking.settings.sources import SettingsSources


class OriginKind(StrEnum):
    """The sources of a value; the one that is read first stands first."""

    ENVIRONMENT = "environment"
    ENV_FILE = "env_file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class SettingOrigin:
    """``line`` is that of ``.env``; ``is_in_file``: ``NAME_FILE`` names a file that has the value."""

    kind: OriginKind
    line: int | None = None
    is_in_file: bool = False


DEFAULT = SettingOrigin(OriginKind.DEFAULT)


def origins(sources: SettingsSources) -> Mapping[str, SettingOrigin]:
    """Where each setting is from, by its name; an empty variable leaves the default."""
    return {name: _origin(sources, name) for name in SETTINGS}


def _origin(sources: SettingsSources, name: str) -> SettingOrigin:
    forms = (name, f"{name}_FILE")
    if name in sources.environment_names:
        found = next((form for form in forms if sources.environ.get(form, "").strip()), None)
        return SettingOrigin(OriginKind.ENVIRONMENT, is_in_file=found != name) if found else DEFAULT
    file = sources.file
    found = next((form for form in forms if file and file.values.get(form, "").strip()), None)
    if file is None or found is None:
        return DEFAULT
    return SettingOrigin(OriginKind.ENV_FILE, line=file.lines[found], is_in_file=found != name)
