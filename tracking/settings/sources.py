"""Where the settings come from: the environment, and below it the file ``.env`` in the working directory.

A variable of the environment comes before the file also where it is empty: then the setting is unset. ``NAME`` and
``NAME_FILE`` are one setting, so either of them in the environment hides both of them in the file.
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
class Concern:
    """Something odd about the settings that does not stop the start, and what mends it: two sentences."""

    words: str
    fix: str
    must_be_mended: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """Both of them, read once."""

    environ: Mapping[str, str]
    file: EnvFile | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str], folder: Path) -> Self:
        """Look for the file in this folder. Raises SettingsError where it cannot be read."""
        if environ.get(SKIP, "").lower() not in _OFF:
            return cls(environ)
        return cls(environ, EnvFile.read(folder / env_file.NAME))

    @property
    def values(self) -> dict[str, str]:
        """What ``Settings.from_environ`` reads."""
        return {**self.environ, **self._of_file()}

    @property
    def of_environment(self) -> frozenset[str]:
        """The settings, and other names, that the environment says, be it that they are empty."""
        return frozenset(setting_names.setting(name) for name in self.environ if not self._is_of_flask(name))

    def located(self, sentence: str) -> str:
        """The sentence about settings, with the line of each that comes from the file."""
        said = list(dict.fromkeys(_NAME.findall(sentence)))
        mentioned = {form for name in said for form in (name, f"{name}_FILE")}
        lines = [
            f"{name} stands in line {self.file.lines[name]} of {self.file.path.name}"
            for name, value in self._of_file().items()
            if self.file and name in mentioned and value
        ]
        return f"{sentence.removesuffix('.')} ({'; '.join(lines)})." if lines else sentence

    def concerns(self) -> Iterator[Concern]:
        """What is odd about them."""
        if self.file and self.file.is_open:
            yield Concern(
                f"Every user of this machine may read {self.file.path.name}, which holds keys.",
                f"Run `chmod 600 {self.file.path.name}`, so that SECRET_KEY and the others stay yours.",
            )
        yield from self._unknown()

    def _unknown(self) -> Iterator[Concern]:
        lines = self.file.lines if self.file else {}
        for name, line in lines.items():
            if not setting_names.is_known(name) and not setting_names.is_of_others(name):
                yield _misspelled(name, f" (line {line} of {env_file.NAME})", setting_names.meant(name))
        for name in self.environ:
            if (
                name in lines
                or len(name) < setting_names.SHORTEST
                or setting_names.is_known(name)
                or setting_names.is_of_others(name)
            ):
                continue
            if meant := setting_names.meant(name):  # what else stands there is other programs' business
                yield _misspelled(name, " (in the environment)", meant)

    def _of_file(self) -> dict[str, str]:
        """What the environment does not say itself."""
        if self.file is None:
            return {}
        told = self.of_environment
        return {name: value for name, value in self.file.values.items() if setting_names.setting(name) not in told}

    def _is_of_flask(self, name: str) -> bool:
        """Whether the environment has it from the file: the command ``flask`` loads that, with ``${...}`` replaced."""
        stands = self.file.values.get(name) if self.file else None
        if stands is None:
            return False
        replaced = "".join(atom.resolve(self.environ) for atom in parse_variables(stands))
        return self.environ[name] in {stands, replaced}


def _misspelled(name: str, place: str, meant: str | None) -> Concern:
    if meant:
        words = f"{name}{place} is no setting, and has no effect: {meant} is meant."
        return Concern(words, f"Write {meant} in place of {name}.", must_be_mended=True)
    words = f"{name}{place} is no setting, and has no effect."
    return Concern(words, f"Take {name} out of {env_file.NAME}, or see in .env.example what it is called.")
