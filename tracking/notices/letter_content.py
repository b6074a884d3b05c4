"""What a letter says, word for word: its text and its HTML are both made of this."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Days, Phrase, counted, text
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_phrases import for_letter
from tracking.notices.news import News
from tracking.order.estimate_texts import dated_estimate_text
from tracking.order.first_screen import FirstScreen, Lead, first_screen
from tracking.order.status_types import UNTITLED, Item, OrderStatus, Parcel, Pickup, RemovedItem, ReturnStatus, Step
from tracking.order.vocabulary import ARRIVED, NEEDS_SOMEONE, Condition, NextStep, Reason, Route, Stage

_MAX_ITEMS = 8
_NO_DAY = frozenset({Stage.READY_FOR_PICKUP, Stage.CANCELLED})
# What these ask for, the letter says in another place: its text, the link to the shop, or the place of the pickup.
_SAID = frozenset({NextStep.WAIT, NextStep.TRACK, NextStep.CONTACT, NextStep.RATE})


@dataclass(frozen=True, slots=True)
class LetterItem:
    """A product, what it is a variant or a part of, and how many of it."""

    title: str
    notes: tuple[str, ...]
    quantity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """A parcel or return that the letter is about.

    ``name`` and ``title`` are None where the headline speaks for it. ``place`` is where it is picked up.
    """

    name: str | None
    title: str | None
    lines: tuple[str, ...]
    place: tuple[str, ...]
    items_title: str | None
    items: tuple[LetterItem, ...]
    more: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """The letter from top to bottom; every word is in the customer's language.

    ``subject`` is the headline by itself. ``order`` names the order, ``state`` stands above the headline in small,
    ``day`` says when, ``before`` what was said before, ``paragraphs`` why and what to do.
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


def letter_content(news: tuple[News, ...], status: OrderStatus, localizer: Localizer) -> LetterContent:
    """Returns the content. The first of ``news`` leads; parts that the order no longer has are left out."""
    return _Writer(news, status, localizer).content()


@dataclass(frozen=True, slots=True)
class _Headline:
    """The first line, that of the page or one that says the news, and what belongs to it."""

    line: Phrase
    state: Phrase | None
    day: Phrase | None
    before: Phrase | None
    text: Phrase | None
    condition: Condition
    subject: Phrase | None = None  # where the line alone does not say it


