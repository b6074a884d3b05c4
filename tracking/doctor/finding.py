"""Defines the finding of a check: its state, its message and its fix."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, Self, TypeAlias

from tracking.services import Services
from tracking.settings import Settings
from tracking.shopify.orders import ShopifyOrders

_CONTROLS = re.compile(r"[^\n\x20-\x7e\xa0-\U0010ffff]")  # a terminal interprets them, and some of the text is foreign


class FindingState(StrEnum):
    """The state as it is printed before the message."""

    OK = "ok"
    ERROR = "!!"  # must be mended
    NOTE = "?"  # worth knowing


@dataclass(frozen=True, slots=True)
class Finding:
    """``topic`` is one or two words, ``message`` a sentence; ``fix`` another, empty if nothing is wrong.

    Neither contains a secret: the output is pasted into emails.
    """

    topic: str
    state: FindingState
    message: str
    fix: str = ""

    @classmethod
    def ok(cls, topic: str, message: str) -> Self:
        """Nothing to do."""
        return cls(topic, FindingState.OK, message)

    @classmethod
    def error(cls, topic: str, message: str, fix: str) -> Self:
        """Something does not work."""
        return cls(topic, FindingState.ERROR, message, fix)

    @classmethod
    def note(cls, topic: str, message: str, fix: str) -> Self:
        """A finding of what works and could work better, or of a check that cannot decide."""
        return cls(topic, FindingState.NOTE, message, fix)


class ShopAccess(Protocol):
    """The attributes that checks of the shop require: of the services of a site, or of settings during setup."""

    @property
    def settings(self) -> Settings: ...  # noqa: D102 - the class says it
    @property
    def shopify(self) -> ShopifyOrders: ...  # noqa: D102 - likewise
    @property
    def clock(self) -> Callable[[], datetime]: ...  # noqa: D102 - likewise


Check: TypeAlias = Callable[[Services], Iterator[Finding]]
"""Checks one topic."""


def format_finding(finding: Finding) -> str:
    """The lines for a terminal: the fix is a line of its own."""
    first = f"{finding.state:<4}{finding.topic:<15}{finding.message}"
    return _CONTROLS.sub("", f"{first}\n{'':<19}{finding.fix}" if finding.fix else first)
