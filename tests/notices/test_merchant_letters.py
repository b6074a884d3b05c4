from collections.abc import Callable
from email.message import EmailMessage

import pytest
import requests

from tests.alerts.waiting_alerts import waiting_alerts
from tests.database.merchant_rows import letter
from tests.fakes import Clock, Shopify
from tests.notices.letter_sites import GREYLISTED, NO_SUCH_MAILBOX, SERVER_DOWN, TAKEN, LetterSite
from tests.worker.sites import tiny_shop
from tracking.database import Database, letter_batches, mail_blocks, merchant_letters
from tracking.database.mail_blocks import BlockKind
from tracking.database.merchant_letters import MerchantLetter
from tracking.notices.choices import stop_letters
from tracking.notices.sending_schedule import next_hour

BEA = "#1002"
OTHERS_WORDS = "Hello <b>Bea</b>,\n\nthe road to Malmö is closed.\nWe’ll send it on Monday."


def write(site: LetterSite, text: str = OTHERS_WORDS, **changes: object) -> None:
    own = letter(site.shopify.id_of(BEA), text=text, added_at=site.clock(), due_at=site.clock(), **changes)
    with site.database.write() as transaction:
        merchant_letters.add(transaction, own)


def row_of(site: LetterSite) -> MerchantLetter:
    with site.database.read() as transaction:
        return merchant_letters.of_order(transaction, site.shopify.id_of(BEA))[-1]


def sent(site: LetterSite) -> EmailMessage:
    ((recipient, mail),) = site.mailbox.taken
    assert recipient == "bea@example.com"
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body
    return str(body.get_content())


def test_letter_goes_once_to_the_address_of_its_order_with_a_way_to_stop(site: LetterSite) -> None:
    write(site)
    site.send_merchant_letters()
    mail = sent(site)
    assert mail["Subject"] == "Snow in Malmö"
    assert mail["X-Notice"] is None
    assert "/stop/" in mail["List-Unsubscribe"]
    assert (row_of(site).state, row_of(site).ended_at) == ("sent", site.clock())
    site.send_merchant_letters(hours=48)
    assert len(site.mailbox.taken) == 1


def test_the_shops_words_stand_in_its_letter_as_text(site: LetterSite) -> None:
    write(site)
    site.send_merchant_letters()
    mail = sent(site)
    html, text = part(mail, "html"), part(mail, "plain")
    assert "Hello &lt;b&gt;Bea&lt;/b&gt;," in html
    assert "the road to Malmö is closed.<br>We’ll send it on Monday.</p>" in html
    assert OTHERS_WORDS in text.replace("\r\n", "\n")
    assert "Order #1002" in text
    assert "https://track.example.com/order/" in text


def test_letter_stands_in_the_thread_of_its_order_beside_the_news(site: LetterSite) -> None:
    site.cancel(BEA)
    site.write_letters(minutes=11)
    write(site)
    site.send_merchant_letters()
    news, own = (mail for _, mail in site.mailbox.taken)
    assert own["References"] == news["References"]
    assert own["Message-ID"] != news["Message-ID"]


def test_letter_taken_back_before_it_leaves_is_not_sent(site: LetterSite) -> None:
    write(site)
    with site.database.write() as transaction:
        merchant_letters.undo(transaction, "letter", now=site.clock())
    site.send_merchant_letters(hours=1)
    assert (row_of(site).state, site.mailbox.taken) == ("undone", [])


def test_a_customer_who_has_stopped_letters_gets_none(site: LetterSite) -> None:
    write(site)
    with site.database.write() as transaction:
        stop_letters(transaction, site.shopify.id_of(BEA), now=site.clock())
    site.send_merchant_letters()
    assert (row_of(site).state, row_of(site).reason, site.mailbox.taken) == ("withheld", "stopped", [])


@pytest.mark.parametrize(("kind", "reason"), [(BlockKind.STOPPED, "stopped"), (BlockKind.REFUSED, "refused")])
def test_an_address_that_is_blocked_gets_none(site: LetterSite, kind: BlockKind, reason: str) -> None:
    write(site)
    address_hash = site.notices.hashes.hash("bea@example.com")
    assert address_hash
    with site.database.write() as transaction:
        mail_blocks.add(transaction, address_hash, kind, now=site.clock())
    site.send_merchant_letters()
    assert (row_of(site).state, row_of(site).reason, site.mailbox.taken) == ("withheld", reason, [])


def test_an_order_without_an_address_gets_none(site: LetterSite) -> None:
    site.change({BEA: {"email": None}})
    write(site)
    site.send_merchant_letters()
    assert (row_of(site).state, row_of(site).reason) == ("withheld", "no_address")


