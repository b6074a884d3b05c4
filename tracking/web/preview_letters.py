"""The letters of the preview: for each code an example order of the demo store, and the news that it makes."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracking.notices.codes import NoticeCode
from tracking.notices.letter import Letter
from tracking.notices.letterhead import Letterhead, LetterLinks
from tracking.notices.news import News
from tracking.order.answers import AnswerContext, offered
from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus
from tracking.orders import Snapshot
from tracking.services import services


@dataclass(frozen=True, slots=True)
class LetterExample:
    """``title`` is for the merchant, ``slug`` the order's situation."""

    title: str
    slug: str


EXAMPLES: Mapping[NoticeCode, LetterExample] = {
    NoticeCode.NOT_SENT_YET: LetterExample("Not sent yet", "preorder-day-passed"),
    NoticeCode.YOU_CAN_HELP: LetterExample("The customer can help", "attempted-delivery"),
    NoticeCode.DELAYED: LetterExample("Delayed on the way", "stalled"),
    NoticeCode.NEW_DATE: LetterExample("A new delivery date", "estimate-changed"),
    NoticeCode.PROBLEM: LetterExample("A problem", "returning-to-sender"),
    NoticeCode.BACK_ON_TRACK: LetterExample("Back on track", "in-transit"),
    NoticeCode.RETURN_NEWS: LetterExample("News of a return", "return-refunded"),
    NoticeCode.PARTLY_SENT: LetterExample("Partly sent", "stock-and-preorder"),
    NoticeCode.SENT: LetterExample("Sent", "carrier-picked-up"),
    NoticeCode.OUT_FOR_DELIVERY: LetterExample("Out for delivery", "out-for-delivery"),
    NoticeCode.READY: LetterExample("Ready for pickup", "pickup-ready"),
    NoticeCode.DELIVERED: LetterExample("Delivered", "delivered"),
    NoticeCode.CANCELLED: LetterExample("Canceled", "cancelled-customer"),
    NoticeCode.HOW_WAS_IT: LetterExample("How was it?", "delivered"),
}
_OF_THE_ORDER = frozenset({NoticeCode.CANCELLED, NoticeCode.HOW_WAS_IT})


def example_letter(
    code: NoticeCode, snapshot: Snapshot, *, locale: str | None, letterhead: Letterhead, links: LetterLinks
) -> Letter:
    """Writes the letter that would tell this code of the order; ``locale`` None: in the order's language."""
    site = services()
    now = site.clock()
    status = order_status(snapshot.order, now, site.policy)
    before = status.estimate.previous.last if status.estimate and status.estimate.previous else None
    news = News(code, _part(code, status), about="", since=now, earlier=before)
    answers = site.notices.answers
    context = AnswerContext(order=snapshot.order, status=status, now=now)
    return site.letters.write(
        [news],
        status,
        locale=locale or snapshot.order.locale,
        letterhead=letterhead,
        links=links,
        now=now,
        choices=offered(context, answers.choices) if answers.are_taken(letterhead.support_email) else (),
    )


def _part(code: NoticeCode, status: OrderStatus) -> str:
    """The id of the parcel or return that the headline is about."""
    if code in _OF_THE_ORDER:
        return ""
    if code is NoticeCode.RETURN_NEWS:
        return next((back.id for back in status.returns), "")
    condition = status.headline.condition
    ordered = sorted(status.parcels, key=lambda parcel: parcel.condition is not condition)
    return next((parcel.id for parcel in ordered), "")
