from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes

import pytest
from flask import Flask

from tests.fakes import Clock
from tests.notices.letter_sites import SETTINGS, LetterSite, notices_of
from tests.notices.smtp_server import MailServer
from tracking.database import Database, data_requests
from tracking.notices.create import merchant_mailbox, notice_terms, site_address
from tracking.services import services
from tracking.settings import Settings

SHOP = {name: value for name, value in SETTINGS.items() if name not in {"SMTP_URL", "MAIL_FROM"}}


@pytest.mark.parametrize(
    ("environ", "are_on"),
    [(SETTINGS, True), ({**SETTINGS, "NOTICES": "none"}, False), (SHOP, False), ({}, True)],
    ids=["mail server", "no notices", "no mail server", "demo"],
)
def test_letters_are_on_where_a_mail_server_or_the_demo_takes_them(environ: dict[str, str], *, are_on: bool) -> None:
    assert notices_of(Settings.from_environ(environ), Clock(), None).are_on is are_on


def test_nothing_leaves_from_the_demo_whatever_is_set() -> None:
    mail = {name: SETTINGS[name] for name in ("SMTP_URL", "MAIL_FROM", "PUBLIC_URL")}
    made = notices_of(Settings.from_environ(mail), Clock(), None)
    assert made.demo
    assert made.email_channel
    assert made.email_channel.mailer is made.demo


def test_the_settings_decide_when_letters_leave_but_in_the_demo_they_leave_at_once() -> None:
    own = {"NOTICES_WAIT": "60", "NOTICES_PAUSE": "1", "NOTICES_PER_HOUR": "9"}
    terms = notice_terms(Settings.from_environ({**SHOP, **own}), has_mail=False)
    assert (terms.schedule.wait, terms.schedule.pause, terms.schedule.per_hour) == (
        timedelta(minutes=1),
        timedelta(hours=1),
        9,
    )
    demo = notice_terms(Settings.from_environ({}), has_mail=True)
    assert (demo.schedule.wait, demo.schedule.pause, demo.schedule.quiet_hours, demo.shopify_mails) == (
        timedelta(),
        timedelta(),
        None,
        (),
    )


def test_the_address_of_the_site_is_public_or_that_of_this_machine() -> None:
    assert site_address(Settings.from_environ(SETTINGS)) == "https://track.example.com"
    assert site_address(Settings.from_environ({})) == "http://127.0.0.1:5000"


def test_a_letter_reaches_a_mail_server(memory: Database) -> None:
    with MailServer() as server:
        own = {"SMTP_URL": server.url()}
        clock = Clock()
        mailer = notices_of(Settings.from_environ({**SETTINGS, **own}), clock, None).email_channel
        assert mailer
        site = LetterSite(memory, clock=clock, mailer=mailer.mailer)
        site.cancel("#1001", "#1002")
        site.write_letters(minutes=10)
        site.worker.parts.letters.close()
    assert sorted(letter.recipient for letter in server.letters) == ["ada@example.com", "bea@example.com"]
    assert {letter.connection for letter in server.letters} == {server.letters[0].connection}
    assert message_from_bytes(server.letters[0].content)["X-Notice"] == "cancelled"


def test_the_letters_of_a_site_show_the_shop_as_it_is_known_then(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    with app.app_context():
        site = services()
        assert site.notices.email_channel
        assert site.notices.email_channel.letters
        assert site.letterhead.name == "Harbor Goods"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({**SETTINGS, "SUPPORT_EMAIL": "help@example.com"}, "help@example.com"),
        ({**SETTINGS, "SUPPORT_EMAIL": "help@example.com", "NOTICES": "none"}, "help@example.com"),
        (SETTINGS, None),
        ({**SHOP, "SUPPORT_EMAIL": "help@example.com"}, None),
        ({"SUPPORT_EMAIL": "help@example.com"}, None),
    ],
    ids=["mail server", "no notices", "no SUPPORT_EMAIL", "no mail server", "demo"],
)
def test_the_merchant_is_written_to_where_both_mail_server_and_address_are_set(
    environ: dict[str, str], expected: str | None
) -> None:
    settings = Settings.from_environ(environ)
    found = merchant_mailbox(settings, notices_of(settings, Clock(), None).email_channel)
    assert (found.recipient if found else None) == expected


def test_the_worker_mails_the_merchant_that_a_customer_asks_for_their_data(memory: Database) -> None:
    site = LetterSite(memory, settings={"SUPPORT_EMAIL": "help@example.com"})
    with memory.write() as transaction:
        data_requests.add(transaction, ["1"], now=site.clock())
    for _ in range(20):
        site.clock.advance(seconds=site.worker.step())
    assert [recipient for recipient, _ in site.mailbox.taken] == ["help@example.com"]
