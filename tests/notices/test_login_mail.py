from email.headerregistry import Address

import pytest

from tests.fakes import NOW
from tracking.i18n.catalogues import FOLDER
from tracking.i18n.create import create_languages
from tracking.notices.letter_maker import Sender
from tracking.notices.letterhead import Letterhead
from tracking.notices.login_mail import LoginMailMaker
from tracking.notices.message import UnwritableAddressError

SENDER = Address(addr_spec="orders@example.com")


def maker(language: str = "en", name: str = "Harbor Goods") -> LoginMailMaker:
    return LoginMailMaker(
        languages=create_languages(FOLDER, (), language),
        letterhead=lambda: Letterhead(name=name),
        sender=Sender(mail_from=SENDER, reply_to=None),
        site="https://track.example.com",
        key="k",
        clock=lambda: NOW,
    )


def test_the_mail_has_the_link_and_says_how_long_it_works() -> None:
    mail = maker().make("s3cret", "ada@example.com")
    assert (mail["To"], mail["From"]) == ("ada@example.com", "Harbor Goods <orders@example.com>")
    assert "\nhttps://track.example.com/merchant/login/s3cret\n" in mail.get_content()
    assert "within 15 minutes" in mail.get_content()
    assert "s3cret" not in str(mail["Message-ID"])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert maker().make("other", "ada@example.com")["Message-ID"] != mail["Message-ID"]


def test_login_mail_is_in_the_shops_language_and_no_name_breaks_a_header() -> None:
    mail = maker("de", "Tee\r\nBcc: eve@example.com").make("s3cret", "ada@example.com")
    assert mail["Subject"] == "Anmeldung zur Übersicht aller Bestellungen"
    assert "Bcc" not in mail
    assert "15 Minuten" in mail.get_content()


def test_an_address_that_no_header_holds_is_refused() -> None:
    with pytest.raises(UnwritableAddressError):
        maker().make("s3cret", "=?ada@example.com")
