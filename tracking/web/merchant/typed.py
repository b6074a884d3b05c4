"""What was typed into a form of the overview that could not be taken: it is shown again, beside why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracking.i18n.text import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """``values`` and ``problems`` by the name of the field."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Phrase] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in the field."""
        return self.values.get(name, "")

    def problem(self, name: str) -> Phrase | None:
        """What is wrong with it."""
        return self.problems.get(name)


NOTHING = Typed()
