"""What the doctor says of one thing: how it is, and where it is not well, what mends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeAlias

from tracking.services import Services


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


Check: TypeAlias = Callable[[Services], Iterator[Finding]]
"""Looks at one kind of thing."""
