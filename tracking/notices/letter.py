"""A letter to a customer: its subject, its text and its HTML, which say the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from css_inline import CSSInliner

from tracking.i18n.languages import Language, Languages
from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Phrase, text
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_content import LetterContent, letter_content, own_content
from tracking.notices.letter_templates import LetterTemplates
from tracking.notices.letterhead import Letterhead, LetterLinks
from tracking.notices.news import News
from tracking.notices.one_line import one_line
from tracking.notices.own_words import OwnWords
from tracking.order.answers import AnswerKind
from tracking.order.model import Order
from tracking.order.status_types import OrderStatus

_MAX_HEADLINE, _MAX_ORDER = 120, 40  # characters of a subject

_BLANK_LINES = re.compile(r"\n{3,}")
_INDENT = re.compile(r"\n\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """``codes`` are those of the news that it tells, each once; empty for own words. ``language`` is BCP 47."""

    subject: str
    text: str
    html: str
    codes: tuple[NoticeCode, ...]
    language: str


class _Contact(NamedTuple):
    """The way to the shop; ``address`` is what the text shows of ``url``."""

    question: str
    label: str
    url: str
    address: str


class LetterWriter:
    """Writes letters, without a request."""

    def __init__(self, templates: LetterTemplates, languages: Languages) -> None:
        self._templates = templates
        self.languages = languages
        self._inliner = CSSInliner(
            keep_at_rules=True, load_remote_stylesheets=False, keep_link_tags=False, minify_css=True
        )

    def write(  # noqa: PLR0913 - each is a part of the letter
        self,
        news: Sequence[News],
        status: OrderStatus,
        *,
        locale: str | None,
        letterhead: Letterhead,
        links: LetterLinks,
        now: datetime,
        choices: Sequence[AnswerKind] = (),
    ) -> Letter:
        """Writes the letter that tells ``news`` (at least one; the first leads) of an order whose status this is.

        ``locale`` is the customer's, as Shopify has it; a language that is not offered becomes the default one.
        ``choices`` are what the customer may answer on the page.
        """
        language = self._language(locale)
        localizer = self._localizer(language, status.zone, now)
        content = letter_content(news, status, localizer, choices)
        return self._letter(
            content,
            language,
            localizer,
            order=status.order,
            subject=f"{one_line(content.subject, _MAX_HEADLINE)} · {one_line(status.order, _MAX_ORDER)}",
            why=text("We write to you if something changes."),
            letterhead=letterhead,
            links=links,
            codes=tuple(dict.fromkeys(each.code for each in news)),
        )

    def write_own(
        self, words: OwnWords, order: Order, *, letterhead: Letterhead, links: LetterLinks, now: datetime
    ) -> Letter:
        """Writes the letter in the shop's own words about this order; the rest of it is in the customer's language."""
        language = self._language(order.locale)
        localizer = self._localizer(language, order.zone, now)
        return self._letter(
            own_content(words, order.name, localizer),
            language,
            localizer,
            order=order.name,
            subject=words.subject,
            why=text("We’re writing to you about your order."),
            letterhead=letterhead,
            links=links,
        )

    def _language(self, locale: str | None) -> Language:
        return self.languages.offered[self.languages.choose((locale,))]

    def _localizer(self, language: Language, zone: str, now: datetime) -> Localizer:
        return Localizer(language.code, zone, self.languages.catalogues[language.code], now)

    def _letter(  # noqa: PLR0913 - likewise
        self,
        content: LetterContent,
        language: Language,
        localizer: Localizer,
        *,
        order: str,
        subject: str,
        why: Phrase,
        letterhead: Letterhead,
        links: LetterLinks,
        codes: tuple[NoticeCode, ...] = (),
    ) -> Letter:
        translate = localizer.translate
        footer = letterhead.footer.in_language(language.code) if letterhead.footer else letterhead.name
        values = {
            "letter": content,
            "brand": letterhead,
            "colors": letterhead.colors,
            "language": language.code,
            "direction": language.direction,
            "condition": content.condition,
            "subject": subject,
            "preview": next(iter(content.paragraphs), content.order),
            "order_url": links.order,
            "stop_url": links.stop,
            "contact": _contact(letterhead, order, localizer),
            "why": translate(why),
            "stop": translate(text("Stop these emails")),
            "footer": footer.splitlines(),
        }
        return Letter(
            subject=subject,
            text=_tidy(self._templates.render("letters/letter.txt", values)),
            html=self._inlined(self._templates.render("letters/letter.html", values)),
            codes=codes,
            language=language.code,
        )

    def _inlined(self, html: str) -> str:
        return _INDENT.sub("\n", self._inliner.inline(html))


def _contact(letterhead: Letterhead, order: str, localizer: Localizer) -> _Contact | None:
    url = letterhead.contact_url(order)
    if url is None:
        return None
    return _Contact(
        question=localizer.translate(text("Any questions?")),
        label=localizer.translate(text("Contact %(shop)s", shop=letterhead.name)),
        url=url,
        address=letterhead.help_url(order) or letterhead.support_email or url,
    )


def _tidy(words: str) -> str:
    """Without spaces at the ends of lines, and no more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in words.splitlines())
    return f"{_BLANK_LINES.sub(chr(10) * 2, lines).strip()}\n"
