from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from tests.sampling import each_row
from tests.settings.conftest import mistake
from tracking.settings.mail_from import mail_from


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("orders@example.com", ""),
        ("<orders@example.com>", ""),
        ("Harbor Goods <orders@example.com>", "Harbor Goods"),
        ('"Harbor, Goods" <orders@example.com>', "Harbor, Goods"),
        ("Müller, Söhne & 山田 <orders@example.com>", "Müller, Söhne & 山田"),
    ],
)
def test_sender_is_an_address_with_or_without_a_name(value: str, name: str) -> None:
    found = mail_from(value)
    assert found == Address(name, "orders", "example.com")
    message = EmailMessage()
    message["From"] = found
    assert message.as_bytes().isascii()
    assert str(message["From"]) == str(found)


@each_row(
    "value",
    [
        "orders",
        "orders@localhost",
        "orders@example..com",
        "orders.@example.com",
        "orders@example.com, help@example.com",
        "Harbor Goods orders@example.com",
        "Harbor Goods <orders@example.com",
        "Harbor\nBcc: all <orders@example.com>",
        "Har\u2028bor <orders@example.com>",
        'Har"bor <orders@example.com>',
        f"{'x' * 61} <orders@example.com>",
        f"{'x' * 65}@example.com",
    ],
)
def test_wrong_sender_is_a_sentence_that_names_the_setting(value: str) -> None:
    assert mistake(MAIL_FROM=value) == (
        "MAIL_FROM must be an email address, alone or behind a name: Harbor Goods <orders@example.com>."
    )


@pytest.mark.parametrize("value", ["orders@bücher.example", "örder@example.com"])
def test_address_that_headers_cannot_hold_is_rejected(value: str) -> None:
    assert mistake(MAIL_FROM=value).startswith("MAIL_FROM must have an address of plain letters: xn--...")
