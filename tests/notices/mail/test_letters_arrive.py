"""Letters as a mail server gets them: their headers on the wire."""

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
import trustme

from tests.notices.letters import letter_of
from tests.notices.smtp_server import MailServer
from tests.notices.test_message import ENVELOPE, LETTER
from tracking.notices.codes import NoticeCode
from tracking.notices.mail import MailConnection
from tracking.notices.message import message

NAMES = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "References",
    "Auto-Submitted",
    "X-Notice",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
]


@pytest.mark.parametrize("login", [{}, {"user": "shop@example.com", "password": "p-word"}])
@pytest.mark.parametrize("encryption", ["plain", "starttls", "smtps"])
def test_every_header_arrives(
    start: Callable[..., MailServer],
    connect: Callable[..., MailConnection],
    certificate: trustme.LeafCert,
    encryption: str,
    login: dict[str, str],
) -> None:
    server = start(certificate=None if encryption == "plain" else certificate, is_tls=encryption == "smtps", **login)
    letter = letter_of("stalled", NoticeCode.DELAYED, locale="sv")
    assert connect(server).send(message(letter, ENVELOPE), ENVELOPE.to).is_sent
    (received,) = server.letters
    head = received.content.partition(b"\r\n\r\n")[0].decode("ascii")
    assert [line.partition(":")[0] for line in head.split("\r\n") if not line.startswith(" ")] == NAMES
    lines = head.split("\r\n")
    assert "Auto-Submitted: auto-generated" in lines
    assert "X-Notice: delayed" in lines
    assert f"List-Unsubscribe: <{ENVELOPE.stop_url}>" in lines, "a link is never folded or encoded"
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    read = message_from_bytes(received.content, policy=policy.default)
    assert read["Subject"] == "Inget nytt om ditt paket · #1023"
    assert read["From"] == "Harbor Goods <orders@example.com>"


def test_the_same_letter_sent_again_has_the_same_id_in_the_same_thread(
    start: Callable[..., MailServer], connect: Callable[..., MailConnection]
) -> None:
    server = start()
    mail = connect(server)
    for envelope in (ENVELOPE, ENVELOPE, replace(ENVELOPE, notice="18")):
        assert mail.send(message(LETTER, envelope), envelope.to).is_sent
    read = [message_from_bytes(received.content, policy=policy.default) for received in server.letters]
    first, again, other = (each["Message-ID"] for each in read)
    assert (first == again, first == other) == (True, False)
    assert len({each["References"] for each in read}) == 1


@pytest.mark.parametrize("subject", ["é" * 120 + " · #1", "a\r\nBcc: eve@example.com", "=?utf-8?q?=0D=0ABcc:_eve?="])
def test_hostile_subject_is_one_header(
    start: Callable[..., MailServer], connect: Callable[..., MailConnection], subject: str
) -> None:
    server = start()
    assert connect(server).send(message(replace(LETTER, subject=subject), ENVELOPE), ENVELOPE.to).is_sent
    (received,) = server.letters
    read = message_from_bytes(received.content, policy=policy.default)
    assert read.keys() == NAMES
    assert received.recipient == ENVELOPE.to
