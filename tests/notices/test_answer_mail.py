from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import default

import pytest

from tests.demo_orders import orders
from tests.fakes import NOW
from tests.order.builders import policy, status_of
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.i18n.localizer import Localizer
from tracking.notices.answer_mail import AnswerContent, AnswerEnvelope, answer_mail
from tracking.notices.message import UnwritableAddressError
from tracking.order.answers import AnswerKind

CONTENT = AnswerContent(
    kind=AnswerKind.CANCEL,
    words="I found it elsewhere.\nPlease answer by tomorrow.\n\nBcc: everyone@example.com",
    deadline=date(2026, 11, 30),
    status=status_of(orders()["hold-stock"], NOW, policy()),
    admin_url="https://admin.shopify.com/store/harbor-goods/orders/1",
    page_url="https://track.example.com/order/token",
)
ENVELOPE = AnswerEnvelope(
    sender=Address(addr_spec="orders@example.com"),
    shop_name="Harbor Goods",
    to="shop@example.com",
    customer="bea@example.com",
    mail="one",
    order="1",
    sent_at=NOW,
    key="key",
)


def localizer(language: str = "en") -> Localizer:
    return Localizer(language, "Europe/London", read_catalogues(FOLDER)[language], NOW)


def raw(content: AnswerContent = CONTENT, envelope: AnswerEnvelope = ENVELOPE, language: str = "en") -> bytes:
    return answer_mail(content, envelope, localizer(language)).as_bytes()


def body(content: AnswerContent = CONTENT, envelope: AnswerEnvelope = ENVELOPE, language: str = "en") -> str:
    return str(message_from_bytes(raw(content, envelope, language), policy=default).get_content())


def test_the_mail_says_what_is_wanted_until_when_and_how_it_stands() -> None:
    mail = message_from_bytes(raw(), policy=default)
    assert mail["Subject"] == f"Order {CONTENT.status.order}: I’d like to cancel"
    assert (mail["To"], mail["Reply-To"]) == ("shop@example.com", "bea@example.com")
    assert mail["From"] == "Harbor Goods <orders@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert not {"X-Notice", "List-Unsubscribe", "Bcc"} & set(mail.keys())
    assert mail.get_content_type() == "text/plain"
    lines = body().splitlines()
    assert "Please answer by Monday 30\N{NO-BREAK SPACE}November. Your reply goes to the customer." in lines
    assert "Wool blanket is out of stock" in lines
    assert lines[-2:] == [CONTENT.admin_url, CONTENT.page_url]


def test_the_customers_words_are_marked_line_by_line() -> None:
    lines = body().splitlines()
    assert "> Please answer by tomorrow." in lines
    assert "> Bcc: everyone@example.com" in lines
    hostile = replace(CONTENT, words="a\u202eb\x00\rc\u2028d")
    assert "> a b c d" in body(hostile).splitlines()


@pytest.mark.parametrize("customer", [None, "no address", "bea@example.com\nBcc: x@example.com", "bëa@example.com"])
def test_an_address_that_is_none_or_cannot_be_written_everywhere_is_left_out(customer: str | None) -> None:
    envelope = replace(ENVELOPE, customer=customer)
    mail = message_from_bytes(raw(envelope=envelope), policy=default)
    assert not {"Reply-To", "Bcc"} & set(mail.keys())
    assert "The order has no email address to reply to." in body(envelope=envelope)


def test_a_mailbox_of_the_shop_that_is_none_is_told() -> None:
    with pytest.raises(UnwritableAddressError):
        raw(envelope=replace(ENVELOPE, to="nowhere"))


def test_the_same_mail_has_the_same_id_and_an_order_one_thread() -> None:
    first, again = (message_from_bytes(raw(), policy=default) for _ in range(2))
    other = message_from_bytes(raw(envelope=replace(ENVELOPE, mail="two")), policy=default)
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert first["References"] == other["References"]


def test_answer_that_needs_no_reply_asks_for_none() -> None:
    assert "Please answer" not in body(replace(CONTENT, kind=AnswerKind.WAIT, words=""))


def test_a_report_says_what_was_delivered_when() -> None:
    status = status_of(orders()["delivered"], NOW, policy())
    text = body(replace(CONTENT, kind=AnswerKind.NOT_RECEIVED, status=status))
    assert "Saturday 21\N{NO-BREAK SPACE}November" in text
    assert "Royal Mail JV526018152GB" in text


@pytest.mark.parametrize("language", list(read_catalogues(FOLDER)))
def test_every_kind_is_written_in_every_language(language: str) -> None:
    for kind in AnswerKind:
        message = raw(replace(CONTENT, kind=kind), language=language)
        head, _, _ = message.partition(b"\r\n\r\n")
        assert head.isascii()
        assert max(map(len, message.splitlines())) <= 998
