"""A terminal with prepared answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class FakeTerminal:
    """Answers one question after another.

    ``questions`` are the questions, ``printed`` is the output, ``hidden`` are the answers that were not shown.
    """

    answers: Iterable[str]
    questions: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._left = iter(self.answers)

    def ask(self, question: str, *, hidden: bool = False) -> str:
        self.questions.append(question)
        answer = next(self._left)
        if hidden:
            self.hidden.append(answer)
        return answer

    def say(self, text: str) -> None:
        self.printed.append(text)

    @property
    def text(self) -> str:
        return "\n".join(self.printed)

    def has_answered_all(self) -> bool:
        return next(self._left, None) is None
