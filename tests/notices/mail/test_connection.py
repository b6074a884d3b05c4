import email
import os
import ssl
from collections.abc import Callable
from email import policy
from email.message import EmailMessage

import pytest
import trustme

from tests.fakes import free_port
from tests.notices.mail.conftest import RECIPIENT, SENDER, SHORT
from tests.notices.smtp_server import HOST, Fault, MailServer
from tests.sampling import crossed, matrix
from tracking.notices.mail import MailConnection, Outcome, RefusalScope, SendResult
from tracking.notices.mail.connect import resolve_name
from tracking.notices.mail.deadline import tls_context
from tracking.settings.smtp_url import smtp_url

Start = Callable[..., MailServer]
Connect = Callable[..., MailConnection]

FOR_NOW, FOR_GOOD = Outcome.REFUSED_NOW, Outcome.REFUSED_FOR_GOOD


def refusal(result: SendResult) -> tuple[Outcome, RefusalScope, int]:
    return result.outcome, result.about, result.code


@pytest.mark.parametrize("login", [{}, {"user": "shop@example.com", "password": "p-word"}])
@pytest.mark.parametrize("encryption", ["plain", "starttls", "smtps"])
def test_letter_arrives_as_it_was_made(
    start: Start,
    connect: Connect,
    certificate: trustme.LeafCert,
    letter: EmailMessage,
    encryption: str,
    login: dict[str, str],
) -> None:
    server = start(certificate=None if encryption == "plain" else certificate, is_tls=encryption == "smtps", **login)
    result = connect(server).send(letter, RECIPIENT)
    (received,) = server.letters
    assert result == SendResult(outcome=Outcome.SENT, about=RefusalScope.MESSAGE, code=250, answer="2.0.0 queued as 1")
    assert result.is_sent
    assert (received.sender, received.recipient, received.user) == (SENDER, RECIPIENT, login.get("user"))
    assert received.is_encrypted == (encryption != "plain")
    assert received.content.isascii()
    assert b"\n" not in received.content.replace(b"\r\n", b"")
    read = email.message_from_bytes(received.content, policy=policy.default)
    assert (read["Subject"], read["Message-ID"]) == (letter["Subject"], letter["Message-ID"])
    assert read.get_content().splitlines() == letter.get_content().splitlines()


def test_many_letters_share_one_connection(start: Start, connect: Connect, letter: EmailMessage) -> None:
    server = start()
    with connect(server) as mail:
        assert all(mail.send(letter, f"customer{number}@example.org").is_sent for number in range(20))
    assert {received.connection for received in server.letters} == {1}
    assert [received.recipient for received in server.letters] == [f"customer{n}@example.org" for n in range(20)]
    assert server.commands.count("QUIT") == 1


def test_nothing_is_connected_before_the_first_letter(start: Start, connect: Connect) -> None:
    server = start()
    connect(server).close()
    assert not server.connections


# Refusals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "reply", "expected"),
    [
        ("CONNECT", "554 5.3.2 no SMTP service here", (FOR_NOW, RefusalScope.SERVER, 554)),
        ("CONNECT", "421 4.7.0 too many connections", (FOR_NOW, RefusalScope.SERVER, 421)),
        ("CONNECT", "HTTP/1.1 400 Bad Request", (FOR_NOW, RefusalScope.SERVER, 0)),
        ("EHLO", "421 4.3.2 shutting down", (FOR_NOW, RefusalScope.SERVER, 421)),
        ("MAIL", "550 5.7.1 sender not allowed", (FOR_NOW, RefusalScope.SERVER, 550)),
        ("MAIL", "451 4.3.0 try later", (FOR_NOW, RefusalScope.SERVER, 451)),
        ("MAIL", "552 5.3.4 message too big", (FOR_GOOD, RefusalScope.MESSAGE, 552)),
        ("RCPT", "550 5.1.1 no such user", (FOR_GOOD, RefusalScope.RECIPIENT, 550)),
        ("RCPT", "450 4.2.0 greylisted", (FOR_NOW, RefusalScope.RECIPIENT, 450)),
        ("RCPT", "554 5.7.1 relay access denied", (FOR_NOW, RefusalScope.RECIPIENT, 554)),
        ("RCPT", "530 5.7.0 authentication required", (FOR_NOW, RefusalScope.SERVER, 530)),
        ("RCPT", "421 4.3.2 shutting down", (FOR_NOW, RefusalScope.SERVER, 421)),
        ("DATA", "451 4.3.0 no space", (FOR_NOW, RefusalScope.MESSAGE, 451)),
        ("DATA", "554 no valid recipients", (FOR_GOOD, RefusalScope.MESSAGE, 554)),
        ("DATA", "250 no", (FOR_NOW, RefusalScope.SERVER, 250)),
        ("BODY", "554 5.6.0 content rejected", (FOR_GOOD, RefusalScope.MESSAGE, 554)),
        ("BODY", "451 4.3.0 scanner is busy", (FOR_NOW, RefusalScope.MESSAGE, 451)),
        ("BODY", "421 4.3.2 shutting down", (FOR_NOW, RefusalScope.SERVER, 421)),
    ],
)
def test_refusal_says_for_how_long_and_what_it_is_about(
    start: Start,
    connect: Connect,
    letter: EmailMessage,
    place: str,
    reply: str,
    expected: tuple[Outcome, RefusalScope, int],
) -> None:
    server = start()
    mail = connect(server)
    server.next(place, reply)
    refused = mail.send(letter, RECIPIENT)
    assert refusal(refused) == expected
    assert not refused.may_have_arrived
    assert not server.letters
    # Nothing of it is left over for the next letter.
    assert mail.send(letter, "grace@example.org").is_sent
    assert server.letters[0].recipient == "grace@example.org"
    assert server.connections == (2 if expected[1] is RefusalScope.SERVER else 1)


