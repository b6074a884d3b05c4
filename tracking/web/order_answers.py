"""The questions of an order's page to its customer, and the customer's answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from tracking.carriers import Link
from tracking.database.answers import AnswerRow
from tracking.i18n.text import Phrase, text
from tracking.notices.answer_terms import AnswerTerms
from tracking.order.answers import (
    FEEDBACK,
    MISSED,
    QUESTIONS,
    ROWS,
    AnswerContext,
    AnswerKind,
    AnswerTopic,
    Delivery,
    missed_deliveries,
    offered,
)
from tracking.order.calendar import day

_RATE, _ASK_US = "rate", "ask_us"
_MANY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAnswer:
    """An answer that was not taken, and why: its words stay in their field. None of them: that kind has no field.

    ``is_off``: no answer about the order is taken any more, so that its words have to be sent another way.
    """

    kind: AnswerKind
    words: str
    problem: Phrase
    is_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """``id`` is that of its field, ``buttons`` are the kinds with their labels, ``text`` stands in the field."""

    id: str
    buttons: tuple[tuple[AnswerKind, Phrase], ...]
    text: str
    problem: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCard:
    """A question of the page, or what it was answered with.

    ``said`` repeats the answer with the customer's ``words``; None where the question is open. ``form`` is None where
    nothing can be changed any more. ``kind`` decides what follows: to rate the order, or to write to the shop.
    """

    topic: AnswerTopic
    title: Phrase
    said: Phrase | None = None
    words: str = ""
    kind: AnswerKind | None = None
    form: AnswerForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingReport:
    """The report that a parcel is missing, under the ``questions`` with these codes: what to look for comes first."""

    questions: frozenset[str]
    deliveries: tuple[Delivery, ...]
    form: AnswerForm

    @property
    def until(self) -> date | None:
        """Until when all of it may still turn up."""
        return max((each.until for each in self.deliveries if each.until), default=None)

    @property
    def pages(self) -> tuple[Link, ...]:
        """The carriers' pages, which may have a picture of where a parcel was left; of many parcels, none."""
        links = tuple(link for each in self.deliveries for link in each.parcel.tracking if link.url)
        return links if len(links) <= _MANY else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAnswers:
    """``kinds`` may be answered with now; ``given`` are the answers so far. ``refused``: what has no field any more.

    ``review_url`` is where who is content may say so; None: nowhere.
    """

    kinds: tuple[AnswerKind, ...]
    given: tuple[AnswerRow, ...]
    cards: tuple[AnswerCard, ...]
    report: MissingReport | None
    review_url: str | None = None
    refused: TypedAnswer | None = None

    @property
    def choices(self) -> tuple[AnswerKind, ...]:
        """The kinds that a waiting customer may choose."""
        return tuple(kind for kind in self.kinds if ROWS[kind].topic is AnswerTopic.WAITING)

    def take_the_place_of(self, situation: str) -> bool:
        """Whether the button of this situation (see ``first_screen``) gives way: to rate, or to write to the shop."""
        topics = {card.topic for card in self.cards}
        return (situation == _RATE and AnswerTopic.ARRIVAL in topics) or (
            situation == _ASK_US and AnswerTopic.WAITING in topics and AnswerKind.CONTACT in self.kinds
        )


def order_answers(
    context: AnswerContext,
    terms: AnswerTerms,
    given: Iterable[AnswerRow],
    *,
    are_mailed: bool,
    review_url: str | None = None,
    typed: TypedAnswer | None = None,
) -> OrderAnswers:
    """Returns the cards and the report. ``are_mailed``: the shop hears at once, so that a day may be promised."""
    given = tuple(given)
    last = {AnswerTopic(row.topic): row for row in given if row.kind in ROWS}
    now_offered = offered(context, terms.choices)
    kinds = {topic: _kinds(topic, now_offered, last.get(topic)) for topic in AnswerTopic}
    promise_until = context.now if are_mailed else None
    cards = [
        card
        for topic in AnswerTopic
        if (card := _card(topic, now_offered, kinds[topic], last.get(topic), promise_until, context.status.zone))
    ]
    arrival = last.get(AnswerTopic.ARRIVAL)
    report = _report(context, kinds[AnswerTopic.ARRIVAL]) if arrival is None or arrival.is_handled else None
    answers = OrderAnswers(
        kinds=tuple(chain.from_iterable(kinds.values())),
        given=given,
        cards=tuple(cards),
        report=report,
        review_url=review_url,
    )
    return _with_typed(answers, typed) if typed else answers


