"""Measures how many letters leave in a second over one connection: ``python -m tests.notices.mail.bench_sending``."""

import time
from email.message import EmailMessage

import trustme

from tests.notices.smtp_server import HOST, MailServer
from tracking.notices.mail import MailConnection
from tracking.notices.mail.deadline import tls_context
from tracking.settings.smtp_url import smtp_url

LETTERS = 500
SENDER, RECIPIENT = "orders@example.com", "ada@example.org"
HTML_SIZE = 30_000  # bytes: the largest letter there is


def letter() -> EmailMessage:
    """A letter in text and HTML, of the largest size."""
    message = EmailMessage()
    message["Subject"] = "Försenat: order #1001"
    message["From"], message["To"] = SENDER, RECIPIENT
    message.set_content("Din leverans är försenad.\n" * 20)
    message.add_alternative("<p>Din leverans är försenad.</p>\n" * (HTML_SIZE // 33), subtype="html")
    return message


def per_second(encryption: str) -> float:
    """Letters a second, to a server in this very process."""
    authority = trustme.CA()
    certificate = None if encryption == "plain" else authority.issue_cert(HOST)
    context = tls_context()
    authority.configure_trust(context)
    message = letter()
    with (
        MailServer(certificate=certificate, is_tls=encryption == "smtps") as server,
        MailConnection(smtp_url(server.url()), SENDER, context=context) as mail,
    ):
        began = time.perf_counter()
        if not all(mail.send(message, RECIPIENT).is_sent for _ in range(LETTERS)):
            raise SystemExit("a letter was refused")
        seconds = time.perf_counter() - began
        if server.connections != 1:
            raise SystemExit("more than one connection was made")
    return LETTERS / seconds


def main() -> None:
    """Print one line for each way to encrypt."""
    for encryption in ("plain", "starttls", "smtps"):
        print(f"{f'letters sent over one connection ({encryption})':52} {per_second(encryption):6.0f} a second")  # noqa: T201 - it speaks to a terminal


if __name__ == "__main__":
    main()
