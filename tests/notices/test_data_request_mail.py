import logging
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from email import message_from_bytes, policy
from email.headerregistry import Address
from typing import Protocol

import pytest

from tests.directory import stored_orders
from tests.fakes import NOW, Clock, free_port
from tests.notices.calling_executor import CallingExecutor
from tests.notices.smtp_server import MailServer
from tracking.database import Database, data_requests
from tracking.database.data_requests import DataRequest
from tracking.notices.data_request_mail import DataRequestMail, MerchantMailbox, request_message
from tracking.notices.mail import MailConnection
from tracking.settings.smtp_url import smtp_url

MERCHANT = "support@example.com"
SENDER = Address("Harbor Goods", addr_spec="orders@example.com")
DAY = timedelta(days=1)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


class MakeMailbox(Protocol):
    def __call__(self, url: str, recipient: str = MERCHANT) -> MerchantMailbox: ...


@pytest.fixture
def mailbox_of(server: MailServer) -> Iterator[MakeMailbox]:
    """Mailboxes whose connections are closed before the server is."""
    assert server
    with ExitStack() as stack:

        def make(url: str, recipient: str = MERCHANT) -> MerchantMailbox:
            connection = stack.enter_context(MailConnection(smtp_url(url), SENDER.addr_spec))
            return MerchantMailbox(mailer=connection, sender=SENDER, recipient=recipient)

        yield make


def mail_of(
    database: Database, clock: Clock, mailbox: MerchantMailbox | None, *, executor: CallingExecutor | None = None
) -> DataRequestMail:
    executor = executor or CallingExecutor()
    return DataRequestMail(database, mailbox, executor=executor, clock=clock, monotonic=clock.monotonic)


def ask(database: Database, *order_ids: str, days_ago: int = 0) -> None:
    with database.write() as transaction:
        data_requests.add(transaction, order_ids, now=NOW - days_ago * DAY)


def mails(database: Database) -> dict[str, str | None]:
    """The state of each request's mail, by order."""
    with database.read() as transaction:
        return {request.order_id: request.mail for request in data_requests.since(transaction, NOW - 60 * DAY)}


def run(mail: DataRequestMail, clock: Clock, seconds: int) -> None:
    for _ in range(seconds):
        mail.step()
        clock.advance(seconds=1)


def test_one_mail_tells_of_a_request_with_the_command_and_nothing_of_the_customer(
    database: Database, clock: Clock, server: MailServer, mailbox_of: MakeMailbox
) -> None:
    order_id = stored_orders.put(database, "large")
    ask(database, order_id, "77")
    mail = mail_of(database, clock, mailbox_of(server.url()))
    run(mail, clock, 30)
    (received,) = server.letters
    read = message_from_bytes(received.content, policy=policy.default)
    with database.read() as transaction:
        (name,) = [each.name for each in data_requests.since(transaction, NOW) if each.name]
    assert (received.recipient, read["Subject"]) == (MERCHANT, "A customer asks for their data")
    words = read.get_content()
    assert f"Orders: {name}, 77" in words or f"Orders: 77, {name}" in words
    assert " export --requested" in words
    assert f"until {NOW + 30 * DAY:%Y-%m-%d}" in words
    assert words.count("@") == 0
    assert mails(database) == {order_id: "sent", "77": "sent"}
    ask(database, "77")
    run(mail, clock, 10)
    assert len(server.letters) == 1 + 1, "a second request is told again"


def test_mail_is_tried_again_until_the_mail_server_is_back(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture, mailbox_of: MakeMailbox
) -> None:
    ask(database, "1")
    port = free_port()
    mail = mail_of(database, clock, mailbox_of(f"smtp://127.0.0.1:{port}"))
    run(mail, clock, 70)
    assert mails(database) == {"1": None}
    assert caplog.text.count("is tried again") == 2, "at once, and after a minute"
    assert MERCHANT not in caplog.text
    with MailServer(port=port) as server:
        run(mail, clock, 600)
        assert len(server.letters) == 1
    assert mails(database) == {"1": "sent"}


def test_a_refusal_for_good_ends_it_with_a_line_in_the_log(
    database: Database, clock: Clock, server: MailServer, caplog: pytest.LogCaptureFixture, mailbox_of: MakeMailbox
) -> None:
    ask(database, "1")
    server.always("RCPT", "550 5.1.1 no such mailbox")
    run(mail_of(database, clock, mailbox_of(server.url())), clock, 200)
    assert mails(database) == {"1": "refused"}
    assert caplog.text.count("SUPPORT_EMAIL") == 1
    assert server.done == ["RCPT"]


def test_an_address_that_no_header_can_hold_is_refused(
    database: Database, clock: Clock, server: MailServer, caplog: pytest.LogCaptureFixture, mailbox_of: MakeMailbox
) -> None:
    ask(database, "1")
    run(mail_of(database, clock, mailbox_of(server.url(), "=?x?@example.com")), clock, 20)
    assert mails(database) == {"1": "refused"}
    assert caplog.text.count("SUPPORT_EMAIL") == 1


def test_a_server_that_says_nothing_stops_no_other_work(
    database: Database, clock: Clock, server: MailServer, mailbox_of: MakeMailbox
) -> None:
    ask(database, "1")
    executor = CallingExecutor(holds=True)
    mail = mail_of(database, clock, mailbox_of(server.url()), executor=executor)
    assert mail.step()
    assert mail.step(), "it is still on its way"
    assert mails(database) == {"1": None}
    executor.go_on()
    mail.close()
    assert mails(database) == {"1": "sent"}


def test_an_error_of_ours_is_logged_and_it_is_tried_again(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def send(self, *_: object) -> None:
            raise RuntimeError("ours")

    ask(database, "1")
    mailbox = MerchantMailbox(mailer=Broken(), sender=SENDER, recipient=MERCHANT)  # type: ignore[arg-type] # on purpose
    run(mail_of(database, clock, mailbox), clock, 10)
    assert mails(database) == {"1": None}
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_without_a_mailbox_requests_wait_and_old_ones_are_never_mailed(
    database: Database, clock: Clock, server: MailServer, mailbox_of: MakeMailbox
) -> None:
    ask(database, "1")
    ask(database, "2", days_ago=31)
    run(mail_of(database, clock, None), clock, 20)
    assert mails(database) == {"1": None, "2": None}
    run(mail_of(database, clock, mailbox_of(server.url())), clock, 20)
    assert mails(database) == {"1": "sent", "2": None}


def test_the_same_requests_have_the_same_message_id(mailbox_of: MakeMailbox) -> None:
    mailbox = mailbox_of("smtp://127.0.0.1:25")
    requests = [DataRequest(order_id="1", name="#1001 '; rm", requested_at=NOW)]
    first, again = (request_message(requests, mailbox, NOW + late * DAY) for late in (0, 1))
    assert first["Message-ID"] == again["Message-ID"]
    assert """export '#1001 '"'"'; rm'""" in first.get_content()
