"""The words of the first screen: a row for each situation, with its first line, its note and its button."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tracking.i18n.text import Phrase, text
from tracking.order.advice import TEXTS
from tracking.order.reasons import reason_text
from tracking.order.status_types import Advice, OrderStatus, ReturnStatus
from tracking.order.vocabulary import ARRIVED, NEEDS_SOMEONE, Condition, NextStep, Reason, Stage


class FirstLine(StrEnum):
    """The kind of the first line."""

    TITLE = "title"  # what is the matter, or what to do
    DAY = "day"  # the one day on which it arrives, with the title above it in small
    RETURN = "return"  # of a return in which the customer is next
    REFUND = "refund"  # of a refund that did not go through


@dataclass(frozen=True, slots=True)
class FirstScreenRow:
    """A row: when it applies, its first line, its button, and whether the customer has to act, so that it is filled."""

    name: str
    applies: Callable[[OrderStatus], bool]
    lead: FirstLine = FirstLine.TITLE
    button: Callable[[OrderStatus], Phrase | None] | None = None
    is_filled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstScreen:
    """``leading_return`` is the return that the first line is about; ``note`` is the next step where no button says it.

    ``has_day`` means that a day of arrival may stand under the title, ``is_beside`` that the first line is not about
    the delivery, whose state is told below it.
    """

    situation: str
    lead: FirstLine
    condition: Condition
    stage: Stage
    title: Phrase
    text: Phrase
    note: Phrase | None
    button: Phrase | None
    url: str | None
    is_filled: bool
    has_day: bool
    is_beside: bool
    leading_return: ReturnStatus | None


def first_screen(status: OrderStatus) -> FirstScreen:
    """The first screen of an order, by the first situation that applies."""
    situation = next(each for each in SITUATIONS if each.applies(status))
    back = leading_return(status) if situation.lead is FirstLine.RETURN else None
    about = _subject(status, situation.lead, back)
    url = status.advice.url
    return FirstScreen(
        situation=situation.name,
        lead=situation.lead,
        condition=about.condition,
        stage=about.stage or status.headline.stage,
        title=about.title,
        text=about.text,
        note=_note(status, situation.lead),
        button=situation.button(status) if situation.button and url else None,
        url=url,
        is_filled=situation.is_filled,
        has_day=situation.name not in _PAYMENTS and _is_its_own_day(status),
        is_beside=situation.lead in _BESIDE,
        leading_return=back,
    )


def _is_its_own_day(status: OrderStatus) -> bool:
    """Whether the day of arrival is that of a parcel that the first line is about, not of one beside it."""
    parcels = [parcel for parcel in status.parcels if parcel.is_carried]
    spoken_of = [parcel for parcel in parcels if parcel.condition is status.headline.condition] or parcels
    return status.estimate is None or any(parcel.estimate == status.estimate for parcel in spoken_of)


# First lines that are not about the delivery.
_BESIDE = frozenset({FirstLine.RETURN, FirstLine.REFUND})


@dataclass(frozen=True, slots=True)
class _Subject:
    """The subject of the first line."""

    condition: Condition
    stage: Stage | None
    title: Phrase
    text: Phrase


def _subject(status: OrderStatus, lead: FirstLine, back: ReturnStatus | None) -> _Subject:
    headline = status.headline
    if back:
        return _Subject(back.condition, back.stage, _return_title(back), back.text)
    if lead is FirstLine.REFUND and status.money.text:
        failed = reason_text(Reason.PAY_REFUND_FAILED)
        return _Subject(Condition.PROBLEM, headline.stage, failed.title, failed.text)
    return _Subject(headline.condition, headline.stage, headline.title, headline.text)


def leading_return(status: OrderStatus) -> ReturnStatus | None:
    """The return whose next step is the order's, where the delivery itself needs nobody."""
    if status.headline.condition in NEEDS_SOMEONE:
        return None
    return next((b for b in status.returns if b.condition in NEEDS_SOMEONE and b.advice == status.advice), None)


def _return_title(back: ReturnStatus) -> Phrase:
    sends = back.advice.code in (NextStep.PRINT_LABEL, NextStep.SEND_BACK)
    return text("Send your items back") if sends else back.title


def _asks(*steps: NextStep) -> Callable[[OrderStatus], bool]:
    return lambda status: status.advice.code in steps


def _leads_with_return(*steps: NextStep) -> Callable[[OrderStatus], bool]:
    return lambda status: status.advice.code in steps and leading_return(status) is not None


def _always(phrase: Phrase) -> Callable[[OrderStatus], Phrase]:
    return lambda _: phrase


def _pay(status: OrderStatus) -> Phrase:
    due = status.payment.due
    return text("Pay %(amount)s", amount=due.amount) if due else text("Pay now")


def _carrier(status: OrderStatus) -> str | None:
    """The carrier to whose page the next step leads."""
    links = (link for parcel in status.parcels for link in parcel.tracking)
    return next((link.name for link in links if link.url == status.advice.url), None)


