"""The content of an order's page: its status, its first screen, and what its customer chose and answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from flask import g

from tracking.notices.choices import OrderChoices
from tracking.notices.codes import NoticeLevel
from tracking.notices.sending_channels import NoticeChannel
from tracking.order.answers import AnswerContext, AnswerKind
from tracking.order.calendar_days import calendar_days
from tracking.order.first_screen import FirstScreen, first_screen
from tracking.order.promise_texts import MovedDays, moved_by_parcel, of_headline
from tracking.order.promises import Histories, promise_histories
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition, Stage
from tracking.orders import Gone, Snapshot
from tracking.services import services
from tracking.shopify.concurrent_read import ConcurrentRead
from tracking.web.authorization import OrderAccess
from tracking.web.localized_status import localized_status
from tracking.web.order_answers import OrderAnswers, TypedAnswer, order_answers
from tracking.web.urls import order_url, page_url

REFRESH_SECONDS = 10  # while the page is visible; static/js/live.js waits longer while it is hidden

_OUTDATED_AFTER = timedelta(hours=1)
_UNDERWAY = frozenset({Stage.SHIPPED, Stage.OUT_FOR_DELIVERY})
_UNTROUBLED = frozenset({Condition.FINE, Condition.WAITING, Condition.LATE})


@dataclass(frozen=True, slots=True)
class LetterChoice:
    """How much the customer is told, and where another choice is sent.

    ``by`` is the channel by which they are told, None where a shop that sends texts alone has not texted them yet;
    ``has_channels``: there are two, and they may choose.
    """

    level: NoticeLevel
    url: str
    by: NoticeChannel | None = NoticeChannel.EMAIL
    has_channels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """The variables of the templates.

    ``live_url`` is None where the page is not refreshed, ``refresh_seconds`` where the order will not change any more.
    ``shop_url`` leads to Shopify's own page of the order, ``calendar_url`` to its calendar, where the parcels with the
    ids ``on_calendar`` have days; both None without a link. ``promises`` are the days that were promised of each
    parcel, ``moved`` those that took each other's place, by its id, ``moved_headline`` that day of the headline.
    ``is_made_up``: the order is one of the demo store's. ``expires_at`` is None where no link opened it. ``stale`` is
    the JSON's; ``is_outdated``: the order may have moved since ``as_of``, an hour ago or more. ``letters`` is None
    where none are sent, ``answers`` where nothing is asked; these are sent to ``answers_url``, which is None where no
    link opened the order, as is ``kept_url``, which leads to what is kept of it.
    """

    status: OrderStatus
    first_screen: FirstScreen
    as_of: datetime
    stale: bool
    is_outdated: bool
    live_url: str | None
    refresh_seconds: int | None
    lookup_url: str
    shop_url: str | None
    calendar_url: str | None
    on_calendar: frozenset[str]
    promises: Histories
    moved: Mapping[str, MovedDays]
    moved_headline: MovedDays | None
    is_made_up: bool
    expires_at: datetime | None
    letters: LetterChoice | None
    answers: OrderAnswers | None
    answers_url: str | None
    kept_url: str | None

    @property
    def is_underway(self) -> bool:
        """Whether a parcel travels, as far as is known, while the shop's system cannot be reached."""
        parcels = self.status.parcels
        return any(parcel.stage in _UNDERWAY and parcel.condition in _UNTROUBLED for parcel in parcels)

    @property
    def uses_script(self) -> bool:
        """Whether JavaScript adds something: news while the page is open, or a number to copy."""
        status = self.status
        tracked = (*(each.tracking for each in status.parcels), *(each.tracking for each in status.returns))
        return self.refresh_seconds is not None or any(link.number for links in tracked for link in links)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLink:
    """The signed link with which an order was opened."""

    token: str
    expires_at: datetime


