"""Somebody at a terminal who knows beforehand what to type."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Typist:
    """Types these answers, one a question.

    ``asked`` are the questions, ``said`` is what was shown, ``hidden`` are the answers that were not.
    """

    answers: Iterable[str]
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._left = iter(self.answers)

    def ask(self, question: str, *, hidden: bool = False) -> str:
        self.asked.append(question)
        answer = next(self._left)
        if hidden:
            self.hidden.append(answer)
        return answer

    def say(self, text: str) -> None:
        self.said.append(text)

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    def has_answered_all(self) -> bool:
        return next(self._left, None) is None
