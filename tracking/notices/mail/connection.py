"""Keeps one connection to the mail server for many letters, and connects anew where it has ended."""

import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Self

from tracking.notices.mail.address import smtp_address
from tracking.notices.mail.connect import Resolve, resolve_name
from tracking.notices.mail.deadline import SocketDeadline, tls_context
from tracking.notices.mail.failures import FAILURES, result_of
from tracking.notices.mail.replies import Phase, refused, sent
from tracking.notices.mail.result import Outcome, RefusalScope, SendResult
from tracking.notices.mail.session import SmtpSession
from tracking.settings.smtp_url import SmtpUrl

TIMEOUT = 20.0  # seconds for a letter, with all that goes before it
_MAX_IDLE = 30.0  # seconds: servers and firewalls end a connection that rests, some of them without a word
_OK = 250
_QUIT_WAIT = 0.5  # seconds for the server's reply to QUIT

_PLAIN = SMTP.clone(cte_type="7bit")  # every server takes it
_SMTPUTF8 = ("SMTPUTF8", "BODY=8BITMIME")


class MailConnection:
    """Sends letters from ``sender``, an address. For one thread; a context manager, which closes the connection.

    It connects when the first letter is sent, and again after a failure.
    """

    def __init__(
        self,
        server: SmtpUrl,
        sender: str,
        *,
        timeout: float = TIMEOUT,
        context: ssl.SSLContext | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        resolve: Resolve = resolve_name,
    ) -> None:
        """``context`` is made by ``tls_context``, which is the default."""
        self._server = server
        self._sender = sender
        self._context = context
        self._monotonic = monotonic
        self._resolve = resolve
        self._deadline = SocketDeadline(timeout, monotonic)
        self._session: SmtpSession | None = None
        self._last_used = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, message: EmailMessage, recipient: str) -> SendResult:
        """Send the letter to this address alone, whatever stands in its headers; within ``timeout``, and never raises.

        A letter that may have arrived is not sent a second time here.
        """
        try:
            address = smtp_address(recipient)
        except ValueError:
            return _refuse_address("This is no email address.")
        self._deadline.restart()
        self._close_if_idle()
        is_reused = self._session is not None
        result = self._try(message, address)
        if is_reused and self._session is None and result.is_about_server and not result.may_have_arrived:
            result = self._try(message, address)  # the server had ended the connection between two letters
        self._last_used = self._monotonic()
        return result

    def check(self) -> SendResult:
        """Connect and log in, and send nothing; ``is_sent`` is true if a letter could be sent now."""
        self._deadline.restart()
        try:
            session = self._open()
            code, reply = session.noop()
        except FAILURES as error:
            self._drop()
            return result_of(error)
        return sent(reply, code) if code == _OK else refused(Phase.SESSION, code, reply)

    @property
    def is_encrypted(self) -> bool:
        """Whether the connection that is open now is encrypted."""
        return self._session is not None and self._session.is_encrypted

    def close(self) -> None:
        """End the session, if there is one."""
        session, self._session = self._session, None
        if session is None:
            return
        self._deadline.restart(_QUIT_WAIT)
        with suppress(*FAILURES):
            session.quit()
        session.close()

    def _try(self, message: EmailMessage, address: str) -> SendResult:
        try:
            session = self._open()
        except FAILURES as error:
            self._drop()
            return result_of(error)
        is_international = not address.isascii()
        if is_international and not session.has_extn("smtputf8"):
            return _refuse_address("The mail server does not take addresses with letters like these (SMTPUTF8).")
        policy, options = (SMTPUTF8, _SMTPUTF8) if is_international else (_PLAIN, ())
        try:
            content = message.as_bytes(policy=policy)
        except Exception as error:  # noqa: BLE001 - the email package raises many kinds, and the next letter must leave
            return _refuse_message(error)
        try:
            code, reply = session.transmit(self._sender, address, content, options)
        except FAILURES as error:
            return self._failed(session, error)
        return sent(reply, code)

    def _failed(self, session: SmtpSession, error: Exception) -> SendResult:
        result = result_of(error)
        if result.is_about_server or not session.reset():
            self._drop()
        return replace(result, may_have_arrived=session.is_handed_over)

    def _open(self) -> SmtpSession:
        if self._session is None:
            self._context = self._context or tls_context()
            hello = self._sender.rpartition("@")[2]
            self._session = SmtpSession(self._server, hello, self._context, self._deadline, self._resolve)
        return self._session

    def _close_if_idle(self) -> None:
        if self._session is not None and self._monotonic() - self._last_used > _MAX_IDLE:
            self._drop()

    def _drop(self) -> None:
        """End the connection without a word: the server does not listen."""
        session, self._session = self._session, None
        if session is not None:
            session.close()


def _refuse_message(error: Exception) -> SendResult:
    answer = f"The letter cannot be written as a message ({type(error).__name__})."
    return SendResult(outcome=Outcome.REFUSED_FOR_GOOD, about=RefusalScope.MESSAGE, answer=answer)


def _refuse_address(sentence: str) -> SendResult:
    return SendResult(outcome=Outcome.REFUSED_FOR_GOOD, about=RefusalScope.RECIPIENT, answer=sentence)
