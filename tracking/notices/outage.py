"""Leaves a mail server alone for a while that cannot be used, and tells the merchant when that begins and ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.notices.mail.result import SendResult
from tracking.notices.mail.retry import retry_delay

_LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class OutageWords:
    """``begins`` and ``ends`` are told to the shop, with the server's answer in the first."""

    code: AlertCode
    begins: str
    ends: str


LETTERS = OutageWords(
    AlertCode.LETTERS,
    "Letters to customers cannot be sent: %s Look at SMTP_URL and MAIL_FROM, and at the mail server; `whereabouts"
    " doctor` tries them. Nothing is lost: what is still true is sent afterwards.",
    "The mail server takes letters again: those that waited for it are judged anew.",
)
TEXTS = OutageWords(
    AlertCode.TEXTS,
    "Texts to customers cannot be sent: %s Look at TEXT_URL, and at the account at its service. Nothing is lost: what"
    " is still true is sent afterwards.",
    "The service of TEXT_URL takes texts again: those that waited for it are judged anew.",
)


class MailOutage:
    """While the server ``is_paused``, no letter is sent: every other one would fail as the last one did."""

    def __init__(self, alerts: AlertRegister, words: OutageWords = LETTERS, *, monotonic: Callable[[], float]) -> None:
        self._alerts = alerts
        self._words = words
        self._monotonic = monotonic
        self._failures = 0  # in a row
        self._paused_until = 0.0

    @property
    def lasts(self) -> bool:
        """Whether the last letter found the server unusable."""
        return self._failures > 0

    @property
    def is_paused(self) -> bool:
        """Whether no letter is to be tried yet."""
        return self._monotonic() < self._paused_until

    def begin_or_go_on(self, result: SendResult) -> None:
        """The server could not be used, for this reason."""
        self._failures += 1
        if self._failures == 1:
            self._alerts.alert(self._words.code, self._words.begins % result.answer)
        pause = min(retry_delay(self._failures) or _LONGEST_PAUSE, _LONGEST_PAUSE)
        self._paused_until = self._monotonic() + pause.total_seconds()

    def end(self) -> None:
        """The server has taken a letter."""
        if self._failures:
            self._failures = 0
            self._alerts.resolve(self._words.code, self._words.ends)
        else:
            self._alerts.report_ok(self._words.code, self._words.ends)
