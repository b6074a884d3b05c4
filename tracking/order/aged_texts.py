"""The title and text of a parcel whose state is past its age: past tense, and the day of the last report.

Values that the rows may contain: ``%(day)s`` (of the last report), ``%(silence)s`` (number of days since then),
``%(until)s`` (the day until which a pickup is kept), ``%(carrier)s``, ``%(place)s``.
"""

from dataclasses import dataclass

from tracking.i18n.text import Phrase, text
from tracking.order.ages import State
from tracking.order.parcel_draft import ParcelDraft, with_values
from tracking.order.policy import Policy
from tracking.order.policy_texts import counts_as_lost, lost_parcel
from tracking.order.reasons import reason_text
from tracking.order.vocabulary import Reason, Route, Stage


@dataclass(frozen=True, slots=True)
class AgedText:
    """A row: title and text."""

    title: Phrase
    text: Phrase


_SHOULD_BE_HERE = text("It should be with you by now")
_SHOULD_BE_PICKED_UP = text("You should have it by now")
_NO_NEWS = text("No news of your parcel")
_NO_NEWS_OF_ORDER = text("No news of your order")
_SENT_BACK = text("Your parcel was sent back to us")
_WENT_WRONG = text("Something went wrong with your parcel")
_WENT_OUT = text("It went out for delivery")
_SLOW = text("Taking longer than planned")

TEXTS: dict[State, AgedText] = {
    State.OUT_TODAY: AgedText(
        _WENT_OUT,
        text(
            "The driver had it on %(day)s, but it hasn’t been marked as delivered. It may come on the next working day."
        ),
    ),
    State.OUT_FOR_DELIVERY: AgedText(
        text("Your parcel is late"), text("It was out for delivery on %(day)s. There’s been no update since.")
    ),
    State.ATTEMPT_FAILED: AgedText(
        _NO_NEWS,
        text(
            "The carrier tried to deliver it on %(day)s, and there’s been no update since. If you can’t find a note or the parcel, please contact us."
        ),
    ),
    State.BUYER_ACTION: AgedText(
        _NO_NEWS,
        text(
            "The carrier needed something from you on %(day)s, and there’s been no update since. Check the carrier’s page, or contact us."
        ),
    ),
    State.WAITS_FOR_PICKUP: AgedText(
        text("It hasn’t been picked up"),
        text(
            "It was ready for pickup on %(day)s, and it hasn’t been marked as picked up. It may not be there anymore: please ask there, or contact us."
        ),
    ),
    State.READY_OR_PICKED_UP: AgedText(
        _SHOULD_BE_PICKED_UP,
        text("The shop completed your order on %(day)s. If you haven’t picked it up, please contact us."),
    ),
    State.DRIVER_TODAY: AgedText(
        _WENT_OUT, text("Our driver had your order on %(day)s, but it hasn’t been marked as delivered.")
    ),
    State.OWN_DRIVER: AgedText(
        _SHOULD_BE_HERE,
        text("Our driver had your order on %(day)s. If you don’t have it, please contact us."),
    ),
    State.LABEL: AgedText(
        text("Not scanned yet"),
        text(
            "Your parcel has a shipping label. %(carrier)s hasn’t scanned it, and there’s been no update for %(silence)s. If you’re worried, just let us know."
        ),
    ),
    State.RETURNING: AgedText(
        _SENT_BACK,
        text("The carrier couldn’t deliver it, and on %(day)s it was on its way back to us. Please contact us."),
    ),
    State.FAILED: AgedText(
        _WENT_WRONG,
        text("On %(day)s the carrier reported a problem with this parcel or its tracking number. Please contact us."),
    ),
    State.ARCHIVED: AgedText(
        _SHOULD_BE_HERE,
        text("The last update was on %(day)s. If you don’t have it, please contact us."),
    ),
}

_UNREPORTED = AgedText(
    _SHOULD_BE_HERE,
    text(
        "It was sent on %(day)s. We don’t get a delivery update for this one: if you don’t have it, please contact us."
    ),
)
_LOST = AgedText(
    text("Your parcel may be lost"),
    text("It hasn’t been scanned for %(silence)s. Please contact us."),
)
_SILENT_ORDER = AgedText(
    _NO_NEWS_OF_ORDER,
    text("There’s been no update for %(silence)s. If you’re worried, just let us know."),
)