def page_of(
    snapshot: Snapshot,
    *,
    lookup_url: str,
    is_made_up: bool,
    link: OrderLink | None = None,
    typed: TypedAnswer | None = None,
) -> OrderPage:
    """Returns the page of an order, in its language. Without its link, it is not refreshed, and takes no answers."""
    token = link.token if link else None
    chosen = _chosen(snapshot.order_id) if token else OrderChoices(NoticeLevel.IMPORTANT, ())
    status = localized_status(snapshot, token, is_watched=not (chosen and chosen.is_erased))
    days = calendar_days(snapshot.order, status, services().clock())
    histories = promise_histories(status, chosen.promises if chosen else {}, services().clock())
    answers = _answers(snapshot, status, chosen, typed)
    first = first_screen(status)
    if answers and answers.take_the_place_of(first.situation):
        first = replace(first, button=None)
    return OrderPage(
        status=status,
        first_screen=first,
        as_of=snapshot.fetched_at,
        stale=snapshot.stale,
        is_outdated=snapshot.stale and status.is_moving and _age(snapshot) >= _OUTDATED_AFTER,
        live_url=page_url("live", token=token) if token else None,
        refresh_seconds=REFRESH_SECONDS if status.is_moving else None,
        lookup_url=lookup_url,
        shop_url=order_url("shop", token) if token else None,
        calendar_url=order_url("calendar", token) if token and days else None,
        on_calendar=frozenset(each.parcel.id for each in days),
        promises=histories,
        moved=moved_by_parcel(status, histories),
        moved_headline=of_headline(status, histories),
        is_made_up=is_made_up,
        expires_at=link.expires_at if link else None,
        letters=_letters(chosen, token) if chosen and token else None,
        answers=answers,
        answers_url=page_url("answers", token=token) if token else None,
        kept_url=page_url("kept", token=token) if token else None,
    )


def promised(order_id: str, status: OrderStatus) -> Histories:
    """The promises of each parcel: those that the order says itself where the database cannot be asked."""
    chosen = _chosen(order_id)
    return promise_histories(status, chosen.promises if chosen else {}, services().clock())


def reading_choices(order_id: str) -> ConcurrentRead[OrderChoices | None]:
    """The read of what the order's customer chose, for ``page_of`` of this request; it begins beside Shopify's."""
    reading = g.choices = ConcurrentRead(partial(services().choices.start, order_id))
    return reading


def _chosen(order_id: str) -> OrderChoices | None:
    """None while the database does not say it; a page without it is kept for a moment only."""
    # Whatever is chosen once they are read invalidates the page, also while Shopify is asked.
    reading: ConcurrentRead[OrderChoices | None] | None = g.pop("choices", None)
    chosen = reading.result() if reading else services().choices.of(order_id)
    if chosen is None:
        g.is_fallback = True
    return chosen


def _letters(chosen: OrderChoices, token: str) -> LetterChoice | None:
    if not services().notices.are_on or chosen.is_erased:
        return None
    notices = services().notices
    has_channels = notices.text_channel is not None and notices.email_channel is not None
    return LetterChoice(chosen.level, page_url("notices", token=token), _channel(chosen), has_channels)


def _channel(chosen: OrderChoices) -> NoticeChannel | None:
    site = services()
    if site.notices.text_channel is None:
        return NoticeChannel.EMAIL
    return chosen.channel or (NoticeChannel.EMAIL if site.notices.email_channel else None)


def are_answers_taken() -> bool:
    """Whether customers are asked anything."""
    site = services()
    return site.notices.answers.are_taken(site.brand.support_email)


def may_answer(access: OrderAccess, kind: AnswerKind) -> bool:
    """Whether the order's page offers this answer now. Raises Gone for an order that was erased."""
    chosen = _chosen(access.order_id) or OrderChoices(NoticeLevel.IMPORTANT, ())
    if chosen.is_erased:
        raise Gone
    answers = _answers(access.snapshot, localized_status(access.snapshot), chosen, None)
    return answers is not None and kind in answers.kinds


def _answers(
    snapshot: Snapshot, status: OrderStatus, chosen: OrderChoices | None, typed: TypedAnswer | None
) -> OrderAnswers | None:
    """None also while the database does not say what was answered, unless an answer is to be shown again."""
    if not are_answers_taken() or (chosen is None and typed is None):
        return None
    if chosen and chosen.is_erased:
        return OrderAnswers(kinds=(), given=(), cards=(), report=None, refused=typed) if typed else None
    site = services()
    terms = site.notices.answers
    context = AnswerContext(order=snapshot.order, status=status, now=site.clock(), asked_for=terms.asked_for)
    given = chosen.answers if chosen else ()
    are_mailed = terms.are_mailed(site.brand.support_email)
    review_url = site.policy.review_url
    return order_answers(context, terms, given, are_mailed=are_mailed, review_url=review_url, typed=typed)


def _age(snapshot: Snapshot) -> timedelta:
    return services().clock() - snapshot.fetched_at
