"""Texts about the orders of the demo store, in each language."""

from tests.fakes import NOW
from tests.notices.letters import languages, news_of, status_of
from tracking.i18n.localizer import Localizer
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_content import letter_content
from tracking.notices.text.channel_choice import NOT_BY_TEXT
from tracking.notices.text.words import TextMessage, text_message
from tracking.web.preview_letters import EXAMPLES

LINK = "https://track.example.com/l/AAAAAAAAAAAAAAAAAAAA"

LOCALES = ("en", "da", "de", "fi", "fr", "nb", "nl", "pl", "sv", "zh-Hans")
TOLD = [code for code in NoticeCode if code not in NOT_BY_TEXT]


def text_of(
    code: NoticeCode, locale: str, slug: str = "", *, shop: str = "Harbor Goods", link: str = LINK
) -> TextMessage:
    status, language = status_of(slug or EXAMPLES[code].slug), languages().offered[languages().choose((locale,))]
    localizer = Localizer(language.code, status.zone, languages().catalogues[language.code], NOW)
    content = letter_content([news_of(status, code)], status, localizer)
    return text_message(content, status.order, shop=shop, link=link, localizer=localizer)