class _Writer:
    """Writes one letter."""

    def __init__(self, news: tuple[News, ...], status: OrderStatus, localizer: Localizer) -> None:
        self._news = news
        self._status = status
        self._localizer = localizer
        self._first = first_screen(status)

    def content(self) -> LetterContent:
        """Returns all of it."""
        head = self._headline()
        paragraphs = tuple(self._words(phrase) for phrase in (head.text, self._next_step()) if phrase)
        return LetterContent(
            subject=_capitalized(self._words(head.subject or head.line)),
            order=self._words(text("Order %(order)s", order=self._status.order)),
            condition=head.condition,
            state=self._words(head.state) if head.state else None,
            headline=_capitalized(self._words(head.line)),
            day=_capitalized(self._words(head.day)) if head.day else None,
            before=self._words(head.before) if head.before else None,
            paragraphs=paragraphs,
            button=self._words(text("See your order")),
            parts=tuple(self._parts(head, " ".join(paragraphs))),
        )

    def _words(self, phrase: Phrase) -> str:
        return self._localizer.translate(phrase)

    def _headline(self) -> _Headline:
        leading = self._news[0]
        match leading.code:
            case NoticeCode.NEW_DATE:
                return self._new_date(leading)
            case NoticeCode.BACK_ON_TRACK:
                return self._back_on_track(leading)
            case NoticeCode.RETURN_NEWS:
                return self._return_news(leading)
            case NoticeCode.HOW_WAS_IT:
                return replace(self._own(text("Did everything go well?")), text=text("Tell us what you think."))
            case _:
                return self._of_page()

    def _of_page(self) -> _Headline:
        status, first = self._status, self._first
        alone = status.only_parcel
        estimate = self._estimate(status)
        leads_with_day = first.lead is Lead.DAY and estimate is not None
        is_told = alone is not None and alone.is_told and first.text == alone.text
        return _Headline(
            line=estimate if leads_with_day and estimate else first.title,
            state=first.title if leads_with_day else None,
            day=None if leads_with_day else self._day(first),
            before=self._before(status) if estimate and first.has_day else None,
            text=None if is_told else for_letter(first.text),
            condition=first.condition,
        )

    def _own(self, line: Phrase) -> _Headline:
        """A line that says the news, above how the order stands."""
        headline = self._status.headline
        return _Headline(
            line=line,
            state=headline.title,
            day=None,
            before=None,
            text=for_letter(headline.text),
            condition=headline.condition,
        )

    def _new_date(self, news: News) -> _Headline:
        parcel = self._parcel(news.part)
        estimate = parcel.estimate if parcel else self._status.estimate
        if estimate is not None:
            days = Days(estimate.first, estimate.last)
            before = text("Earlier estimate: %(days)s", days=Days(news.earlier, news.earlier)) if news.earlier else None
            return replace(
                self._own(_days(days)),
                state=text("New delivery date"),
                subject=text("New delivery date: %(days)s", days=days),
                before=before,
            )
        return self._own(_leaves(parcel)) if parcel and parcel.leaves_on else self._of_page()

    def _back_on_track(self, news: News) -> _Headline:
        part = self._parcel(news.part) or self._return(news.part)
        if self._status.headline.condition is Condition.DONE or (isinstance(part, Parcel) and part.has_arrived):
            return self._of_page()
        if self._status.headline.condition in NEEDS_SOMEONE:  # another part of the order waits for something
            return self._own(part.title) if part else self._of_page()
        return replace(self._own(text("Your order is moving again")), day=self._estimate(self._status))

    def _return_news(self, news: News) -> _Headline:
        back = self._return(news.part)
        if back is None:
            return self._of_page()
        return _Headline(
            line=back.title,
            state=None,
            day=self._refund(back),
            before=None,
            text=for_letter(back.text),
            condition=back.condition,
        )

    def _refund(self, back: ReturnStatus) -> Phrase | None:
        """The refund of the order's only return, as the page leads with it."""
        money, is_only = self._status.money, len(self._status.returns) == 1
        return money.headline[0] if back.reason is Reason.RETURN_REFUNDED and is_only and money.headline else None

    def _estimate(self, part: OrderStatus | Parcel) -> Phrase | None:
        if part.estimate is None:
            return None
        route = part.route if isinstance(part, Parcel) else self._only_route
        return dated_estimate_text(part.estimate, route, self._localizer.today)

    @property
    def _only_route(self) -> Route | None:
        alone = self._status.only_parcel
        return alone.route if alone else None

    def _day(self, first: FirstScreen) -> Phrase | None:
        """When it comes, when it leaves, when it came, or what is to be paid by when."""
        status, alone = self._status, self._status.only_parcel
        payment = status.payment.text
        if status.advice.code is NextStep.PAY and payment and "amount" in payment.values:
            return payment
        if first.lead is not Lead.TITLE or not first.has_day:
            return None
        stage = status.headline.stage
        if stage in ARRIVED:
            return _arrived(alone.steps) if alone and alone.reason is status.headline.reason else None
        if stage in _NO_DAY or not status.is_moving:
            return None
        return self._estimate(status) or (_leaves(alone) if alone and alone.leaves_on else None)

    def _before(self, part: OrderStatus | Parcel) -> Phrase | None:
        estimate = part.estimate
        if estimate is None or estimate.previous is None:
            return None
        before = Days(estimate.previous.first, estimate.previous.last)
        is_news = before != Days(estimate.first, estimate.last)
        return text("Earlier estimate: %(days)s", days=before) if is_news else None

    def _next_step(self) -> Phrase | None:
        """What to do, in words: a letter has no button but the one to the order."""
        advice = self._status.advice
        leading = self._news[0].code
        if leading is NoticeCode.HOW_WAS_IT or (
            leading is NoticeCode.RETURN_NEWS and self._first.lead is not Lead.RETURN
        ):
            return None
        if advice.code is NextStep.WAIT:
            return self._first.note
        if advice.code in _SAID or (advice.code is NextStep.PICK_UP and self._is_about_a_pickup):
            return None
        return advice.text

    @property
    def _is_about_a_pickup(self) -> bool:
        return any(parcel.pickup and parcel.pickup.needs for parcel in self._parcels())

    def _parcel(self, part: str) -> Parcel | None:
        return next((parcel for parcel in self._status.parcels if parcel.id == part), None)

    def _return(self, part: str) -> ReturnStatus | None:
        return next((back for back in self._status.returns if back.id == part), None)

    def _parcels(self) -> Iterator[Parcel]:
        """Yields the parcels that the letter is about, in the order of the page; all of them if it is the order."""
        named = {each.part for each in self._news}
        is_about_all = not named & {part.id for part in (*self._status.parcels, *self._status.returns)}
        return (parcel for parcel in self._status.parcels if parcel.id in named or (is_about_all and not parcel.is_quiet))

    def _parts(self, head: _Headline, said: str) -> Iterator[LetterPart]:
        named = {each.part for each in self._news}
        for parcel in self._parcels():
            if parcel.items or parcel != self._status.only_parcel:
                yield self._parcel_part(parcel, head, said)
        returns = self._status.returns
        for number, back in enumerate(returns, start=1):
            if back.id in named:
                yield self._return_part(back, _return_name(number, len(returns)), head, said)
        if self._status.removed and any(each.code is NoticeCode.CANCELLED for each in self._news):
            yield self._removed_part()

    def _parcel_part(self, parcel: Parcel, head: _Headline, said: str) -> LetterPart:
        is_led = parcel == self._status.only_parcel and self._first.leading_return is None
        carried = sum(each.is_carried for each in self._status.parcels)
        name = None if is_led else _name(parcel, carried)
        units = sum(item.quantity for item in parcel.items)
        return LetterPart(
            name=self._words(name) if name else None,
            title=None if is_led or parcel.title == head.line else self._words(parcel.title),
            lines=() if is_led else tuple(self._lines(parcel, head, said)),
            place=tuple(self._place(parcel.pickup)) if parcel.pickup and not parcel.has_arrived else (),
            items_title=self._words(counted("%(count)s item", "%(count)s items", units)) if units else None,
            **self._items(parcel.items),
        )

    def _return_part(self, back: ReturnStatus, name: Phrase, head: _Headline, said: str) -> LetterPart:
        is_led = back.title == head.line
        words = for_letter(back.text)
        lines = [self._words(words)] if words and not is_led else []
        return LetterPart(
            name=None if is_led and len(self._status.returns) == 1 else self._words(name),
            title=None if is_led else self._words(back.title),
            lines=tuple(line for line in lines if line not in said),
            place=(),
            items_title=self._words(text("What you’re returning")) if back.items else None,
            **self._items(back.items),
        )

    def _removed_part(self) -> LetterPart:
        return LetterPart(
            name=None,
            title=None,
            lines=(),
            place=(),
            items_title=self._words(text("No longer in your order")),
            **self._items(self._status.removed),
        )

    def _lines(self, parcel: Parcel, head: _Headline, said: str) -> Iterator[str]:
        """Yields when, and why."""
        when = _arrived(parcel.steps) if parcel.condition is Condition.DONE else self._estimate(parcel)
        when = when or (_leaves(parcel) if parcel.leaves_on else None)
        if when and when not in (head.line, head.day) and head.before is None:
            yield _capitalized(self._words(when))
        words = None if parcel.is_told else for_letter(parcel.text)
        if words and (line := self._words(words)) not in said:
            yield line

    def _place(self, pickup: Pickup) -> Iterator[str]:
        """Yields where it is picked up, when, with what, and until when."""
        if pickup.hint:
            carrier = pickup.carrier
            point = text("%(carrier)s pickup point", carrier=carrier) if carrier else text("Pickup point")
            yield self._words(point)
            yield self._words(pickup.hint)
        else:
            yield from filter(None, (pickup.name, pickup.address))
        until = text("Usually held until %(day)s", day=pickup.until) if pickup.until else None
        yield from (self._words(phrase) for phrase in (pickup.hours, pickup.needs, until) if phrase)

    def _items(self, items: tuple[Item, ...] | tuple[RemovedItem, ...]) -> dict[str, tuple[LetterItem, ...] | str | None]:
        rest = sum(item.quantity for item in items[_MAX_ITEMS:])
        more = counted("and %(count)s more item", "and %(count)s more items", rest)
        return {
            "items": tuple(self._item(item) for item in items[:_MAX_ITEMS]),
            "more": self._words(more) if rest else None,
        }

    def _item(self, item: Item | RemovedItem) -> LetterItem:
        is_of_a_set = item.set_title and item.set_title != item.title
        set_line = self._words(text("Part of %(set)s", set=item.set_title)) if is_of_a_set and item.set_title else None
        return LetterItem(
            title=item.title or self._words(UNTITLED),
            notes=tuple(filter(None, (item.variant, set_line))),
            quantity=self._localizer.number(item.quantity),
        )


def _name(parcel: Parcel, total: int) -> Phrase | None:
    if parcel.route is Route.DIGITAL and parcel.sent:
        return text("Sent online")
    if parcel.number is None:
        return None
    if parcel.route is Route.PICKUP:
        return text("Pickup")
    if total > 1:
        return text("Parcel %(number)s of %(total)s", number=parcel.number, total=total)
    return text("Delivery")


def _return_name(number: int, total: int) -> Phrase:
    return text("Return %(number)s of %(total)s", number=number, total=total) if total > 1 else text("Return")


def _leaves(parcel: Parcel) -> Phrase:
    day = parcel.leaves_on
    return text("Ships %(day)s", day=day) if day else parcel.title


def _arrived(steps: tuple[Step, ...]) -> Phrase | None:
    """The moment of the step that a route ends with."""
    at = steps[-1].at if steps else None
    return Phrase("%(moment)s", values={"moment": at}) if at else None


def _days(days: Days) -> Phrase:
    return Phrase("%(days)s", values={"days": days})


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]