def test_rejected_login_is_about_the_server_and_shows_no_password(
    start: Start, connect: Connect, certificate: trustme.LeafCert, letter: EmailMessage
) -> None:
    server = start(certificate=certificate, user="shop", password="canary")
    mail = connect(server)
    server.password = "another"
    result = mail.send(letter, RECIPIENT)
    assert refusal(result) == (FOR_NOW, RefusalScope.SERVER, 535)
    assert "canary" not in f"{result!r} {mail!r}"


def test_server_without_login_is_about_the_server(start: Start, letter: EmailMessage) -> None:
    server = start()
    with MailConnection(smtp_url(f"smtp://user:canary@127.0.0.1:{server.port}"), SENDER) as mail:
        result = mail.send(letter, RECIPIENT)
    assert (result.is_about_server, result.answer) == (True, "The server takes no login, and SMTP_URL has one.")
    assert not server.letters


def test_answer_repeats_no_address(start: Start, connect: Connect, letter: EmailMessage) -> None:
    server = start()
    server.next("RCPT", f"550 5.1.1 <{RECIPIENT}>: Recipient address rejected")
    assert connect(server).send(letter, RECIPIENT).answer == "5.1.1 (address): Recipient address rejected"


# Encryption --------------------------------------------------------------------------------------


def test_server_without_starttls_gets_no_login_and_no_letter(start: Start, letter: EmailMessage) -> None:
    server = start(user="shop", password="canary")
    url = smtp_url(f"smtp://shop:canary@mail.example.com:{server.port}")
    with MailConnection(url, SENDER, resolve=lambda _, port: resolve_name(HOST, port)) as mail:
        result = mail.send(letter, RECIPIENT)
    assert (result.is_about_server, result.answer) == (True, "The server does not offer STARTTLS.")
    assert server.commands == ["EHLO"]


@pytest.mark.parametrize("is_tls", [False, True])
def test_unknown_certificate_gets_no_login_and_no_letter(
    start: Start, certificate: trustme.LeafCert, letter: EmailMessage, *, is_tls: bool
) -> None:
    server = start(certificate=certificate, is_tls=is_tls, user="shop", password="canary")
    with MailConnection(smtp_url(server.url()), SENDER) as mail:
        result = mail.send(letter, RECIPIENT)
    assert result.is_about_server
    assert result.answer.startswith("The server's certificate is not accepted: ")
    assert "AUTH" not in server.commands


@pytest.mark.parametrize("is_tls", [False, True])
def test_certificate_for_another_name_is_not_accepted(
    start: Start, connect: Connect, authority: trustme.CA, letter: EmailMessage, *, is_tls: bool
) -> None:
    server = start(certificate=authority.issue_cert("mail.example.net"), is_tls=is_tls)
    result = connect(server).send(letter, RECIPIENT)
    assert "certificate is not accepted" in result.answer
    assert "127.0.0.1" in result.answer


