"""Turns what Python raises while a letter is sent into its result, in a sentence without the login."""

import smtplib
import ssl

from tracking.notices.mail.replies import Phase, answer_text, refused
from tracking.notices.mail.result import Outcome, RefusalScope, SendResult
from tracking.notices.mail.session import NoEncryption, NoLogin

FAILURES = (OSError, smtplib.SMTPException)
"""The errors of sending: those of the network and TLS, and of smtplib."""

# The first match is used; smtplib's own errors are OSErrors, too.
_SENTENCES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (NoEncryption, "The server does not offer STARTTLS."),
    (NoLogin, "The server takes no login, and SMTP_URL has one."),
    (ssl.SSLCertVerificationError, "The server's certificate is not accepted: {reason}."),
    (ConnectionRefusedError, "The server cannot be reached ({reason})."),
    ((ConnectionError, ssl.SSLEOFError, smtplib.SMTPServerDisconnected), "The server has ended the connection."),
    (ssl.SSLError, "The server does not speak TLS as it should ({reason})."),
    (TimeoutError, "The server took too long."),
    (smtplib.SMTPException, "The server does not answer as SMTP wants it ({reason})."),
    (OSError, "The server cannot be reached ({reason})."),
)


def result_of(error: Exception) -> SendResult:
    """The result for one of ``FAILURES``."""
    match error:
        case smtplib.SMTPSenderRefused():
            return refused(Phase.SENDER, error.smtp_code, _bytes(error.smtp_error))
        case smtplib.SMTPRecipientsRefused():
            ((code, reply),) = error.recipients.values()
            return refused(Phase.RECIPIENT, code, reply)
        case smtplib.SMTPDataError():
            return refused(Phase.MESSAGE, error.smtp_code, _bytes(error.smtp_error))
        case smtplib.SMTPResponseException():
            return refused(Phase.SESSION, error.smtp_code, _bytes(error.smtp_error))
    return SendResult(outcome=Outcome.REFUSED_NOW, about=RefusalScope.SERVER, answer=answer_text(_sentence(error)))


def cause_of(error: Exception) -> Exception:
    """The error behind the one that smtplib raises for every failure of a socket."""
    while isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
        error = error.__context__
    return error


def _sentence(error: Exception) -> str:
    cause = cause_of(error)
    sentence = next((each for kind, each in _SENTENCES if isinstance(cause, kind)), _SENTENCES[-1][1])
    return sentence.format(reason=_reason(cause))


def _reason(error: Exception) -> str:
    """A few words: of the certificate, of OpenSSL, of the system."""
    for name in ("verify_message", "reason", "strerror"):
        if words := getattr(error, name, None):
            return str(words)
    return str(error) or type(error).__name__


def _bytes(reply: "bytes | str") -> bytes:
    return reply.encode() if isinstance(reply, str) else reply
