import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.fakes import Clock, free_port
from tests.notices.calling_executor import CallingExecutor
from tests.notices.letter_sites import GREYLISTED, NO_SUCH_MAILBOX, Mailbox, notices_of
from tests.notices.letter_sites import SETTINGS as WITH_MAIL
from tests.notices.smtp_server import MailServer
from tracking.database import Database, merchant_history, tasks
from tracking.merchant.create import create_staff_access
from tracking.notices.mail import MailConnection
from tracking.notices.mailer import Mailer
from tracking.settings import Settings
from tracking.settings.smtp_url import smtp_url
from tracking.worker.login_mails import LoginMails

if TYPE_CHECKING:
    from tracking.merchant.access import StaffAccess

ADA, BEN = "Ada@example.com", "ben@example.com"


class LoginSite:
    """A shop with two people, and the worker's part that mails them links by ``mailer``."""

    def __init__(
        self, database: Database, clock: Clock, mailer: Mailer | None, settings: Mapping[str, str] | None = None
    ) -> None:
        self.database, self.clock = database, clock
        made = Settings.from_environ({**WITH_MAIL, "STAFF_EMAILS": f"{ADA}, {BEN}", **(settings or {})})
        self.staff: StaffAccess = create_staff_access(made, database, clock)
        channel = notices_of(made, clock, None).login_channel
        assert channel
        self.executor = CallingExecutor()
        self.mails = LoginMails(
            database,
            self.staff,
            replace(channel, mailer=mailer) if mailer else None,
            executor=self.executor,
            clock=clock,
        )

    def ask(self, *typed: str) -> None:
        for each in typed:
            self.staff.ask_for_link(each)

    def run(self, seconds: int = 1, every: int = 1) -> None:
        for _ in range(0, seconds, every):
            while self.mails.step():
                pass
            self.clock.advance(seconds=every)

    @property
    def waiting(self) -> int:
        with self.database.read() as transaction:
            return len(tasks.counts(transaction, now=self.clock()))

    @property
    def mailed(self) -> list[str]:
        with self.database.read() as transaction:
            rows = merchant_history.page(transaction, after=None, limit=99)
        return [row.who for row in rows if row.what == "link_mailed"]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


class Connect(Protocol):
    def __call__(self, url: str) -> MailConnection: ...


@pytest.fixture
def connect() -> Iterator[Connect]:
    with ExitStack() as stack:
        yield lambda url: stack.enter_context(MailConnection(smtp_url(url), "orders@example.com"))


def link_in(content: bytes) -> str:
    mail = message_from_bytes(content, policy=policy.default)
    (link,) = re.findall(r"/merchant/login/(\S+)", mail.get_content())
    return str(link)


def test_a_mail_leaves_for_an_address_of_the_list_and_none_for_another(
    database: Database, clock: Clock, server: MailServer, connect: Connect
) -> None:
    site = LoginSite(database, clock, connect(server.url()))
    site.ask("eve@example.com", " ADA@example.com", "", "ada@example.com, ben@example.com")
    site.run()
    (received,) = server.letters
    assert received.recipient == ADA
    assert site.mailed == [ADA]
    assert site.waiting == 0
    session = site.staff.open_link(link_in(received.content))
    assert session
    assert session.who == ADA
    site.mails.close()


def test_five_mails_an_hour_leave_for_an_address(database: Database, clock: Clock) -> None:
    mailbox = Mailbox()
    site = LoginSite(database, clock, mailbox)
    for _ in range(7):
        site.ask(ADA, BEN)
        site.run(60, every=60)
    assert sorted(recipient for recipient, _ in mailbox.taken) == [ADA] * 5 + [BEN] * 5
    other_process = LoginSite(database, clock, mailbox)
    other_process.ask(ADA)
    other_process.run()
    assert len(mailbox.taken) == 10
    clock.advance(hours=1)
    site.ask(ADA)
    site.run()
    assert len(mailbox.taken) == 11
    assert site.waiting == 0


def test_many_who_ask_at_once_get_one_mail(database: Database, clock: Clock) -> None:
    mailbox = Mailbox()
    site = LoginSite(database, clock, mailbox)
    site.ask(*[ADA] * 9)
    site.run()
    assert len(mailbox.taken) == 1


def test_a_mail_is_tried_again_as_long_as_somebody_may_wait_for_it(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = Mailbox(answer=GREYLISTED)
    site = LoginSite(database, clock, mailbox)
    site.ask(ADA)
    site.run(12)
    assert (mailbox.asked, site.waiting) == (2, 1)
    mailbox.answer = replace(Mailbox().answer)
    site.run(30)
    assert (len(mailbox.taken), site.waiting, site.mailed) == (1, 0, [ADA])
    mailbox.answer = GREYLISTED
    site.ask(ADA)
    site.run(25 * 60, every=20)
    assert site.waiting == 0
    assert site.mailed == [ADA], "what did not leave counts for no limit"
    assert ADA.lower() not in caplog.text.lower()


def test_a_mail_that_is_refused_for_good_ends(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = Mailbox(answer=NO_SUCH_MAILBOX)
    site = LoginSite(database, clock, mailbox)
    site.ask(ADA)
    site.run(60)
    assert (mailbox.asked, site.waiting) == (1, 0)
    assert "refuses the mail with a login link: 5.1.1" in caplog.text


def test_an_address_that_cannot_be_written_to_ends(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    site = LoginSite(database, clock, Mailbox(), {"STAFF_EMAILS": "=?ada@example.com"})
    site.ask("=?ada@example.com")
    site.run()
    assert site.waiting == 0
    assert "An address of STAFF_EMAILS cannot be written to" in caplog.text


def test_without_a_mail_server_the_log_says_what_helps(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    site = LoginSite(database, clock, None)
    site.ask(ADA)
    site.run()
    assert site.waiting == 0
    assert "merchant-link" in caplog.text
    site.mails.close()


def test_a_mail_server_that_is_away_is_asked_again(
    database: Database, clock: Clock, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    site = LoginSite(database, clock, connect(f"smtp://127.0.0.1:{free_port()}"))
    site.ask(ADA)
    site.run()
    assert (site.waiting, site.mailed) == (1, [])
    assert "is tried again" in caplog.text


def test_other_work_does_not_wait_for_the_mail_server(database: Database, clock: Clock) -> None:
    mailbox = Mailbox()
    site = LoginSite(database, clock, mailbox)
    site.executor.holds = True
    site.ask(ADA, BEN)
    assert [site.mails.step() for _ in range(3)] == [True] * 3
    assert mailbox.asked == 0
    site.executor.go_on()
    site.executor.holds = False
    site.run()
    assert sorted(recipient for recipient, _ in mailbox.taken) == [ADA, BEN]
