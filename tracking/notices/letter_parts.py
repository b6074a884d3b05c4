"""The parts of an order that a letter is about: parcels and returns, with their items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Phrase, counted, text
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_headline import LetterHeadline, arrived, arrives, leaves
from tracking.notices.letter_phrases import for_letter
from tracking.notices.news import News
from tracking.notices.one_line import capitalized, one_line
from tracking.order.first_screen import leading_return
from tracking.order.status_types import UNTITLED, Item, OrderStatus, Parcel, Pickup, RemovedItem, ReturnStatus
from tracking.order.vocabulary import Condition, Route

# Parcels and items beyond these are counted: Gmail cuts a long letter off.
_MAX_PARCELS, _MAX_ITEMS, _MAX_ITEMS_OF_MANY = 5, 8, 3
_MANY = 3
_MAX_TITLE = 120  # characters


class LetterItem(NamedTuple):
    """A product, what it is a variant or a part of, and how many of it."""

    title: str
    notes: tuple[str, ...]
    quantity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """A parcel or return that the letter is about.

    ``name`` and ``title`` are None where the headline speaks for it. ``place`` is where it is picked up; ``more``
    counts the items that are not listed.
    """

    name: str | None = None
    title: str | None = None
    lines: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    items_title: str | None = None
    items: tuple[LetterItem, ...] = ()
    more: str | None = None


@dataclass(frozen=True, slots=True)
class LetterIntro:
    """The headline and words above the parts of the letter, which do not say them again."""

    headline: LetterHeadline
    words: str


def parcels_of(news: Sequence[News], status: OrderStatus) -> tuple[Parcel, ...]:
    """Returns the parcels that the letter is about, in the order of the page: all of them where it is the order."""
    named = {each.part for each in news}
    is_about_all = _is_about_all(news, status)
    return tuple(parcel for parcel in status.parcels if parcel.id in named or (is_about_all and not parcel.is_quiet))


def letter_parts(
    news: Sequence[News], status: OrderStatus, intro: LetterIntro, localizer: Localizer
) -> Iterator[LetterPart]:
    """Yields the parts in the order of the page."""
    named, parcels = {each.part for each in news}, parcels_of(news, status)
    if _is_about_all(news, status) and status.only_parcel is None:
        yield _order(parcels, localizer)
    else:
        yield from _parcels(parcels, status, intro, localizer)
    for number, back in enumerate(status.returns, start=1):
        if back.id in named:
            yield _return(back, number, len(status.returns), intro, localizer)
    if status.removed and any(each.code is NoticeCode.CANCELLED for each in news):
        title = _line(text("No longer in your order"), localizer)
        yield _with_items(LetterPart(items_title=title), status.removed, localizer)


def _is_about_all(news: Sequence[News], status: OrderStatus) -> bool:
    ids = {part.id for part in status.parcels} | {back.id for back in status.returns}
    return not any(each.part in ids for each in news)


def _order(parcels: Sequence[Parcel], localizer: Localizer) -> LetterPart:
    """The items of all parcels."""
    items = [item for parcel in parcels for item in parcel.items]
    return _with_items(LetterPart(items_title=_units(items, localizer)), items, localizer)


def _parcels(
    parcels: Sequence[Parcel], status: OrderStatus, intro: LetterIntro, localizer: Localizer
) -> Iterator[LetterPart]:
    limit = _MAX_ITEMS_OF_MANY if len(parcels) >= _MANY else _MAX_ITEMS
    for parcel in parcels[:_MAX_PARCELS]:
        if parcel.items or parcel != status.only_parcel:
            yield _parcel(parcel, status, intro, localizer, limit)
    if (rest := len(parcels) - _MAX_PARCELS) > 0:
        more = counted("and %(count)s more parcel", "and %(count)s more parcels", rest)
        yield LetterPart(name=_line(more, localizer))


def _parcel(parcel: Parcel, status: OrderStatus, intro: LetterIntro, localizer: Localizer, limit: int) -> LetterPart:
    part = LetterPart(
        place=tuple(_place(parcel, parcel.pickup, intro, localizer)) if parcel.pickup else (),
        items_title=_units(parcel.items, localizer),
    )
    part = _with_items(part, parcel.items, localizer, limit)
    if parcel == status.only_parcel and leading_return(status) is None:
        return part
    name = _name(parcel, sum(each.is_carried for each in status.parcels))
    title = None if parcel.title == intro.headline.line else parcel.title
    return replace(
        part,
        name=_line(name, localizer) if name else None,
        title=_line(title, localizer) if title else None,
        lines=tuple(_lines(parcel, intro, localizer)),
    )


def _return(back: ReturnStatus, number: int, total: int, intro: LetterIntro, localizer: Localizer) -> LetterPart:
    items_title = _line(text("What you’re returning"), localizer) if back.items else None
    part = _with_items(LetterPart(items_title=items_title), back.items, localizer)
    is_led = back.title == intro.headline.line
    name = text("Return %(number)s of %(total)s", number=number, total=total) if total > 1 else text("Return")
    words = for_letter(back.text)
    if is_led:
        return replace(part, name=_line(name, localizer)) if total > 1 else part
    return replace(
        part,
        name=_line(name, localizer),
        title=_line(back.title, localizer),
        lines=(_line(words, localizer),) if words else (),
    )


def _lines(parcel: Parcel, intro: LetterIntro, localizer: Localizer) -> Iterator[str]:
    """Yields when, and why."""
    headline = intro.headline
    is_done = parcel.condition is Condition.DONE
    when = (arrived(parcel.steps) if is_done else arrives(parcel, localizer.today)) or leaves(parcel)
    # The line of a new date is the day itself.
    if when and when not in (headline.line, headline.day) and headline.before is None:
        yield capitalized(_line(when, localizer))
    words = None if parcel.title_says_all else for_letter(parcel.text)
    if words and (line := _line(words, localizer)) not in intro.words:
        yield line


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


def _place(parcel: Parcel, pickup: Pickup, intro: LetterIntro, localizer: Localizer) -> Iterator[str]:
    """Yields where it is picked up, when, and while it waits there, with what and until when."""
    if pickup.hint:
        carrier = pickup.carrier
        yield _line(text("%(carrier)s pickup point", carrier=carrier) if carrier else text("Pickup point"), localizer)
        yield _line(pickup.hint, localizer)
    else:
        yield from (one_line(words) for words in (pickup.name, pickup.address) if words)
    if pickup.hours:
        yield _line(pickup.hours, localizer)
    if parcel.condition is not Condition.ACTION_NEEDED:
        return
    if pickup.needs:
        yield _line(pickup.needs, localizer)
    if pickup.until and localizer.day(pickup.until) not in intro.words:
        yield _line(text("Usually held until %(day)s", day=pickup.until), localizer)


def _units(items: Sequence[Item], localizer: Localizer) -> str | None:
    units = sum(item.quantity for item in items)
    return _line(counted("%(count)s item", "%(count)s items", units), localizer) if units else None


def _with_items(
    part: LetterPart, items: Sequence[Item | RemovedItem], localizer: Localizer, limit: int = _MAX_ITEMS
) -> LetterPart:
    """The part with the first of the items, and how many more there are."""
    rest = sum(item.quantity for item in items[limit:])
    more = _line(counted("and %(count)s more item", "and %(count)s more items", rest), localizer) if rest else None
    return replace(part, items=tuple(_item(item, localizer) for item in items[:limit]), more=more)


def _item(item: Item | RemovedItem, localizer: Localizer) -> LetterItem:
    set_title = item.set_title if item.set_title != item.title else None
    part_of = _line(text("Part of %(set)s", set=set_title), localizer) if set_title else None
    return LetterItem(
        title=one_line(item.title or "", _MAX_TITLE) or _line(UNTITLED, localizer),
        notes=tuple(one_line(note, _MAX_TITLE) for note in (item.variant, part_of) if note),
        quantity=localizer.number(item.quantity),
    )


def _line(phrase: Phrase, localizer: Localizer) -> str:
    return one_line(localizer.translate(phrase))
