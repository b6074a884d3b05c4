"""Mail servers, connections to them, and a letter."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.message import EmailMessage

import pytest
import trustme

from tests.notices.smtp_server import HOST, MailServer
from tracking.notices.mail import MailConnection
from tracking.notices.mail.deadline import tls_context
from tracking.settings.smtp_url import smtp_url

SENDER, RECIPIENT = "orders@example.com", "ada@example.org"
PATIENCE = 60.0  # seconds, where nothing hangs: a bound, and no time that passes
SHORT = 0.1  # seconds, where the server hangs


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def certificate(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert(HOST, "localhost")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def start(stack: ExitStack) -> Callable[..., MailServer]:
    """Start a mail server."""

    def started(**options: object) -> MailServer:
        return stack.enter_context(MailServer(**options))  # type: ignore[arg-type] # as they come

    return started


@pytest.fixture(scope="session")
def trust(authority: trustme.CA) -> ssl.SSLContext:
    """For many connections, as a connection has one for many sessions: Python reads all authorities into each."""
    context = tls_context()
    authority.configure_trust(context)
    return context


@pytest.fixture
def connect(stack: ExitStack, trust: ssl.SSLContext) -> Callable[..., MailConnection]:
    """A connection to a server, by its SMTP_URL."""

    def connected(server: MailServer, **options: object) -> MailConnection:
        wanted = {"timeout": PATIENCE, "context": trust, **options}
        return stack.enter_context(MailConnection(smtp_url(server.url()), SENDER, **wanted))  # type: ignore[arg-type] # likewise

    return connected


@pytest.fixture
def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Försenat: order #1001"
    message["From"] = SENDER
    message["To"] = RECIPIENT
    message["Message-ID"] = "<1001.delayed@track.example.com>"
    message.set_content("Your parcel is late.\n.\nIt comes on Tuesday, für Ada.\n")
    return message
