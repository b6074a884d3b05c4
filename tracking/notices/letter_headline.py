"""The headline of a letter: that of the page, or a line of its own that says the news."""

from dataclasses import dataclass, replace
from datetime import date

from tracking.i18n.text import Days, Phrase, text
from tracking.notices.codes import NoticeCode
from tracking.notices.letter_phrases import for_letter
from tracking.notices.news import News
from tracking.order.estimate_texts import dated_estimate_text
from tracking.order.first_screen import FirstLine, FirstScreen, first_screen
from tracking.order.status_types import Estimate, OrderStatus, Parcel, ReturnStatus, Step
from tracking.order.vocabulary import ARRIVED, NEEDS_SOMEONE, Condition, NextStep, Reason, Stage

_NO_DAY = frozenset({Stage.READY_FOR_PICKUP, Stage.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHeadline:
    """The first line, and what belongs to it.

    ``state`` stands above the line in small, ``day`` below it, ``before`` is the day that was promised before, ``text``
    says why. ``subject`` is what the subject says where the line alone would not do.
    """

    line: Phrase
    condition: Condition
    state: Phrase | None = None
    day: Phrase | None = None
    before: Phrase | None = None
    text: Phrase | None = None
    subject: Phrase | None = None


def letter_headline(leading: News, status: OrderStatus, today: date) -> LetterHeadline:
    """Returns the headline of a letter that leads with this news; that of the page where the news has no own."""
    own = None
    match leading.code:
        case NoticeCode.NEW_DATE:
            own = _new_date(leading, status)
        case NoticeCode.BACK_ON_TRACK:
            own = _back_on_track(leading, status, today)
        case NoticeCode.RETURN_NEWS:
            own = _return_news(leading, status)
        case NoticeCode.CANCELLED:
            own = _cancelled(status, today)
        case NoticeCode.HOW_WAS_IT:
            own = replace(_own(text("Did everything go well?"), status), text=text("Tell us what you think."))
    return own or _with_news(leading, status, _with_earlier(leading, _of_page(status, today)))


def parcel_of(news: News, status: OrderStatus) -> Parcel | None:
    """Returns the parcel that the news is about."""
    return next((parcel for parcel in status.parcels if parcel.id == news.part), None)


def return_of(news: News, status: OrderStatus) -> ReturnStatus | None:
    """Returns the return that the news is about."""
    return next((back for back in status.returns if back.id == news.part), None)


def arrived(steps: tuple[Step, ...]) -> Phrase | None:
    """The moment of the step that a route ends with."""
    at = steps[-1].at if steps else None
    return Phrase("%(moment)s", values={"moment": at}) if at else None


def leaves(parcel: Parcel) -> Phrase | None:
    """The day on which it is planned to leave."""
    return text("Ships %(day)s", day=parcel.leaves_on) if parcel.leaves_on else None


def arrives(part: OrderStatus | Parcel, today: date) -> Phrase | None:
    """The estimate, with its days: a letter is read on another one."""
    if part.estimate is None:
        return None
    alone = part if isinstance(part, Parcel) else part.only_parcel
    return dated_estimate_text(part.estimate, alone.route if alone else None, today)


def _of_page(status: OrderStatus, today: date) -> LetterHeadline:
    first, alone = first_screen(status), status.only_parcel
    day = arrives(status, today)
    before = _before(status.estimate) if day and first.has_day else None
    title_says_all = alone is not None and alone.title_says_all and first.text == alone.text
    head = LetterHeadline(
        line=first.title,
        condition=first.condition,
        text=None if title_says_all else for_letter(first.text),
        before=before,
    )
    if first.lead is FirstLine.DAY and day:
        return replace(head, line=day, state=first.title)
    return replace(head, day=_day(status, first, today))


def _with_earlier(news: News, head: LetterHeadline) -> LetterHeadline:
    """With the day that was promised before, also of what does not leave on it."""
    return replace(head, before=_promised_before(news)) if head.day and head.before is None else head


def _with_news(news: News, status: OrderStatus, head: LetterHeadline) -> LetterHeadline:
    """Where a day leads, the subject says first what is new: several letters of an order may name the same day."""
    part = parcel_of(news, status) or return_of(news, status)
    title = part.title if part and part.condition is not head.condition else head.state
    if head.state is None or title is None:
        return head
    return replace(head, subject=Phrase("%(news)s · %(day)s", values={"news": title, "day": head.line}))


def _day(status: OrderStatus, first: FirstScreen, today: date) -> Phrase | None:
    """When it comes, when it leaves, when it came, or what is to be paid by when."""
    alone, stage = status.only_parcel, status.headline.stage
    payment = status.payment.text
    if status.advice.code is NextStep.PAY and payment and "amount" in payment.values:
        return payment
    if first.lead is not FirstLine.TITLE or not first.has_day:
        return None
    if stage in ARRIVED:
        return arrived(alone.steps) if alone and alone.reason is status.headline.reason else None
    if stage in _NO_DAY or not status.is_moving:
        return None
    return arrives(status, today) or (leaves(alone) if alone else None)


def _before(estimate: Estimate | None) -> Phrase | None:
    if estimate is None or estimate.previous is None:
        return None
    days = Days(estimate.previous.first, estimate.previous.last)
    return None if days == Days(estimate.first, estimate.last) else _earlier(days)


def _earlier(days: Days) -> Phrase:
    return text("Earlier estimate: %(days)s", days=days)


def _promised_before(news: News) -> Phrase | None:
    return _earlier(Days(news.earlier, news.earlier)) if news.earlier else None


def _own(line: Phrase, status: OrderStatus) -> LetterHeadline:
    """A line of its own, above how the order stands."""
    headline = status.headline
    return LetterHeadline(line=line, condition=headline.condition, state=headline.title, text=for_letter(headline.text))


def _new_date(news: News, status: OrderStatus) -> LetterHeadline | None:
    """The day is the line; where only the day of sending is known, that."""
    parcel = parcel_of(news, status)
    estimate = parcel.estimate if parcel else status.estimate
    if estimate is None:
        return _new_shipping_date(news, parcel, status) if parcel else None
    days = Days(estimate.first, estimate.last)
    return replace(
        _own(Phrase("%(days)s", values={"days": days}), status),
        state=text("New delivery date"),
        subject=text("New delivery date: %(days)s", days=days),
        before=_promised_before(news),
    )


def _new_shipping_date(news: News, parcel: Parcel, status: OrderStatus) -> LetterHeadline | None:
    planned, on = leaves(parcel), parcel.leaves_on
    if planned is None or on is None:
        return None
    subject = text("New shipping date: %(day)s", day=on)
    return replace(_own(planned, status), subject=subject, before=_promised_before(news))


def _back_on_track(news: News, status: OrderStatus, today: date) -> LetterHeadline | None:
    """That of the page where it has arrived; the part's title where another part waits for something."""
    part, condition = parcel_of(news, status) or return_of(news, status), status.headline.condition
    if condition is Condition.DONE or (isinstance(part, Parcel) and part.has_arrived):
        return None
    if condition in NEEDS_SOMEONE:
        return _own(part.title, status) if part and part.title != status.headline.title else None
    return replace(_own(text("Your order is moving again"), status), day=arrives(status, today))


def _cancelled(status: OrderStatus, today: date) -> LetterHeadline:
    """That it was canceled; the page of one that was refunded leads with the money, which comes second here."""
    page, line = _of_page(status, today), text("Your order was canceled")
    return page if page.line == line else replace(page, line=line, day=page.line)


def _return_news(news: News, status: OrderStatus) -> LetterHeadline | None:
    back = return_of(news, status)
    if back is None:
        return None
    return LetterHeadline(
        line=back.title, condition=back.condition, day=_refund(back, status), text=for_letter(back.text)
    )


def _refund(back: ReturnStatus, status: OrderStatus) -> Phrase | None:
    """The refund of the order's only return, as the page leads with it."""
    is_refunded = back.reason is Reason.RETURN_REFUNDED and len(status.returns) == 1
    return status.money.headline[0] if is_refunded and status.money.headline else None