def _kinds(topic: AnswerTopic, now_offered: Iterable[AnswerKind], last: AnswerRow | None) -> tuple[AnswerKind, ...]:
    """The kinds that may be answered: until the answer is handled it may be changed; how it went is asked once.

    A missing parcel may be reported again: the search may have found nothing, or it is another parcel.
    """
    kinds = {kind for kind in now_offered if ROWS[kind].topic is topic}
    if last is None:
        return _sorted(kinds)
    if topic is AnswerTopic.WAITING:
        return _sorted(kinds if last.is_handled or not kinds else {*kinds, AnswerKind(last.kind)})
    if last.is_handled:
        return _sorted(kinds & {AnswerKind.NOT_RECEIVED})
    return _sorted({*kinds, AnswerKind(last.kind), AnswerKind.WENT_WELL})


def _sorted(kinds: Iterable[AnswerKind]) -> tuple[AnswerKind, ...]:
    wanted = set(kinds)
    return tuple(kind for kind in ROWS if kind in wanted)


def _card(
    topic: AnswerTopic,
    now_offered: tuple[AnswerKind, ...],
    kinds: tuple[AnswerKind, ...],
    last: AnswerRow | None,
    promise_until: datetime | None,
    zone: str,
) -> AnswerCard | None:
    if last is None:
        asked = tuple(kind for kind in kinds if kind in FEEDBACK or topic is AnswerTopic.WAITING)
        return AnswerCard(topic=topic, title=QUESTIONS[topic], form=_form(topic, asked)) if asked else None
    is_current = any(kind in now_offered for kind in (FEEDBACK if topic is AnswerTopic.ARRIVAL else kinds))
    is_awaited = ROWS[AnswerKind(last.kind)].is_replied and not last.is_handled
    if not (is_current or is_awaited):
        return None
    return AnswerCard(
        topic=topic,
        title=_confirmation(last, promise_until, zone),
        said=text("You told us: %(answer)s", answer=ROWS[AnswerKind(last.kind)].label),
        words=last.words,
        kind=AnswerKind(last.kind),
        form=_changing_form(topic, kinds, last),
    )


def _changing_form(topic: AnswerTopic, kinds: tuple[AnswerKind, ...], last: AnswerRow) -> AnswerForm | None:
    """None where nothing is asked again here: what is missing is reported under its own question."""
    if not kinds or (last.is_handled and topic is AnswerTopic.ARRIVAL):
        return None
    return _form(topic, kinds, "" if last.is_handled else last.words)


def _confirmation(last: AnswerRow, promise_until: datetime | None, zone: str) -> Phrase:
    if last.kind == AnswerKind.WENT_WELL:
        return text("Thank you for telling us.")
    if last.is_handled:
        return text("We’ve taken care of it.")
    is_promised = promise_until is not None and last.deadline >= day(promise_until, zone)
    if is_promised and ROWS[AnswerKind(last.kind)].is_replied:
        return text("We have it. You’ll hear from us by %(day)s.", day=last.deadline)
    return text("We have it.")


def _form(name: str, kinds: Iterable[AnswerKind], words: str = "") -> AnswerForm:
    return AnswerForm(id=name, buttons=tuple((kind, ROWS[kind].label) for kind in kinds), text=words)


def _report(context: AnswerContext, kinds: tuple[AnswerKind, ...]) -> MissingReport | None:
    if AnswerKind.NOT_RECEIVED not in kinds:
        return None
    return MissingReport(
        questions=MISSED,
        deliveries=missed_deliveries(context.status),
        form=_form(AnswerKind.NOT_RECEIVED, [AnswerKind.NOT_RECEIVED]),
    )


def _with_typed(answers: OrderAnswers, typed: TypedAnswer) -> OrderAnswers:
    """The words back in the field that they came from; where that is gone, they are shown."""
    report = answers.report
    if report and typed.kind is AnswerKind.NOT_RECEIVED:
        return replace(answers, report=replace(report, form=_typed_form(report.form, typed)))
    cards = tuple(
        replace(card, form=_typed_form(card.form, typed))
        if card.form and typed.kind in dict(card.form.buttons)
        else card
        for card in answers.cards
    )
    return replace(answers, cards=cards, refused=typed if cards == answers.cards else None)


def _typed_form(form: AnswerForm, typed: TypedAnswer) -> AnswerForm:
    return replace(form, text=typed.words, problem=typed.problem)
