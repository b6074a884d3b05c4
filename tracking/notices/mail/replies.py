"""Decides from a server's reply whether a letter was refused for now or for good, and what the refusal is about.

https://www.rfc-editor.org/rfc/rfc5321#section-4.2, and for enhanced codes https://www.rfc-editor.org/rfc/rfc3463
"""

import re
from enum import StrEnum

from tracking.notices.mail.result import Outcome, RefusalScope, SendResult

MAX_ANSWER = 200  # characters
_MAX_READ = 10 * MAX_ANSWER

_PERMANENT = range(500, 600)
_TRANSIENT = range(400, 500)
_CLOSING = 421  # the server ends the session
_LOGIN_CODES = {530, 534, 535, 538}  # it wants a login, or another one
_TOO_LARGE = 552

_ENHANCED = re.compile(r"\s*[45]\.([0-9]{1,3})\.([0-9]{1,3})\b")
_ADDRESSING, _MAILBOX, _SYSTEM, _CONTENT = 1, 2, 3, 6  # the subject of an enhanced code, its second number
# Not about the recipient's address, or over by and by, in spite of the subject: the sender's address, a full mailbox.
_NOT_FOR_GOOD = {(_ADDRESSING, 7), (_ADDRESSING, 8), (_MAILBOX, 2)}
_MESSAGE_TOO_BIG = (_SYSTEM, 4)

_ADDRESS = re.compile(r"<?[^\s<>@:;,]+@[^\s<>@:;,]+>?")
_INVISIBLE = re.compile(r"[^\x20-\x7e\xa0-\U0010ffff]+")


class Phase(StrEnum):
    """The command that the server replied to."""

    SESSION = "session"  # greeting, EHLO, STARTTLS, AUTH
    SENDER = "sender"
    RECIPIENT = "recipient"
    MESSAGE = "message"


def sent(reply: bytes, code: int = 250) -> SendResult:
    """The result for an accepted letter."""
    return SendResult(outcome=Outcome.SENT, about=RefusalScope.MESSAGE, answer=answer_text(reply), code=code)


def refused(phase: Phase, code: int, reply: bytes) -> SendResult:
    """The result for a refusal in this phase."""
    enhanced = _enhanced_code(reply)
    about = _about(phase, code, enhanced)
    outcome = Outcome.REFUSED_FOR_GOOD if _is_for_good(about, code, enhanced) else Outcome.REFUSED_NOW
    return SendResult(outcome=outcome, about=about, answer=answer_text(reply), code=max(0, code))


def answer_text(reply: bytes | str) -> str:
    """The reply on one line, as it may be logged and stored: without addresses, which servers like to repeat."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    text = text[:_MAX_READ]
    line = " ".join(_ADDRESS.sub("(address)", _INVISIBLE.sub(" ", text)).split())
    return line if len(line) <= MAX_ANSWER else f"{line[: MAX_ANSWER - 1]}…"


def _about(phase: Phase, code: int, enhanced: tuple[int, int] | None) -> RefusalScope:
    is_reply = code in _PERMANENT or code in _TRANSIENT
    if phase is Phase.SESSION or not is_reply or code == _CLOSING or code in _LOGIN_CODES:
        return RefusalScope.SERVER
    if phase is Phase.SENDER:
        return RefusalScope.MESSAGE if code == _TOO_LARGE or enhanced == _MESSAGE_TOO_BIG else RefusalScope.SERVER
    if phase is Phase.RECIPIENT or (enhanced and enhanced[0] in {_ADDRESSING, _MAILBOX}):
        return RefusalScope.RECIPIENT
    return RefusalScope.MESSAGE


def _is_for_good(about: RefusalScope, code: int, enhanced: tuple[int, int] | None) -> bool:
    """A refusal by policy (5.7.1: no relaying, a blocklist, SPF) is mended on our side, and blocks no address."""
    if about is RefusalScope.SERVER or code not in _PERMANENT:
        return False
    if enhanced is None:
        return True
    if about is RefusalScope.RECIPIENT:
        return enhanced[0] in {_ADDRESSING, _MAILBOX} and enhanced not in _NOT_FOR_GOOD
    return enhanced[0] in {0, _CONTENT} or enhanced == _MESSAGE_TOO_BIG


def _enhanced_code(reply: bytes) -> tuple[int, int] | None:
    found = _ENHANCED.match(reply.decode("ascii", "replace"))
    return (int(found[1]), int(found[2])) if found else None
