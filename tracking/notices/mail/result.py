"""The result of sending one letter: sent, refused for now, or refused for good, and what the refusal is about."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The outcome of sending a letter."""

    SENT = "sent"  # the server has accepted it
    REFUSED_NOW = "refused_now"  # to be tried again
    REFUSED_FOR_GOOD = "refused_for_good"  # trying again is of no use


class RefusalScope(StrEnum):
    """The subject of a refusal."""

    RECIPIENT = "recipient"  # other letters to this address are refused, too
    MESSAGE = "message"
    SERVER = "server"  # every other letter would be refused now, too


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """``answer`` is what the server said, or a sentence about what went wrong: one line without addresses.

    ``code`` is the server's, 0 without one. ``may_have_arrived``: the connection ended after the whole message was
    handed over and before the server's answer, so that the letter may arrive twice if it is sent again.
    """

    outcome: Outcome
    about: RefusalScope
    answer: str
    code: int = 0
    may_have_arrived: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether the server has accepted the letter."""
        return self.outcome is Outcome.SENT

    @property
    def is_about_server(self) -> bool:
        """Whether all other letters can wait, too: their turn costs no attempt."""
        return not self.is_sent and self.about is RefusalScope.SERVER
