from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

import pytest

from tests.alerts.waiting_alerts import waiting_alerts
from tests.fakes import Clock
from tests.notices.letter_sites import GREYLISTED, NO_SUCH_MAILBOX, SERVER_DOWN, TAKEN, LetterSite
from tests.notices.smtp_server import Fault, MailServer
from tracking.database import Database, answers
from tracking.database.answers import AnswerRow
from tracking.directory.finding_rules import NoFindings
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.order_needs import OrderNeeds
from tracking.notices.choices import CustomerChoices
from tracking.notices.mail import MailConnection
from tracking.order.answers import AnswerKind
from tracking.settings import Settings

SHOP = {"SUPPORT_EMAIL": "shop@example.com"}
BEA = "#1002"


@pytest.fixture
def site(memory: Database) -> LetterSite:
    return LetterSite(memory, settings=SHOP)


def answer(
    site: LetterSite, kind: AnswerKind = AnswerKind.CONTACT, words: str = "Please call", *, name: str = BEA
) -> None:
    hashes, needs = OrderHashes(site.settings.keys), OrderNeeds(NoFindings())
    choices = CustomerChoices(site.database, hashes, needs, clock=site.clock, monotonic=site.clock.monotonic)
    assert choices.answer(site.shopify.id_of(name), kind, words, zone="Europe/London", region="GB")


def row_of(site: LetterSite) -> AnswerRow:
    with site.database.read() as transaction:
        return answers.of_order(transaction, site.shopify.id_of(BEA))[-1]


def test_an_answer_is_mailed_once_with_the_customer_to_reply_to(site: LetterSite) -> None:
    answer(site)
    site.mail_answers()
    ((recipient, mail),) = site.mailbox.taken
    assert (recipient, mail["Reply-To"]) == ("shop@example.com", "bea@example.com")
    assert row_of(site).state == "sent"
    site.mail_answers(hours=48)
    assert len(site.mailbox.taken) == 1


def test_a_changed_answer_is_mailed_anew_and_a_repeated_one_is_not(site: LetterSite) -> None:
    answer(site)
    site.mail_answers()
    answer(site, AnswerKind.WAIT, "")
    site.mail_answers()
    first, second = (mail for _, mail in site.mailbox.taken)
    assert str(second["Subject"]).endswith("I’ll wait")
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"]


def test_an_outage_of_the_mail_server_loses_nothing(site: LetterSite) -> None:
    site.mailbox.answer = SERVER_DOWN
    answer(site)
    site.mail_answers()
    site.mail_answers(minutes=5)
    assert (row_of(site).state, row_of(site).reason, row_of(site).attempts) == ("waiting", "mail_server", 2)
    site.mailbox.answer = LetterSite(site.database, settings=SHOP).mailbox.answer
    site.mail_answers(minutes=31)
    assert row_of(site).state == "sent"


def test_a_mail_server_that_is_back_after_hours_gets_all_that_waited_within_the_half_hour(site: LetterSite) -> None:
    site.mailbox.answer = SERVER_DOWN
    answer(site, name="#1001")
    answer(site)
    for _ in range(24):
        site.mail_answers(minutes=30)
    site.mailbox.answer = TAKEN
    site.mail_answers(minutes=30)
    assert len(site.mailbox.taken) == 2


def test_the_shop_hears_once_that_the_server_fails_and_once_that_mails_are_given_up(memory: Database) -> None:
    site = LetterSite(memory, settings={**SHOP, "ALERT_URLS": "json://127.0.0.1:9/secret-token"})
    site.mailbox.answer = SERVER_DOWN
    for name in site.names[:3]:
        answer(site, name=name)
        site.mail_answers(hours=1)
    for _ in range(14):
        site.mail_answers(hours=3)
        site.worker.parts.alerts.flush()
    assert [sentence[:20] for sentence in waiting_alerts(memory)] == ["What customers answe", "The mail of a custom"]


