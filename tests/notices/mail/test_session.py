import ssl
from collections.abc import Callable

import pytest
import trustme

from tests.notices.mail.conftest import PATIENCE, RECIPIENT, SENDER
from tests.notices.smtp_server import MailServer
from tracking.notices.mail.deadline import DeadlineSocket, DeadlineTlsSocket, SocketDeadline
from tracking.notices.mail.failures import FAILURES
from tracking.notices.mail.session import SmtpSession
from tracking.settings.smtp_url import smtp_url


def opened(server: MailServer, trust: ssl.SSLContext) -> SmtpSession:
    return SmtpSession(smtp_url(server.url()), "example.com", trust, SocketDeadline(PATIENCE))


@pytest.mark.parametrize("encryption", ["plain", "starttls", "smtps"])
def test_sockets_keep_the_deadline(
    start: Callable[..., MailServer], trust: ssl.SSLContext, certificate: trustme.LeafCert, encryption: str
) -> None:
    server = start(certificate=None if encryption == "plain" else certificate, is_tls=encryption == "smtps")
    with opened(server, trust) as session:
        assert session.is_encrypted == (encryption != "plain")
        assert isinstance(session.sock, DeadlineSocket | DeadlineTlsSocket)
        assert session.sock.deadline.seconds == PATIENCE


def test_reply_to_the_message_is_returned(start: Callable[..., MailServer], trust: ssl.SSLContext) -> None:
    server = start()
    with opened(server, trust) as session:
        assert session.transmit(SENDER, RECIPIENT, b"Subject: x\r\n\r\nx\r\n", ()) == (250, b"2.0.0 queued as 1")
        assert not session.is_handed_over
        assert session.reset()
        server.next("RSET", "500 no")
        assert not session.reset()


@pytest.mark.parametrize("reply", ["334 ???", "334 bm9uc2Vuc2U=", "334"])
def test_nonsense_in_place_of_a_login_is_a_failure(
    start: Callable[..., MailServer], trust: ssl.SSLContext, reply: str
) -> None:
    server = start(user="shop", password="p-word")
    server.always("AUTH", reply)
    with pytest.raises(FAILURES):
        opened(server, trust)
    assert not server.letters