# States that several rows of the table lead to, or that have the same words.
TEXTS |= dict.fromkeys((State.UNREPORTED, State.UNREPORTED_ABROAD, State.UNREPORTED_AFTER_ESTIMATE), _UNREPORTED)
TEXTS |= dict.fromkeys((State.LONG_SILENT, State.LONG_SILENT_ABROAD), _LOST)

# On one route only: the shop's own driver, and its own counter, where nothing is a parcel.
ROUTE_TEXTS: dict[tuple[Route, State], AgedText] = {
    (Route.LOCAL_DELIVERY, State.ATTEMPT_FAILED): AgedText(
        _NO_NEWS_OF_ORDER,
        text(
            "Our driver tried to deliver it on %(day)s, and there’s been no update since. Please contact us to arrange delivery."
        ),
    ),
    (Route.LOCAL_DELIVERY, State.LABEL): AgedText(
        _SLOW,
        text("It’s packed, and there’s been no update for %(silence)s. If you’re worried, just let us know."),
    ),
    (Route.LOCAL_DELIVERY, State.SILENT): _SILENT_ORDER,
    (Route.PICKUP, State.LABEL): AgedText(
        _SLOW,
        text("It hasn’t been marked as ready, and there’s been no update for %(silence)s. Please contact us."),
    ),
    (Route.PICKUP, State.OUT_TODAY): AgedText(
        text("We’re preparing your order"),
        text("It was due at your pickup place on %(day)s. It hasn’t been marked as ready."),
    ),
    (Route.PICKUP, State.OUT_FOR_DELIVERY): AgedText(
        _SLOW,
        text(
            "It was due at your pickup place on %(day)s, but it hasn’t been marked as ready. Please contact us before you come."
        ),
    ),
    (Route.PICKUP, State.ATTEMPT_FAILED): _SILENT_ORDER,
    (Route.PICKUP, State.BUYER_ACTION): _SILENT_ORDER,
    (Route.PICKUP, State.LONG_SILENT): _SILENT_ORDER,
    (Route.PICKUP, State.LONG_SILENT_ABROAD): _SILENT_ORDER,
    (Route.PICKUP, State.WAITS_FOR_PICKUP): AgedText(
        text("It hasn’t been picked up"),
        text(
            "It was ready for pickup on %(day)s, and it hasn’t been marked as picked up. If you don’t have it yet, please contact us before you come."
        ),
    ),
    (Route.PICKUP, State.RETURNING): AgedText(
        text("Something went wrong with your order"),
        text("On %(day)s it was on its way back to us and not ready for you. Please contact us."),
    ),
    (Route.PICKUP, State.FAILED): AgedText(
        text("Something went wrong with your order"),
        text("On %(day)s something went wrong on its way to your pickup place. Please contact us."),
    ),
}

# A shipment in several boxes: a report is about at least one of them.
BOX_TEXTS: dict[State, AgedText] = {
    State.SILENT: AgedText(text("No news of your parcels"), reason_text(Reason.STALLED).text),
    State.OUT_TODAY: AgedText(
        _WENT_OUT,
        text("At least one of your parcels went out for delivery on %(day)s. Each tracking number shows where it is."),
    ),
    State.OUT_FOR_DELIVERY: AgedText(
        text("Your parcels are late"),
        text("At least one of them was out for delivery on %(day)s. There’s been no update since."),
    ),
    State.ATTEMPT_FAILED: AgedText(
        text("No news of your parcels"),
        text(
            "The carrier tried to deliver at least one of them on %(day)s, and there’s been no update since. If one is missing, please contact us."
        ),
    ),
    State.WAITS_FOR_PICKUP: AgedText(
        text("Part of it hasn’t been picked up"),
        text(
            "At least one of your parcels was ready for pickup on %(day)s, and it may not be there anymore. Please ask there, or contact us."
        ),
    ),
    State.RETURNING: AgedText(
        text("There’s a problem with one of your parcels"),
        text("On %(day)s the carrier was bringing it back to us. Please contact us."),
    ),
    State.LONG_SILENT: AgedText(text("One of your parcels may be lost"), _LOST.text),
    State.LONG_SILENT_ABROAD: AgedText(text("One of your parcels may be lost"), _LOST.text),
}

