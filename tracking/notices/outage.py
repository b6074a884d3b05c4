"""Leaves a mail server alone for a while that cannot be used, and tells the merchant when that begins and ends."""

from collections.abc import Callable
from datetime import timedelta

from tracking.alerts.book import AlertBook
from tracking.alerts.kinds import AlertCode
from tracking.notices.mail.result import SendResult
from tracking.notices.mail.retry import retry_delay

_LONGEST_REST = timedelta(minutes=5)


class MailOutage:
    """While the server ``rests``, no letter goes: every other one would fail as the last one did."""

    def __init__(self, alerts: AlertBook, *, monotonic: Callable[[], float]) -> None:
        self._alerts = alerts
        self._monotonic = monotonic
        self._failures = 0  # in a row
        self._rests_until = 0.0

    @property
    def lasts(self) -> bool:
        """Whether the last letter found the server unusable."""
        return self._failures > 0

    @property
    def rests(self) -> bool:
        """Whether no letter is to be tried yet."""
        return self._monotonic() < self._rests_until

    def begin_or_go_on(self, result: SendResult) -> None:
        """The server could not be used, for this reason."""
        self._failures += 1
        if self._failures == 1:
            self._alerts.alert(
                AlertCode.LETTERS,
                f"Letters to customers cannot be sent: {result.answer} Look at SMTP_URL and MAIL_FROM, and at the mail"
                " server; `whereabouts doctor` tries them. Nothing is lost: what is still true is sent afterwards.",
            )
        pause = min(retry_delay(self._failures) or _LONGEST_REST, _LONGEST_REST)
        self._rests_until = self._monotonic() + pause.total_seconds()

    def end(self) -> None:
        """The server has taken a letter."""
        sentence = "The mail server takes letters again: those that waited for it are judged anew."
        if self._failures:
            self._failures = 0
            self._alerts.all_clear(AlertCode.LETTERS, sentence)
        else:
            self._alerts.fine(AlertCode.LETTERS, sentence)