def test_environment_names_the_authorities(
    start: Start,
    authority: trustme.CA,
    certificate: trustme.LeafCert,
    letter: EmailMessage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = start(certificate=certificate, is_tls=True)
    with authority.cert_pem.tempfile() as file:
        monkeypatch.setitem(os.environ, "SSL_CERT_FILE", file)
        with MailConnection(smtp_url(server.url()), SENDER) as mail:
            assert mail.send(letter, RECIPIENT).is_sent


def test_tls_to_a_server_without_it_is_about_the_server(start: Start, letter: EmailMessage) -> None:
    server = start()
    with MailConnection(smtp_url(f"smtps://127.0.0.1:{server.port}"), SENDER) as mail:
        result = mail.send(letter, RECIPIENT)
    assert result.is_about_server
    assert result.answer.startswith("The server does not speak TLS as it should (")


def test_refused_starttls_is_about_the_server(
    start: Start, connect: Connect, certificate: trustme.LeafCert, letter: EmailMessage
) -> None:
    server = start(certificate=certificate)
    server.next("STARTTLS", "454 4.7.0 TLS not available")
    assert refusal(connect(server).send(letter, RECIPIENT)) == (FOR_NOW, RefusalScope.SERVER, 454)
    assert not server.letters


# The network -------------------------------------------------------------------------------------


PLACES = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "MIDDLE", "BODY")


@pytest.mark.parametrize(
    ("fault", "place"),
    matrix(
        crossed({"hangs": Fault.HANG, "drips": Fault.DRIP}, {place: place for place in (*PLACES, "AUTH")}),
        *(f"hangs-{place}" for place in PLACES),
        "hangs-AUTH",
        "drips-CONNECT",
        "drips-MAIL",
        "drips-BODY",
    ),
)
def test_hanging_server_ends_at_the_deadline(
    start: Start, connect: Connect, letter: EmailMessage, place: str, fault: Fault
) -> None:
    server = start(user="shop", password="p-word")
    server.next(place, fault)
    result = connect(server, timeout=SHORT).send(letter, RECIPIENT)
    assert (result.outcome, result.about, result.answer) == (
        FOR_NOW,
        RefusalScope.SERVER,
        "The server took too long.",
    )
    assert result.may_have_arrived or "BODY" not in server.done
    assert not result.may_have_arrived or place in {"MIDDLE", "BODY"}


def test_server_that_never_speaks_tls_ends_at_the_deadline(start: Start, letter: EmailMessage) -> None:
    server = start()
    server.next("CONNECT", Fault.HANG)
    with MailConnection(smtp_url(f"smtps://127.0.0.1:{server.port}"), SENDER, timeout=SHORT) as mail:
        assert mail.send(letter, RECIPIENT).answer == "The server took too long."


@pytest.mark.parametrize(
    ("encryption", "place"),
    matrix(
        crossed({each: each for each in ("plain", "smtps")}, {place: place for place in PLACES}),
        *(f"plain-{place}" for place in PLACES),
        "smtps-CONNECT",
        "smtps-BODY",
    ),
)
def test_dropped_connection_is_about_the_server(
    start: Start, connect: Connect, certificate: trustme.LeafCert, letter: EmailMessage, place: str, encryption: str
) -> None:
    server = start(certificate=None if encryption == "plain" else certificate, is_tls=encryption == "smtps")
    server.next(place, Fault.DROP)
    mail = connect(server)
    result = mail.send(letter, RECIPIENT)
    assert (result.outcome, result.about, result.code) == (FOR_NOW, RefusalScope.SERVER, 0)
    assert result.answer == "The server has ended the connection."
    assert result.may_have_arrived or place != "BODY"
    assert not result.may_have_arrived or place in {"MIDDLE", "BODY"}
    assert mail.send(letter, RECIPIENT).is_sent


def test_letter_that_may_have_arrived_goes_again_with_the_same_message_id(
    start: Start, connect: Connect, letter: EmailMessage
) -> None:
    server = start()
    mail = connect(server)
    assert mail.send(letter, RECIPIENT).is_sent
    server.next("BODY", Fault.DROP)
    assert mail.send(letter, RECIPIENT).may_have_arrived
    assert len(server.letters) == 1, "it is for the outbox to send it again"
    assert mail.send(letter, RECIPIENT).is_sent
    first, second = (email.message_from_bytes(received.content) for received in server.letters)
    assert first["Message-ID"] == second["Message-ID"]


def test_server_that_is_not_there_is_about_the_server(letter: EmailMessage) -> None:
    with MailConnection(smtp_url(f"smtp://127.0.0.1:{free_port()}"), SENDER) as mail:
        result = mail.send(letter, RECIPIENT)
    assert (result.is_about_server, result.answer) == (True, "The server cannot be reached (Connection refused).")


@pytest.mark.parametrize("step", [Fault.DROP, "421 4.4.2 too many messages in one connection"])
def test_connection_that_the_server_ended_between_two_letters_is_made_anew(
    start: Start, connect: Connect, letter: EmailMessage, step: Fault | str
) -> None:
    server = start()
    mail = connect(server)
    assert mail.send(letter, RECIPIENT).is_sent
    server.next("MAIL", step)
    assert mail.send(letter, RECIPIENT).is_sent
    assert [received.connection for received in server.letters] == [1, 2]