_LAST_CALL = AgedText(
    text("Please pick it up soon"),
    text("It’s been waiting for you since %(day)s. Please don’t leave it there much longer."),
)
_LAST_CALL_AT = text("It’s been waiting for you at %(place)s since %(day)s. Please don’t leave it there much longer.")
_HELD_UNTIL = text("It’s been waiting for you since %(day)s, and is usually held until %(until)s.")
_HELD_UNTIL_AT = text("It’s been waiting for you at %(place)s since %(day)s, and is usually held until %(until)s.")

# An archived order: what was open, in the past tense.
_ARCHIVED: dict[Reason, AgedText] = {
    Reason.NOT_DELIVERED: AgedText(
        text("Your parcel couldn’t be delivered"),
        text("The carrier told us on %(day)s. If you’re still waiting for something, please contact us."),
    ),
    Reason.RETURNING: AgedText(
        _SENT_BACK,
        text(
            "On %(day)s the carrier was bringing it back to us. If you’re still waiting for something, please contact us."
        ),
    ),
    Reason.TRACKING_FAILED: AgedText(
        _WENT_WRONG,
        text("The carrier reported a problem on %(day)s. If you’re still waiting for something, please contact us."),
    ),
}
_ARCHIVED_READY = AgedText(
    _SHOULD_BE_PICKED_UP,
    text("It was ready for pickup on %(day)s. If you haven’t picked it up, please contact us."),
)
_ARCHIVED_UNSENT = AgedText(
    text("This order is closed"),
    text("This part was packed, and the last update was on %(day)s. If you don’t have it, please contact us."),
)


# The shop's own driver makes no promise of another attempt: this is told in the past tense from the first day.
_DRIVER_TRIED = AgedText(text("We missed you"), ROUTE_TEXTS[Route.LOCAL_DELIVERY, State.ATTEMPT_FAILED].text)


def aged_text(draft: ParcelDraft, boxes: int, policy: Policy) -> tuple[Phrase, Phrase] | None:
    """The title and text at its age; None where those of its reason or stage still hold."""
    row = _row(draft, boxes)
    if row is None:
        return None
    body = _with_values(row.text, draft)
    if draft.reason is Reason.MAYBE_LOST and counts_as_lost(draft.since_last_event, policy):
        body = lost_parcel(_with_values(_NO_SCAN, draft), policy)
    return row.title, body


_NO_SCAN = text("It hasn’t been scanned for %(silence)s.")


def _row(draft: ParcelDraft, boxes: int) -> AgedText | None:
    if draft.is_last_call:
        return _last_call(draft)
    if draft.aged is None:
        is_drivers = draft.route is Route.LOCAL_DELIVERY and draft.reason is Reason.ATTEMPT_FAILED
        return _DRIVER_TRIED if is_drivers else None
    if draft.aged is State.ARCHIVED:
        return _archived(draft)
    if boxes > 1 and draft.route is not Route.PICKUP and draft.aged in BOX_TEXTS:
        return BOX_TEXTS[draft.aged]
    return ROUTE_TEXTS.get((draft.route, draft.aged)) or TEXTS.get(draft.aged)


def _last_call(draft: ParcelDraft) -> AgedText:
    if draft.held_until:
        return AgedText(_LAST_CALL.title, _HELD_UNTIL_AT if draft.place else _HELD_UNTIL)
    return AgedText(_LAST_CALL.title, _LAST_CALL_AT if draft.place else _LAST_CALL.text)


def _archived(draft: ParcelDraft) -> AgedText:
    if draft.reason in _ARCHIVED:
        return _ARCHIVED[draft.reason]
    if draft.stage is Stage.READY_FOR_PICKUP:
        return _ARCHIVED_READY
    return _ARCHIVED_UNSENT if draft.stage is Stage.PREPARING else TEXTS[State.ARCHIVED]


def _with_values(phrase: Phrase, draft: ParcelDraft) -> Phrase:
    return with_values(phrase, draft, day=draft.since, until=draft.held_until)
