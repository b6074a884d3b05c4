"""Sentences that stand on the shop's own figures, each only where there is one: what is usual, and no promise."""

from dataclasses import dataclass, replace

from tracking.durations.steps import TimedStep
from tracking.i18n.text import Country, Days, Phrase, Value, counted, joined, text
from tracking.order.reasons import reason_text
from tracking.order.usual import Usual
from tracking.order.vocabulary import Reason


@dataclass(frozen=True, slots=True)
class _Sentence:
    """``exact`` is for a number of days, ``between`` for a range of them."""

    exact: Phrase
    between: Phrase


_TO = "\N{EN DASH}\N{WORD JOINER}"  # else a line may end between the two numbers
_SLOW = text("Taking longer than usual")
_LOOKED_INTO = text("This one is taking longer, and we’re looking into it.")
_UNSENT_LOOKED_INTO = text(
    "It hasn’t been sent yet, and we’re looking into it. We’re sorry for the wait. "
    "If you’d rather not wait, just let us know."
)
_UNTIL = text("If nothing has moved by %(day)s, we’ll look into it.")
_ARRIVED_UNTIL = text("If it hasn’t arrived by %(day)s, we’ll look into it.")  # however much it moves

_SENTENCES = {
    TimedStep.SENT: _Sentence(
        counted("Usually leaves within %(count)s working day.", "Usually leaves within %(count)s working days.", 1),
        text("Usually leaves within %(range)s working days."),
    ),
    TimedStep.FIRST_SCAN: _Sentence(
        counted(
            "Your parcel is packed. %(carrier)s hasn’t scanned it yet; that usually happens within %(count)s day.",
            "Your parcel is packed. %(carrier)s hasn’t scanned it yet; that usually happens within %(count)s days.",
            1,
        ),
        text("Your parcel is packed. %(carrier)s hasn’t scanned it yet; that usually happens within %(range)s days."),
    ),
    TimedStep.REFUNDED: _Sentence(
        counted(
            "A refund usually follows within %(count)s working day.",
            "A refund usually follows within %(count)s working days.",
            1,
        ),
        text("A refund usually follows within %(range)s working days."),
    ),
}

# Whether the carrier and the country are named.
_ARRIVALS = {
    (True, True): _Sentence(
        counted(
            "Usually %(count)s day to %(country)s with %(carrier)s.",
            "Usually %(count)s days to %(country)s with %(carrier)s.",
            1,
        ),
        text("Usually %(range)s days to %(country)s with %(carrier)s."),
    ),
    (False, True): _Sentence(
        counted("Usually %(count)s day to %(country)s.", "Usually %(count)s days to %(country)s.", 1),
        text("Usually %(range)s days to %(country)s."),
    ),
    (True, False): _Sentence(
        counted("Usually %(count)s day with %(carrier)s.", "Usually %(count)s days with %(carrier)s.", 1),
        text("Usually %(range)s days with %(carrier)s."),
    ),
    (False, False): _Sentence(
        counted("It usually takes %(count)s day.", "It usually takes %(count)s days.", 1),
        text("It usually takes %(range)s days."),
    ),
}


def usually(usual: Usual) -> Phrase:
    """How long the step usually takes."""
    sentence = _SENTENCES.get(usual.step) or _ARRIVALS[usual.carrier is not None, usual.country is not None]
    values: dict[str, Value] = {"carrier": usual.carrier or text("The carrier")}
    if usual.country:
        values["country"] = Country(usual.country, in_sentence=True)
    least, most = usual.days
    if least == most:
        return replace(sentence.exact, count=most, values=values)
    return replace(sentence.between, values={**values, "range": f"{least}{_TO}{most}"})


def while_it_lasts(usual: Usual, *, is_watched: bool) -> Phrase | None:
    """How long the step usually takes, unless ``packed`` has said it, and from when on somebody looks into it."""
    says_it_elsewhere = usual.step is TimedStep.FIRST_SCAN
    if not is_watched:
        return None if says_it_elsewhere else usually(usual)
    sentence = _ARRIVED_UNTIL if usual.step is TimedStep.ARRIVED else _UNTIL
    until = replace(sentence, values={"day": Days(usual.looked_into_after, usual.looked_into_after)})
    return until if says_it_elsewhere else joined(usually(usual), until)


def packed(usual: Usual) -> tuple[Phrase, Phrase]:
    """Title and text of a parcel that the carrier has yet to scan."""
    return reason_text(Reason.NO_SCAN_YET).title, usually(usual)


def late_arrival(usual: Usual, *, is_watched: bool) -> tuple[Phrase, Phrase]:
    """Title and text of a parcel that takes longer."""
    return _SLOW, joined(usually(usual), _LOOKED_INTO) if is_watched else usually(usual)


def late_sending(usual: Usual, *, is_watched: bool) -> tuple[Phrase, Phrase]:
    """Title and text of units that take longer to be sent."""
    late = _UNSENT_LOOKED_INTO if is_watched else reason_text(Reason.OLDER_THAN_USUAL).text
    return _SLOW, joined(usually(usual), late)