def test_an_address_that_is_refused_for_good_gets_no_more_letters(site: LetterSite) -> None:
    site.mailbox.answer = NO_SUCH_MAILBOX
    write(site)
    site.send_merchant_letters()
    assert (row_of(site).state, row_of(site).reason) == ("given_up", "refused")
    site.mailbox.answer = TAKEN
    site.clock.advance(minutes=1)
    write(site, id="another")
    site.send_merchant_letters()
    assert (row_of(site).state, row_of(site).reason, site.mailbox.taken) == ("withheld", "refused", [])


def test_while_shopify_or_the_mail_server_is_down_it_waits(site: LetterSite) -> None:
    site.shopify.is_down = True
    write(site)
    site.send_merchant_letters()
    assert (row_of(site).state, row_of(site).reason, row_of(site).attempts) == ("waiting", "shopify", 0)
    site.shopify.is_down, site.mailbox.answer = False, SERVER_DOWN
    site.send_merchant_letters(minutes=2)
    assert (row_of(site).state, row_of(site).reason, row_of(site).attempts) == ("waiting", "mail_server", 1)
    site.mailbox.answer = TAKEN
    site.send_merchant_letters(minutes=6)
    assert row_of(site).state == "sent"


def test_letter_is_given_up_after_a_day_of_attempts_and_the_shop_is_alerted(memory: Database) -> None:
    site = LetterSite(memory, settings={"ALERT_URLS": "json://127.0.0.1:9/secret-token"})
    site.mailbox.answer = GREYLISTED
    write(site)
    for minutes in (0, 1, 5, 30, 2 * 60, 6 * 60, 24 * 60):
        site.send_merchant_letters(minutes=minutes)
    assert (row_of(site).state, row_of(site).reason) == ("given_up", "refused_now")
    site.worker.parts.alerts.flush()
    (sentence,) = waiting_alerts(memory)
    assert sentence.startswith("A letter that you wrote to a customer was given up")


def test_letter_two_days_late_is_withheld(site: LetterSite) -> None:
    write(site)
    site.clock.advance(hours=49)
    site.send_merchant_letters()
    assert (row_of(site).state, row_of(site).reason, site.mailbox.taken) == ("withheld", "too_late", [])


def test_an_order_that_shopify_no_longer_has_takes_its_letters_along(site: LetterSite) -> None:
    write(site)
    site.shopify.change(orders=[order for order in site.shopify.store.orders if order["name"] != BEA])
    site.send_merchant_letters()
    with site.database.read() as transaction:
        assert merchant_letters.find(transaction, "letter") is None
    assert site.mailbox.taken == []


class SlowShopify(Shopify):
    """Calls ``meanwhile``, once, before it answers."""

    meanwhile: Callable[[], object] | None = None

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        if self.meanwhile:
            act, self.meanwhile = self.meanwhile, None
            act()
        return super().send(request)


def test_an_order_that_is_erased_while_shopify_is_asked_gets_no_letter(memory: Database) -> None:
    clock = Clock()
    shopify = SlowShopify(tiny_shop(4), clock)
    site = LetterSite(memory, clock=clock, shopify=shopify)
    order_id = shopify.id_of(BEA)
    write(site)
    shopify.meanwhile = lambda: site.worker.parts.erasure.erase([order_id])
    site.send_merchant_letters()
    assert shopify.meanwhile is None, "it was asked"
    assert site.mailbox.taken == []


def test_without_a_mail_server_the_row_stands(memory: Database) -> None:
    site = LetterSite(memory, settings={"SMTP_URL": "", "MAIL_FROM": ""})
    write(site)
    site.send_merchant_letters()
    assert row_of(site).state == "waiting"


def test_of_bulk_letters_no_more_leave_in_an_hour_than_may_and_one_alone_goes_first(memory: Database) -> None:
    site = LetterSite(memory, settings={"NOTICES_PER_HOUR": "2"})
    ids = [site.shopify.id_of(name) for name in ("#1001", BEA, "#1003")]
    due = {"added_at": site.clock(), "due_at": site.clock(), "text": OTHERS_WORDS}
    with site.database.write() as transaction:
        for order_id in ids:
            merchant_letters.add(transaction, letter(order_id, id=f"b-{order_id}", batch="b", **due))
    site.clock.advance(seconds=1)
    write(site, subject="To Bea alone")
    site.send_merchant_letters()
    subjects = [str(mail["Subject"]) for _, mail in site.mailbox.taken]
    assert subjects == ["To Bea alone", "Snow in Malmö", "Snow in Malmö"]
    with site.database.read() as transaction:
        assert letter_batches.undo_until(transaction, "b") == next_hour(site.clock()), "the third one"
    site.send_merchant_letters(minutes=30)
    write(site, id="second", subject="To Bea alone again")
    site.send_merchant_letters()
    assert len(site.mailbox.taken) == 4, "one alone is not held back"
    site.send_merchant_letters(hours=1)
    assert len(site.mailbox.taken) == 5
