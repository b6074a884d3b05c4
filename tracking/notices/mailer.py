"""The mailers that letters are handed to: a mail server, or in the demo a list that a page shows."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from threading import Lock
from typing import Protocol

from tracking.notices.mail.result import Outcome, RefusalScope, SendResult

_MAX_LETTERS = 200


class Mailer(Protocol):
    """Sends one letter after the other; for one thread."""

    def send(self, message: EmailMessage, recipient: str) -> SendResult:
        """Send the letter to this address; never raises."""

    def close(self) -> None:
        """End what connection there is; the next letter begins a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLetter:
    """A letter that would have been sent; its ``id`` is its Message-ID without what is the same in all."""

    id: str
    written_at: datetime
    message: EmailMessage


class DemoMailbox:
    """Sends nothing: keeps the newest letters in memory, for a page that shows them. Safe to share between threads."""

    def __init__(self, *, clock: Callable[[], datetime], limit: int = _MAX_LETTERS) -> None:
        self._clock = clock
        self._lock = Lock()
        self._letters: deque[ShownLetter] = deque(maxlen=limit)

    def send(self, message: EmailMessage, recipient: str) -> SendResult:  # noqa: ARG002 - nobody gets it
        """As Mailer."""
        shown = ShownLetter(
            id=str(message["Message-ID"]).strip("<>").partition("@")[0], written_at=self._clock(), message=message
        )
        with self._lock:
            self._letters.appendleft(shown)
        return SendResult(outcome=Outcome.SENT, about=RefusalScope.MESSAGE, answer="kept in the demo", code=250)

    def close(self) -> None:
        """As Mailer: there is none."""

    @property
    def letters(self) -> tuple[ShownLetter, ...]:
        """The newest first."""
        with self._lock:
            return tuple(self._letters)

    def find(self, letter_id: str) -> ShownLetter | None:
        """The letter with this id."""
        return next((letter for letter in self.letters if letter.id == letter_id), None)
