"""Which settings hold and where each is from, which notices are on, and what Shopify mails."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template

from tracking.doctor.shopify_mails import NAMES
from tracking.i18n.text import Phrase
from tracking.notices.answer_terms import answer_terms
from tracking.notices.codes import SAME_MAIL, NoticeCode, wanted
from tracking.services import services
from tracking.settings import Settings
from tracking.settings.in_force import settings_in_force
from tracking.settings.texts import as_text
from tracking.web.merchant.order_words import NOTICE_PHRASES


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInForce:
    """``words`` say what it tells.

    ``mail`` is the email of Shopify's that tells the same, in the words of its admin, where Shopify sends it.
    """

    code: str
    words: Phrase
    is_on: bool
    mail: str | None


def show() -> str:
    """Renders the page; no secret is in it, only whether it is set."""
    site = services()
    notices = [*_notices(site.settings)]
    held = {
        "NOTICES": as_text(tuple(notice.code for notice in notices if notice.is_on)),
        "CHOICES": as_text(answer_terms(site.settings, has_mail=site.settings.smtp_url is not None).choices),
    }
    rows = [*settings_in_force(site.settings, site.commands.origins, held)]
    return render_template(
        "merchant/settings.html",
        set_rows=[row for row in rows if row.is_set],
        other_rows=[row for row in rows if not row.is_set],
        notices=notices,
        leaves=site.settings.smtp_url is not None,
        mails=[NAMES[mail] for mail in site.settings.shopify_mails],
    )


def _notices(settings: Settings) -> Iterator[NoticeInForce]:
    choice = wanted(settings.notices, settings.shopify_mails)
    for code in NoticeCode:
        mail = SAME_MAIL.get(code)
        is_mailed = mail in settings.shopify_mails
        name = NAMES[mail] if mail and is_mailed else None
        yield NoticeInForce(code=code.value, words=NOTICE_PHRASES[code], is_on=choice.includes(code), mail=name)
