"""What the doctor says of one thing: how it is, and where it is not well, what mends it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, Self, TypeAlias

from tracking.services import Services
from tracking.settings import Settings
from tracking.shopify.orders import ShopifyOrders

_CONTROLS = re.compile(r"[^\n\x20-\x7e\xa0-\U0010ffff]")  # a terminal obeys them, and some of the words are others'


class State(StrEnum):
    """As it stands before the sentence."""

    WELL = "ok"
    MEND = "!!"  # must be mended
    KNOW = "?"  # worth knowing


@dataclass(frozen=True, slots=True)
class Finding:
    """``about`` is the thing in a word or two, ``words`` a sentence; ``fix`` another, which is empty where all is well.

    Neither holds a secret: what is printed is pasted into mails.
    """

    about: str
    state: State
    words: str
    fix: str = ""

    @classmethod
    def well(cls, about: str, words: str) -> Self:
        """Nothing is to be done."""
        return cls(about, State.WELL, words)

    @classmethod
    def mend(cls, about: str, words: str, fix: str) -> Self:
        """Something does not work."""
        return cls(about, State.MEND, words, fix)

    @classmethod
    def know(cls, about: str, words: str, fix: str) -> Self:
        """It works, and could work better; or it cannot be told."""
        return cls(about, State.KNOW, words, fix)


class ShopAccess(Protocol):
    """What checks of the shop need: of the services of a site, or of settings that are just being made."""

    @property
    def settings(self) -> Settings: ...  # noqa: D102 - the class says it
    @property
    def shopify(self) -> ShopifyOrders: ...  # noqa: D102 - likewise
    @property
    def clock(self) -> Callable[[], datetime]: ...  # noqa: D102 - likewise


Check: TypeAlias = Callable[[Services], Iterator[Finding]]
"""Looks at one kind of thing."""


def line(finding: Finding) -> str:
    """As it stands in a terminal: the fix is a line of its own."""
    first = f"{finding.state:<4}{finding.about:<15}{finding.words}"
    return _CONTROLS.sub("", f"{first}\n{'':<19}{finding.fix}" if finding.fix else first)
