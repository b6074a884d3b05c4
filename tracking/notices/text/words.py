"""Writes a text message: who writes, what is so, of which order, and the link that shows it and stops the texts.

It is always one message. Parts that do not fit give way, in this order: the day, the shop's name, the order's number,
the end of the headline; never the link.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tracking.i18n.localizer import Localizer
from tracking.i18n.text import text
from tracking.notices.letter_content import LetterContent
from tracking.notices.one_line import one_line
from tracking.notices.text.alphabet import TextSize, plain, size_of

_MAX_SHOP, _MAX_ORDER = 30, 24  # characters


@dataclass(frozen=True, slots=True)
class TextMessage:
    """``words`` as they are sent."""

    words: str
    size: TextSize


def text_message(content: LetterContent, order: str, *, shop: str, link: str, localizer: Localizer) -> TextMessage:
    """The text with what the letter with this content says; ``order`` is the order's number."""
    end = localizer.translate(text("See or stop: %(link)s", link=link))
    number, name = one_line(order, _MAX_ORDER), one_line(shop, _MAX_SHOP)
    day = content.day if content.day and content.day not in content.subject else None
    heads = (
        *([f"{name}: {content.subject}. {day}, {number}"] if day else []),
        f"{name}: {content.subject}, {number}",
        f"{content.subject}, {number}",
        content.subject,
    )
    written = (_written(head, end) for head in heads)
    return next((found for found in written if found.size.fits), None) or _cut(content.subject, end, link)


def _cut(subject: str, end: str, link: str) -> TextMessage:
    """As much of the headline as there is room for; with an address that leaves none, the link alone."""
    shorter = (_written(f"{subject[:length].rstrip()}…", end) for length in _lengths(subject))
    return next((found for found in shorter if found.size.fits), None) or TextMessage(link, size_of(link))


def _lengths(subject: str) -> Iterator[int]:
    return iter(range(len(subject) - 1, 0, -1))


def _written(head: str, end: str) -> TextMessage:
    words = plain(f"{head}\n{end}")
    return TextMessage(words, size_of(words))
