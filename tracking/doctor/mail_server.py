"""Checks that letters can leave: the mail server of SMTP_URL answers, encrypts, and accepts the login."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.notices.mail import MailConnection, SendResult
from tracking.services import Services
from tracking.settings.smtp_url import SmtpUrl

_TOPIC = "SMTP_URL"
_TIMEOUT = 6.0  # seconds: less than a check has

# Words of the result, and the fix; the first match is used.
_FIXES = (
    ("STARTTLS", "Write smtps:// in SMTP_URL with the server's port for TLS (often 465), or turn STARTTLS on there."),
    ("certificate", "Set SMTP_URL to the name in the server's certificate, or name its authority in SSL_CERT_FILE."),
    ("TLS", "Write smtp:// in place of smtps:// in SMTP_URL, with the server's port for it (often 587)."),
    ("no login", "Take user and password out of SMTP_URL, or ask the makers of the server where it takes them."),
    (
        "too long",
        "Write smtps:// in SMTP_URL if the port is one for TLS (often 465), or see whether this machine may reach it.",
    ),
    ("reached", "Start the server, or set SMTP_URL to the host and port of one that answers."),
)
_TO_LOG_IN = "Put the user and the password that the server knows into SMTP_URL, percent-encoded."
_ELSE = "See in the log of the server that SMTP_URL names why it refuses this machine."
_LOGIN_CODES = {530, 534, 535, 538}


def check(services: Services) -> Iterator[Finding]:
    """Connect and log in, without sending anything."""
    settings = services.settings
    if settings.smtp_url is None or settings.mail_from is None:
        yield _unset(is_demo=settings.is_demo, has_sender=settings.mail_from is not None)
        return
    if settings.is_demo:
        yield Finding.note(_TOPIC, "No letter leaves the demo store.", "Set SHOPIFY_SHOP to your shop to send letters.")
    yield server_finding(settings.smtp_url, settings.mail_from.addr_spec)
    if not settings.mail_footer:
        yield Finding.note(
            "MAIL_FOOTER",
            "It is not set, so letters lack your name and postal address, which many countries require.",
            "Write MAIL_FOOTER='Harbor Goods AB, 1 Quay Street, Lund' to .env, with yours.",
        )


def server_finding(server: SmtpUrl, sender: str) -> Finding:
    """Whether the server would take a letter now."""
    with MailConnection(server, sender, timeout=_TIMEOUT) as connection:
        result = connection.check()
        is_encrypted = connection.is_encrypted
    if not result.is_sent:
        return Finding.error(_TOPIC, f"{server.place} takes no letters: {_quoted(result)}", _fix(result))
    how = "with TLS" if is_encrypted else "without encryption, which never leaves this machine,"
    return Finding.ok(_TOPIC, f"{server.place} answers {how} and {_login(server)}.")


def _unset(*, is_demo: bool, has_sender: bool) -> Finding:
    if is_demo:
        return Finding.ok(_TOPIC, "It is not set; no letter leaves the demo store in any case.")
    sender = "" if has_sender else " and MAIL_FROM to the sender"
    return Finding.note(
        _TOPIC,
        "It is not set, so customers get no letters when something goes wrong.",
        f"Set SMTP_URL to your mail server{sender}; `notices --dry-run` says what would leave.",
    )


def _quoted(result: SendResult) -> str:
    if not result.code:
        return result.answer
    return f"it says {' '.join((str(result.code), result.answer)).rstrip('. ')}."


def _fix(result: SendResult) -> str:
    if result.code in _LOGIN_CODES:
        return _TO_LOG_IN
    if result.code:
        return _ELSE
    return next((fix for words, fix in _FIXES if words in result.answer), _ELSE)


def _login(server: SmtpUrl) -> str:
    return "accepts the login" if server.user else "wants no login"
