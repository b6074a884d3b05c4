import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import trustme
from flask import Flask

from tests.doctor.doctor_report import SHOP, check_sentences, run_doctor
from tests.fakes import free_port
from tests.notices.smtp_server import HOST, MailServer
from tracking.doctor import mail_server
from tracking.doctor.finding import Finding
from tracking.doctor.mail_server import check, server_finding
from tracking.notices.mail.result import Outcome, RefusalScope, SendResult
from tracking.services import services
from tracking.settings.smtp_url import smtp_url

SENDER = "orders@example.com"


@pytest.fixture
def start() -> Iterator[Callable[..., MailServer]]:
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(MailServer(**options))


def checked(app: Flask) -> list[Finding]:
    with app.app_context():
        findings = list(check(services()))
    for finding in findings:
        check_sentences(finding.state, finding.message, finding.fix)
        assert "canary" not in f"{finding}"
    return findings


def found(url: str) -> Finding:
    finding = server_finding(smtp_url(url), SENDER)
    check_sentences(finding.state, finding.message, finding.fix)
    assert "canary" not in f"{finding}"
    return finding


def test_server_is_asked_and_gets_no_letter(make_app: Callable[..., Flask], start: Callable[..., MailServer]) -> None:
    server = start(user="canary-of-the-user", password="canary-of-the-password")
    app = make_app(
        SHOPIFY_SHOP=SHOP,
        SHOPIFY_ACCESS_TOKEN="demo",
        SECRET_KEY="k" * 40,
        PUBLIC_URL="https://127.0.0.1:1",
        SMTP_URL=server.url(),
        MAIL_FROM=SENDER,
    )
    said, footer = checked(app)
    assert (said.state, said.message) == (
        "ok",
        f"127.0.0.1:{server.port} answers without encryption, which never leaves this machine, and accepts the login.",
    )
    assert (footer.topic, footer.state) == ("MAIL_FOOTER", "?")
    assert "AUTH" in server.commands
    assert not server.letters


def test_unset_server_is_a_note_for_a_shop(make_app: Callable[..., Flask]) -> None:
    shop = {"SHOPIFY_SHOP": SHOP, "SHOPIFY_ACCESS_TOKEN": "demo", "SECRET_KEY": "k" * 40}
    (said,) = checked(make_app(**shop))
    assert said.state == "?"
    assert "MAIL_FROM" in said.fix
    (said,) = checked(make_app(**shop, MAIL_FROM=SENDER))
    assert "MAIL_FROM" not in said.fix


def test_demo_store_sends_nothing(app: Flask, make_app: Callable[..., Flask], start: Callable[..., MailServer]) -> None:
    (said,) = run_doctor(app).of("SMTP_URL")
    assert said.state == "ok"
    server = start()
    noted, answers = checked(make_app(SMTP_URL=server.url(), MAIL_FROM=SENDER, MAIL_FOOTER="Harbor Goods AB, Lund"))
    assert (noted.state, noted.message) == ("?", "No letter leaves the demo store.")
    assert answers.state == "ok"


@pytest.mark.parametrize(
    ("place", "reply", "words", "fix"),
    [
        ("AUTH", "535 5.7.8 wrong", "it says 535 5.7.8 wrong.", "Put the user and the password"),
        ("CONNECT", "554 blocked by a list.", "it says 554 blocked by a list.", "See in the log of the server"),
        ("EHLO", "550 no", "it says 550 no.", "See in the log of the server"),
    ],
)
def test_refusal_is_an_error_in_the_servers_words(
    start: Callable[..., MailServer], place: str, reply: str, words: str, fix: str
) -> None:
    server = start(user="canary-user", password="canary")
    server.always(place, reply)
    finding = found(server.url())
    assert finding.state == "!!"
    assert finding.message == f"{HOST}:{server.port} takes no letters: {words}"
    assert finding.fix.startswith(fix)


def test_each_failure_has_its_fix(start: Callable[..., MailServer]) -> None:
    plain, authority = start(), trustme.CA()
    untrusted = start(certificate=authority.issue_cert(HOST))
    cases = {
        f"smtp://{HOST}:{free_port()}": "Start the server, or set SMTP_URL",
        f"smtps://{HOST}:{plain.port}": "Write smtp:// in place of smtps://",
        f"smtp://canary:canary@{HOST}:{plain.port}": "Take user and password out of SMTP_URL",
        untrusted.url(): "Set SMTP_URL to the name in the server's certificate",
    }
    for url, fix in cases.items():
        finding = found(url)
        assert finding.state == "!!"
        assert finding.fix.startswith(fix), finding


def test_no_failure_repeats_a_sentence_of_another() -> None:
    finding = found(f"smtp://{HOST}:{free_port()}")
    assert re.fullmatch(
        r"127\.0\.0\.1:[0-9]+ takes no letters: The server cannot be reached \(Connection refused\)\.", finding.message
    )


def test_a_server_that_says_nothing_may_wait_for_tls() -> None:
    silent = SendResult(outcome=Outcome.REFUSED_NOW, about=RefusalScope.SERVER, answer="The server took too long.")
    assert "smtps://" in mail_server._fix(silent)  # noqa: SLF001 - asking such a server takes six seconds
