"""The values typed into a form of the overview that could not be taken: they are shown again, beside why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracking.database import DatabaseUnavailable
from tracking.i18n.text import Phrase


class TextNotSaved(DatabaseUnavailable):
    """Raised where the database cannot confirm the session of a form with words: its response keeps the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedForm:
    """``values`` and ``problems`` by the name of the field."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, Phrase] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """The text of the field."""
        return self.values.get(name, "")

    def problem(self, name: str) -> Phrase | None:
        """The problem with the field."""
        return self.problems.get(name)


NOTHING = SubmittedForm()