def _arrange(status: OrderStatus) -> Phrase:
    name = _carrier(status)
    return text("Arrange delivery with %(carrier)s", carrier=name) if name else text("Arrange delivery")


def _settle(status: OrderStatus) -> Phrase:
    return text("Settle it with %(carrier)s", carrier=_carrier(status) or text("the carrier"))


def _may_have_paid(status: OrderStatus) -> bool:
    """Whether the money may be on its way, as by bank transfer: then the page waits, and nobody has to act."""
    return status.advice.code is NextStep.PAY and status.headline.condition is Condition.WAITING


def _needs_a_carrier_page(status: OrderStatus) -> bool:
    return status.headline.reason is Reason.BUYER_ACTION and status.advice.code is NextStep.TRACK


def _is_about_a_failed_refund(status: OrderStatus) -> bool:
    is_done = status.headline.condition is Condition.DONE
    has_failed = status.money.reason is Reason.PAY_REFUND_FAILED
    return is_done and has_failed and status.advice.text == status.money.text


def _is_over(status: OrderStatus) -> bool:
    return status.headline.condition is Condition.DONE and status.advice.code is NextStep.CONTACT


# Stages at which a day of arrival says nothing more.
_NO_DAY = ARRIVED | {Stage.READY_FOR_PICKUP, Stage.CANCELLED}


def _arrives(status: OrderStatus) -> bool:
    headline = status.headline
    is_fine = headline.condition is Condition.FINE and headline.stage not in _NO_DAY
    day = status.estimate
    return is_fine and status.is_moving and day is not None and day.first == day.last


_PAY, _PAY_UNLESS_SENT = "pay", "pay_unless_sent"
_PAYMENTS = frozenset({_PAY, _PAY_UNLESS_SENT})
_CONTACT = _always(text("Contact us"))

SITUATIONS = (
    FirstScreenRow(_PAY_UNLESS_SENT, _may_have_paid, button=_pay, is_filled=False),
    FirstScreenRow(_PAY, _asks(NextStep.PAY), button=_pay),
    FirstScreenRow(
        "return_label",
        _leads_with_return(NextStep.PRINT_LABEL),
        FirstLine.RETURN,
        button=_always(text("Print the return label")),
    ),
    FirstScreenRow(
        "return_to_send",
        _leads_with_return(NextStep.SEND_BACK),
        FirstLine.RETURN,
        button=_always(text("Ask for the return address")),
    ),
    FirstScreenRow("return_to_discuss", _leads_with_return(NextStep.CONTACT), FirstLine.RETURN, button=_CONTACT),
    FirstScreenRow("refund_failed", _is_about_a_failed_refund, FirstLine.REFUND, button=_CONTACT),
    FirstScreenRow(
        "label_beside_a_delivery", _asks(NextStep.PRINT_LABEL), button=_always(text("Print the return label"))
    ),
    FirstScreenRow("carrier_needs_you", _needs_a_carrier_page, button=_settle),
    FirstScreenRow("missed", _asks(NextStep.ARRANGE_DELIVERY), button=_arrange),
    FirstScreenRow("address", _asks(NextStep.CHECK_ADDRESS), button=_always(text("Send us the right address"))),
    FirstScreenRow("pickup", _asks(NextStep.PICK_UP), button=lambda status: status.advice.label),
    FirstScreenRow("over", _is_over, button=_CONTACT, is_filled=False),
    FirstScreenRow("ask_us", _asks(NextStep.CONTACT), button=_CONTACT),
    FirstScreenRow("rate", _asks(NextStep.RATE), button=_always(text("Rate your order")), is_filled=False),
    FirstScreenRow("arrives", _arrives, FirstLine.DAY),
    FirstScreenRow("otherwise", lambda _: True),
)

# Steps of which the button says everything, or which the page says in another place.
_SAID = frozenset({NextStep.TRACK, NextStep.ARRANGE_DELIVERY, NextStep.PRINT_LABEL, NextStep.PICK_UP, NextStep.RATE})


def _note(status: OrderStatus, lead: FirstLine) -> Phrase | None:
    """The next step in words, where neither the text above it nor the button says it."""
    advice = status.advice
    if advice.code is NextStep.WAIT:
        return advice.text if _shows_wait_advice(status) else None
    if advice.url is None:
        return None if lead in _BESIDE else advice.text
    if advice.code in _SAID or (advice.text == TEXTS.get(advice.code) and advice.code is not NextStep.CHECK_ADDRESS):
        return None
    return advice.text if _is_said_nowhere_else(status, advice, lead) else None


def _shows_wait_advice(status: OrderStatus) -> bool:
    """Only who waits, and is told nothing else to do, reads that there is nothing to do."""
    return status.headline.condition is Condition.WAITING or status.advice.text != TEXTS.get(NextStep.WAIT)


def _is_said_nowhere_else(status: OrderStatus, advice: Advice, lead: FirstLine) -> bool:
    if advice.code is not NextStep.CONTACT:
        return True
    return lead not in _BESIDE and status.headline.reason is not Reason.SHOULD_HAVE_ARRIVED
