from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fakes import NOW
from tests.sampling import each_row
from tracking.notices.codes import NoticeCode
from tracking.notices.letter import Letter
from tracking.notices.message import Envelope, UnwritableAddressError, message
from tracking.notices.one_line import one_line

LETTER = Letter(
    subject="No news of your parcel · #1023",
    text="It hasn’t been scanned.\n",
    html="<!DOCTYPE html><p>It hasn’t been scanned.</p>\n",
    codes=(NoticeCode.DELAYED, NoticeCode.NEW_DATE),
    language="en",
)
ENVELOPE = Envelope(
    sender=Address("", "orders", "example.com"),
    shop_name="Harbor Goods",
    reply_to="hello@example.com",
    to="ada@example.com",
    notice="17",
    order="6001",
    stop_url="https://track.example.com/stop/" + "t0ken" * 30,
    sent_at=NOW,
    key="a key",
)
# Whole messages are made from these: what an order, a shop or a mail program may do to a header.
WORDS = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(
    [
        "a\r\nBcc: eve@example.com\r\n\r\nHello",
        '"quoted", <eve@example.com>; \\',
        "=?utf-8?q?=0D=0ABcc:_eve@example.com?=",
        "=?utf-8?b?",
        "🏴‍☠️" * 100,
        "x" * 500,
        "é" * 500,
        "\u202e\u05ea\u05e4\u05d5\u05d6\u05d9\u05dd \u2066",
        "\ud800\udc00 \ud800",
        " ,;:@<>()[] ",
    ]
)


def parsed(mail: EmailMessage) -> EmailMessage:
    """As the mail server gets it, and a mail program reads it."""
    raw = mail.as_bytes()
    assert raw.isascii(), "7 bits"
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not [line for line in lines if b"\n" in line or b"\r" in line], "no bare end of a line"
    read = message_from_bytes(raw, policy=SMTP)
    assert [defect for part in read.walk() for defect in part.defects] == []
    assert isinstance(read, EmailMessage)
    return read


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


def test_headers_are_those_of_an_automatic_letter_that_can_be_stopped() -> None:
    read = parsed(message(LETTER, ENVELOPE))
    assert {name: str(value) for name, value in read.items() if name not in {"Message-ID", "References"}} == {
        "From": "Harbor Goods <orders@example.com>",
        "To": "ada@example.com",
        "Reply-To": "hello@example.com",
        "Subject": "No news of your parcel · #1023",
        "Date": "Sun, 22 Nov 2026 14:05:00 +0000",
        "Auto-Submitted": "auto-generated",
        "X-Notice": "delayed, new_date",
        "List-Id": "<orders.example.com>",
        "List-Unsubscribe": f"<{ENVELOPE.stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{read.get_boundary()}"',
    }
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert (body(read, "plain"), body(read, "html")) == (LETTER.text, LETTER.html)


def test_the_same_notice_has_the_same_id_and_an_order_one_thread() -> None:
    def ids(envelope: Envelope) -> tuple[str, str]:
        mail = parsed(message(LETTER, envelope))
        return str(mail["Message-ID"]), str(mail["References"])

    letter, thread = ids(ENVELOPE)
    assert ids(replace(ENVELOPE, to="bob@example.com")) == (letter, thread), "sent again"
    other, same = ids(replace(ENVELOPE, notice="18"))
    assert (other == letter, same == thread) == (False, True)
    assert ids(replace(ENVELOPE, order="6002"))[1] != thread
    assert ids(replace(ENVELOPE, key="another"))[1] != thread
    assert "6001" not in letter + thread


def test_name_of_the_sender_comes_before_the_shops() -> None:
    named = replace(ENVELOPE, sender=Address('Harbor, "Goods" é', "orders", "example.com"))
    assert parsed(message(LETTER, named))["From"].addresses[0].display_name == 'Harbor, "Goods" é'


def test_replies_go_to_the_sender_where_the_shop_has_no_address() -> None:
    assert str(parsed(message(LETTER, replace(ENVELOPE, reply_to=None)))["Reply-To"]) == (
        "Harbor Goods <orders@example.com>"
    )


def test_one_click_needs_https() -> None:
    read = parsed(message(LETTER, replace(ENVELOPE, stop_url="http://localhost:8000/stop/t")))
    assert read["List-Unsubscribe"] == "<http://localhost:8000/stop/t>"
    assert "List-Unsubscribe-Post" not in read


def test_domain_of_other_letters_is_written_in_ascii() -> None:
    assert str(parsed(message(LETTER, replace(ENVELOPE, to="ada@bücher.example")))["To"]) == (
        "ada@xn--bcher-kva.example"
    )


def test_address_of_other_letters_is_written_for_a_server_that_takes_it() -> None:
    mail = message(LETTER, replace(ENVELOPE, to="åda@example.com"))
    assert "\r\nTo: åda@example.com\r\n".encode() in mail.as_bytes(policy=SMTPUTF8)


@each_row(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@exa mple.com",
        "ada@example.com\r\nBcc: eve@example.com",
        "ada@example.com, eve@example.com",
        "Ada <ada@example.com>",
        "=?utf-8?q?ada?=@example.com",
        f"ada@{'x' * 64}.com",
        f"{'a' * 65}@example.com",
    ],
)
def test_address_that_cannot_be_written_is_refused(address: str) -> None:
    with pytest.raises(UnwritableAddressError):
        message(LETTER, replace(ENVELOPE, to=address))


@given(subject=WORDS, name=WORDS, words=st.text(max_size=300) | WORDS, sent_at=st.datetimes(datetime(2020, 1, 1)))  # noqa: DTZ001 - Date is written without a zone, too
@example(subject="=?utf-8?q?a?= =?utf-8?q?b?=", name="=?utf-8?q?a?=", words=".\n..\nFrom me\n", sent_at=NOW)
@example(subject="x" * 119 + "é", name='"', words="y" * 5000, sent_at=NOW)
def test_any_words_make_one_well_formed_message(subject: str, name: str, words: str, sent_at: datetime) -> None:
    text = "\n".join(map(one_line, words.splitlines())) + "\n"
    letter = replace(LETTER, subject=subject, text=text, html=f"<p>{text}</p>\n")
    read = parsed(message(letter, replace(ENVELOPE, shop_name=name, sent_at=sent_at)))
    assert len(read.keys()) == len(parsed(message(LETTER, ENVELOPE)).keys()), "no header more than there are"
    assert read["Bcc"] is None
    assert "".join(str(read["Subject"]).split()) == "".join(one_line(subject).replace("=?", "= ?").split())
    (sender,) = read["From"].addresses
    assert sender.addr_spec == "orders@example.com"
    assert "".join(sender.display_name.split()) == "".join(one_line(name).replace("=?", "= ?").split())
    assert (body(read, "plain"), body(read, "html")) == (text, f"<p>{text}</p>\n")
