"""The content of a letter, word for word: its text and its HTML are both made of this."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Phrase, text
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_headline import letter_headline
from tracking.notices.letter_parts import LetterIntro, LetterPart, letter_parts, parcels_of
from tracking.notices.news import News
from tracking.notices.one_line import capitalized, one_line
from tracking.notices.own_words import OwnWords
from tracking.order.answers import QUESTIONS, ROWS, AnswerKind, AnswerTopic
from tracking.order.first_screen import FirstLine, first_screen
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition, NextStep

# Texts that send the customer to the shop say so; the page of the order leads on to the others.
_SAID = frozenset({NextStep.TRACK, NextStep.CONTACT, NextStep.RATE})


class LetterAnswer(NamedTuple):
    """Something that the customer may answer: the link leads to it on the page, and answers nothing by itself."""

    label: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """The letter from top to bottom; every word is in the customer's language. ``choices`` answer ``question``.

    ``subject`` is the headline by itself. ``order`` names the order, ``state`` stands above the headline in small,
    ``day`` says when, ``before`` what was said before, ``paragraphs`` why and what to do; those of the shop's own words
    may have several lines.
    """

    subject: str
    order: str
    condition: Condition
    state: str | None
    headline: str
    day: str | None
    before: str | None
    paragraphs: tuple[str, ...]
    button: str
    parts: tuple[LetterPart, ...]
    question: str | None = None
    choices: tuple[LetterAnswer, ...] = ()


# News of which the customer may say what the shop should do, or how it went.
_ASKED = {
    AnswerTopic.WAITING: frozenset({NoticeCode.NOT_SENT_YET, NoticeCode.DELAYED, NoticeCode.NEW_DATE}),
    AnswerTopic.ARRIVAL: frozenset({NoticeCode.HOW_WAS_IT}),
}


def letter_content(
    news: Sequence[News], status: OrderStatus, localizer: Localizer, choices: Sequence[AnswerKind] = ()
) -> LetterContent:
    """Returns the content. The first of ``news`` leads; parts that the order no longer has are left out."""

    def words(phrase: Phrase | None) -> str | None:
        return capitalized(one_line(localizer.translate(phrase))) if phrase else None

    head = letter_headline(news[0], status, localizer.today)
    paragraphs = tuple(filter(None, map(words, (head.text, _next_step(news, status)))))
    topic = next((each for each, codes in _ASKED.items() if any(piece.code in codes for piece in news)), None)
    kinds = [kind for kind in choices if ROWS[kind].topic is topic and kind is not AnswerKind.NOT_RECEIVED]
    intro = LetterIntro(head, " ".join(paragraphs))
    return LetterContent(
        subject=words(head.subject or head.line) or "",
        order=words(text("Order %(order)s", order=status.order)) or "",
        condition=head.condition,
        state=words(head.state),
        headline=words(head.line) or "",
        day=words(head.day),
        before=words(head.before),
        paragraphs=paragraphs,
        button=words(text("See your order")) or "",
        parts=tuple(letter_parts(news, status, intro, localizer)),
        question=words(QUESTIONS[topic]) if topic and kinds and QUESTIONS[topic] != head.line else None,
        choices=tuple(LetterAnswer(words(ROWS[kind].label) or "", f"answer-{kind}") for kind in kinds),
    )


def own_content(words: OwnWords, order: str, localizer: Localizer) -> LetterContent:
    """Returns the content of a letter in the shop's own words about the order with this number."""
    translate = localizer.translate
    return LetterContent(
        subject=words.subject,
        order=one_line(translate(text("Order %(order)s", order=order))),
        condition=Condition.FINE,
        state=None,
        headline=words.subject,
        day=None,
        before=None,
        paragraphs=words.paragraphs,
        button=translate(text("See your order")),
        parts=(),
    )


def _next_step(news: Sequence[News], status: OrderStatus) -> Phrase | None:
    """The next step in words: a letter has no button but the one to the order."""
    advice, first = status.advice, first_screen(status)
    if news[0].code is NoticeCode.HOW_WAS_IT:
        return None
    if news[0].code is NoticeCode.RETURN_NEWS and first.lead is not FirstLine.RETURN:
        return None
    if advice.code is NextStep.WAIT:
        return first.note
    is_at_the_place = any(parcel.pickup and parcel.pickup.needs for parcel in parcels_of(news, status))
    if advice.code in _SAID or (advice.code is NextStep.PICK_UP and is_at_the_place):
        return None
    return advice.text
