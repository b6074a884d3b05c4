from dataclasses import replace
from datetime import date

from tests.demo_orders import orders
from tests.fakes import NOW, Clock
from tests.notices.letter_sites import SETTINGS
from tests.order.builders import policy
from tracking.database.answers import AnswerRow
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.i18n.languages import Languages
from tracking.notices.answer_mail_maker import AnswerMailMaker
from tracking.notices.letter_maker import Sender
from tracking.notices.letterhead import Letterhead
from tracking.services import create_links
from tracking.settings import Settings

ROW = AnswerRow(
    id=1,
    order_id="1",
    topic="waiting",
    kind="contact",
    words="Call me",
    at=NOW,
    deadline=date(2026, 12, 1),
    handled_at=None,
    letter="one",
    state="claimed",
    attempts=0,
    reason=None,
)


def made(row: AnswerRow = ROW, language: str = "en") -> tuple[str, str]:
    """Subject and text."""
    clock, settings = Clock(), Settings.from_environ(SETTINGS)
    assert settings.mail_from is not None
    maker = AnswerMailMaker(
        Languages.offered_by(read_catalogues(FOLDER), (), language),
        create_links(settings, clock),
        policy(),
        letterhead=lambda: Letterhead(name="Harbor Goods"),
        sender=Sender(mail_from=settings.mail_from, reply_to=None),
        site="https://track.example.com",
        shop=settings.shopify_shop,
        key="key",
    )
    mail = maker.make(row, orders()["delayed"], mailbox="shop@example.com", customer="bea@example.com", now=NOW)
    return str(mail["Subject"]), str(mail.get_content())


def test_the_mail_leads_to_shopify_and_to_the_page() -> None:
    order = orders()["delayed"]
    _, text = made()
    assert f"https://admin.shopify.com/store/harbor-goods/orders/{order.id}" in text
    assert "https://track.example.com/order/" in text


def test_the_mail_is_in_the_shops_language() -> None:
    subject, text = made(language="sv")
    assert subject.endswith(": Kontakta mig")
    assert "Ditt svar går till kunden." in text
    assert "> Call me" in text


def test_another_answer_is_another_mail() -> None:
    assert made(replace(ROW, kind="wait"))[0].endswith(": I’ll wait")