def test_connection_that_ends_after_a_refusal_keeps_the_refusal(
    start: Start, connect: Connect, letter: EmailMessage
) -> None:
    server = start()
    mail = connect(server)
    server.next("RCPT", "550 5.1.1 no such user")
    server.next("RSET", Fault.DROP)
    assert refusal(mail.send(letter, RECIPIENT)) == (FOR_GOOD, RefusalScope.RECIPIENT, 550)
    assert mail.send(letter, RECIPIENT).is_sent
    assert server.letters[0].connection == 2


def test_connection_that_rested_is_made_anew(start: Start, connect: Connect, letter: EmailMessage) -> None:
    server, now = start(), [0.0]
    mail = connect(server, monotonic=lambda: now[0])
    mail.send(letter, RECIPIENT)
    now[0] = 29.0
    mail.send(letter, RECIPIENT)
    now[0] = 60.0
    mail.send(letter, RECIPIENT)
    assert [received.connection for received in server.letters] == [1, 1, 2]


def test_server_that_hangs_at_the_end_loses_nothing(start: Start, connect: Connect, letter: EmailMessage) -> None:
    server = start()
    server.always("QUIT", Fault.HANG)
    mail = connect(server)
    assert mail.send(letter, RECIPIENT).is_sent
    mail.close()
    assert len(server.letters) == 1


# Addresses and messages --------------------------------------------------------------------------


def test_domain_with_other_letters_needs_no_extension(start: Start, connect: Connect, letter: EmailMessage) -> None:
    server = start()
    assert connect(server).send(letter, "ada@bücher.example").is_sent
    assert server.letters[0].recipient == "ada@xn--bcher-kva.example"


def test_address_with_other_letters_is_sent_where_the_server_takes_it(
    start: Start, connect: Connect, letter: EmailMessage
) -> None:
    server = start(takes_utf8=True)
    letter.replace_header("To", "zoë@example.org")
    assert connect(server).send(letter, "zoë@example.org").is_sent
    assert server.letters[0].recipient == "zoë@example.org"
    assert "SMTPUTF8" in server.letters[0].options


def test_address_with_other_letters_is_refused_for_good_elsewhere(
    start: Start, connect: Connect, letter: EmailMessage
) -> None:
    server = start()
    result = connect(server).send(letter, "zoë@example.org")
    assert (result.outcome, result.about) == (FOR_GOOD, RefusalScope.RECIPIENT)
    assert "SMTPUTF8" in result.answer
    assert "MAIL" not in server.commands


@pytest.mark.parametrize("address", ["", "ada", "ada@example.org\r\nRCPT TO:<eve@example.org>", "a@b> SIZE=1"])
def test_invalid_address_is_refused_without_a_connection(
    start: Start, connect: Connect, letter: EmailMessage, address: str
) -> None:
    server = start()
    result = connect(server).send(letter, address)
    assert (result.outcome, result.about) == (FOR_GOOD, RefusalScope.RECIPIENT)
    assert not server.connections


def test_message_that_cannot_be_written_does_not_stop_the_next(
    start: Start, connect: Connect, letter: EmailMessage
) -> None:
    server = start()
    broken = EmailMessage()
    broken["Subject"] = "x"
    broken.set_payload(object())  # type: ignore[call-overload] # on purpose
    mail = connect(server)
    result = mail.send(broken, RECIPIENT)
    assert (result.outcome, result.about) == (FOR_GOOD, RefusalScope.MESSAGE)
    assert mail.send(letter, RECIPIENT).is_sent


# Looking without sending -------------------------------------------------------------------------


def test_check_logs_in_and_sends_nothing(start: Start, connect: Connect, certificate: trustme.LeafCert) -> None:
    server = start(certificate=certificate, user="shop", password="p-word")
    mail = connect(server)
    assert mail.check().is_sent
    assert mail.is_encrypted
    assert "AUTH" in server.commands
    assert not server.letters


def test_check_says_what_is_wrong(start: Start, connect: Connect) -> None:
    server = start()
    mail = connect(server)
    server.next("CONNECT", "554 no")
    assert refusal(mail.check()) == (FOR_NOW, RefusalScope.SERVER, 554)
    server.next("NOOP", "500 what")
    assert refusal(mail.check()) == (FOR_NOW, RefusalScope.SERVER, 500)


def test_context_verifies_name_and_certificate() -> None:
    context = tls_context()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