def test_a_mailbox_that_takes_nothing_ends_after_a_day_of_attempts(
    site: LetterSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.mailbox.answer = GREYLISTED
    answer(site)
    for _ in range(9):
        site.mail_answers(hours=25)
    assert row_of(site).state == "given_up"
    assert site.mailbox.asked == 7
    assert "`whereabouts answers` lists the answer" in caplog.text


def test_a_refusal_for_good_is_told_and_the_row_stands(site: LetterSite, caplog: pytest.LogCaptureFixture) -> None:
    site.mailbox.answer = NO_SUCH_MAILBOX
    answer(site)
    site.mail_answers()
    assert row_of(site).state == "given_up"
    assert "5.1.1 no" in caplog.text
    assert "bea@example.com" not in caplog.text


def test_while_shopify_is_down_the_mail_waits(site: LetterSite) -> None:
    site.shopify.is_down = True
    answer(site)
    site.mail_answers()
    assert row_of(site).reason == "shopify"
    site.shopify.is_down = False
    site.mail_answers(minutes=2)
    assert len(site.mailbox.taken) == 1


def test_an_order_that_shopify_no_longer_has_takes_its_answer_along(site: LetterSite) -> None:
    answer(site)
    order_id = site.shopify.id_of(BEA)
    site.shopify.change(orders=[order for order in site.shopify.store.orders if order["name"] != BEA])
    site.mail_answers()
    assert site.mailbox.taken == []
    with site.database.read() as transaction:
        assert answers.of_order(transaction, order_id) == []


def test_without_a_known_mailbox_of_the_shop_it_waits(memory: Database) -> None:
    site = LetterSite(memory)
    answer(site)
    site.mail_answers()
    assert (row_of(site).reason, site.mailbox.taken) == ("no_mailbox", [])


def test_without_a_mail_server_the_row_stands(memory: Database) -> None:
    site = LetterSite(memory, settings={**SHOP, "SMTP_URL": "", "MAIL_FROM": "", "CHOICES": "wait,contact"})
    answer(site)
    site.mail_answers()
    assert row_of(site).state == "waiting"


def test_a_worker_that_was_killed_is_followed_by_one_that_sends_the_same_mail(site: LetterSite) -> None:
    answer(site)
    with site.database.write() as transaction:
        answers.MAILS.claim(transaction, "killed", now=site.clock())
    claimed = row_of(site)
    assert claimed.state == "claimed"
    site.mail_answers()
    assert site.mailbox.taken == []
    site.mail_answers(minutes=4)
    assert len(site.mailbox.taken) == 1
    assert row_of(site).letter == claimed.letter


@contextmanager
def real(memory: Database, server: MailServer) -> Iterator[LetterSite]:
    """A site whose mail goes to a real server, in a thread of its own."""
    url = Settings.from_environ_subset({"SMTP_URL": server.url()}, ["SMTP_URL"]).smtp_url
    assert url is not None
    site = LetterSite(memory, settings=SHOP, clock=Clock(), mailer=MailConnection(url, "orders@example.com"))
    with ThreadPoolExecutor(1) as executor:
        site.executor = executor  # type: ignore[assignment]  # any executor does
        site.worker = site.new_worker()
        yield site
        for sender in site.worker.parts.senders:
            sender.close()


def until(is_done: Callable[[], bool], site: LetterSite) -> None:
    sender = site.worker.parts.answers
    while sender and not is_done():
        sender.step()


def test_a_real_mail_server_gets_it_as_plain_text(memory: Database) -> None:
    with MailServer() as server, real(memory, server) as site:
        answer(site, AnswerKind.CONTACT, "Ring mig på morgonen, tack. Åäö")
        until(lambda: row_of(site).state == "sent", site)
        (letter,) = server.letters
    assert letter.recipient == "shop@example.com"
    mail = message_from_bytes(letter.content, policy=default)
    assert mail["Reply-To"] == "bea@example.com"
    assert "> Ring mig på morgonen, tack. Åäö" in mail.get_content()


def test_a_server_that_ends_the_connection_is_tried_again(memory: Database) -> None:
    with MailServer() as server, real(memory, server) as site:
        server.next("MAIL", Fault.DROP)
        answer(site)
        until(lambda: row_of(site).attempts == 1, site)
        site.clock.advance(minutes=2)
        until(lambda: row_of(site).state == "sent", site)
        assert len(server.letters) == 1
