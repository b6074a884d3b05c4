"""Combines the two sources of the settings: the environment, and below it ``.env`` in the working directory.

A variable of the environment takes precedence even if it is empty: then the setting is unset. ``NAME`` and
``NAME_FILE`` are one setting, so either of them in the environment overrides both of them in the file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from dotenv.variables import parse_variables

from tracking.settings import env_file, setting_names
from tracking.settings.env_file import EnvFile

SKIP = "FLASK_SKIP_DOTENV"
"""Flask's own switch: with it, neither Flask nor we read the file. https://flask.palletsprojects.com/en/stable/cli/"""

_OFF = frozenset({"", "0", "false", "no"})
_NAME = re.compile(r"\b[A-Z][A-Z0-9_]+\b")


@dataclass(frozen=True, slots=True)
class SettingsConcern:
    """A problem with the settings that does not stop the start, with its fix: one sentence each."""

    description: str
    fix: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class SettingsSources:
    """The environment and the file, each read once."""

    environ: Mapping[str, str]
    file: EnvFile | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str], folder: Path) -> Self:
        """Read the file in this folder if there is one. Raises SettingsError if it is unreadable."""
        if environ.get(SKIP, "").lower() not in _OFF:
            return cls(environ)
        return cls(environ, EnvFile.read(folder / env_file.NAME))

    @property
    def values(self) -> dict[str, str]:
        """The merged variables for ``Settings.from_environ``."""
        return {**self.environ, **self._file_values()}

    @property
    def environment_names(self) -> frozenset[str]:
        """The names that the environment sets, also those that it sets to an empty value."""
        return frozenset(setting_names.setting_of(name) for name in self.environ if not self._was_loaded_by_flask(name))

    def with_lines(self, sentence: str) -> str:
        """The sentence, extended by the line of each setting in it that comes from the file."""
        names = list(dict.fromkeys(_NAME.findall(sentence)))
        variables = {form for name in names for form in (name, f"{name}_FILE")}
        lines = [
            f"{name} stands in line {self.file.lines[name]} of {self.file.path.name}"
            for name, value in self._file_values().items()
            if self.file and name in variables and value
        ]
        return f"{sentence.removesuffix('.')} ({'; '.join(lines)})." if lines else sentence

    def concerns(self) -> Iterator[SettingsConcern]:
        """Problems that do not stop the start."""
        if self.file and self.file.is_world_readable:
            yield SettingsConcern(
                f"Every user of this machine may read {self.file.path.name}, which holds keys.",
                f"Run `chmod 600 {self.file.path.name}`, so that SECRET_KEY and the others stay yours.",
            )
        repeated = self.file.repeated if self.file else {}
        for name, lines in repeated.items():
            yield SettingsConcern(
                f"{name} stands in {env_file.NAME} more than once (lines {', '.join(map(str, lines))}), and only"
                " the last one holds.",
                f"Keep one line with {name}.",
            )
        yield from self._unknown_names()

    def _unknown_names(self) -> Iterator[SettingsConcern]:
        lines = self.file.lines if self.file else {}
        for name, line in lines.items():
            if not setting_names.is_known(name) and not setting_names.is_foreign(name):
                yield _unknown_name(name, f" (line {line} of {env_file.NAME})", setting_names.closest_setting(name))
        for name in self.environ:
            if (
                name in lines
                or len(name) < setting_names.MIN_LENGTH
                or setting_names.is_known(name)
                or setting_names.is_foreign(name)
            ):
                continue
            if suggestion := setting_names.closest_setting(name):  # other unknown names belong to other programs
                yield _unknown_name(name, " (in the environment)", suggestion)

    def _file_values(self) -> dict[str, str]:
        """The values of the file that the environment does not override."""
        if self.file is None:
            return {}
        overridden = self.environment_names
        return {
            name: value for name, value in self.file.values.items() if setting_names.setting_of(name) not in overridden
        }

    def _was_loaded_by_flask(self, name: str) -> bool:
        """Whether ``flask`` copied the variable from the file, with ``${...}`` expanded or not."""
        value = self.file.values.get(name) if self.file else None
        if value is None:
            return False
        replaced = "".join(atom.resolve(self.environ) for atom in parse_variables(value))
        return self.environ[name] in {value, replaced}


def _unknown_name(name: str, place: str, suggestion: str | None) -> SettingsConcern:
    if suggestion:
        description = f"{name}{place} is no setting, and has no effect: {suggestion} is meant."
        return SettingsConcern(description, f"Write {suggestion} in place of {name}.", is_error=True)
    description = f"{name}{place} is no setting, and has no effect."
    return SettingsConcern(
        description, f"Take {name} out of {env_file.NAME}, or see in .env.example what it is called."
    )
