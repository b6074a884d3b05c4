"""What the page says about an order: the result of ``status``, ready to be shown, every sentence still a Phrase."""

from dataclasses import dataclass
from datetime import date, datetime

from tracking.carriers import Link
from tracking.i18n.text import Money, Phrase
from tracking.order.model import Image
from tracking.order.vocabulary import (
    Condition,
    EntryKind,
    NextStep,
    Reason,
    RemovedReason,
    Route,
    Stage,
    StepState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a bar; ``at`` is when it was reached, None where it was skipped, is unknown or still to come."""

    code: Stage
    label: Phrase
    state: StepState
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A product and how many of it."""

    title: str
    variant: str | None
    quantity: int
    image: Image | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedItem:
    """A product that will not be sent, and why."""

    title: str
    variant: str | None
    quantity: int
    image: Image | None
    reason: RemovedReason
    text: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The days between which it should arrive, in the destination's zone; ``previous`` is what was said before."""

    first: date
    last: date
    previous: "Estimate | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingEvent:
    """What the carrier reported: ``status`` is Shopify's in lower case, else "unknown".

    ``country`` is as the carrier wrote it, a name in English or a code.
    """

    status: str
    at: datetime
    town: str | None
    country: str | None
    text: Phrase

    @property
    def place(self) -> str | None:
        """Where it was, as the carrier wrote it."""
        return ", ".join(part for part in (self.town, self.country) if part) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the customer does next; ``url`` leads there where there is such a page."""

    code: NextStep
    text: Phrase
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A shipment, or units that wait together.

    ``id`` is unique within the order and the same after every fetch (see ``public_ids``). ``scans`` are sorted newest
    first. ``sent`` means that it left the shop.
    """

    id: str
    route: Route
    stage: Stage
    condition: Condition
    reason: Reason | None
    title: Phrase
    text: Phrase
    advice: Advice
    sent: bool
    steps: tuple[Step, ...]
    items: tuple[Item, ...]
    tracking: tuple[Link, ...]
    scans: tuple[TrackingEvent, ...]
    location: str | None
    expected: date | None
    estimate: Estimate | None

    @property
    def is_carried(self) -> bool:
        """Whether somebody carries it somewhere, so that people count it as a parcel."""
        return self.route not in (Route.DIGITAL, Route.IN_STORE, Route.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnStatus:
    """A return, with its own progress bar; it has no stage where it was declined or called off.

    ``id`` is unique within the order and the same after every fetch (see ``public_ids``).
    """

    id: str
    stage: Stage | None
    condition: Condition
    reason: Reason
    title: Phrase
    text: Phrase
    steps: tuple[Step, ...]
    items: tuple[Item, ...]
    exchange_items: tuple[Item, ...]
    tracking: tuple[Link, ...]
    label_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The order's own line: the largest thing on the page."""

    stage: Stage
    condition: Condition
    reason: Reason | None
    title: Phrase
    text: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Where the payment stands."""

    reason: Reason
    condition: Condition
    text: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """What went back to the customer, or will; both None where nothing does."""

    refunded: Money | None
    text: Phrase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """Something that happened."""

    at: datetime
    text: Phrase
    kind: EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqEntry:
    """What this situation makes people ask, and the answer."""

    code: str
    question: Phrase
    text: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatus:
    """The whole page. ``timeline`` stands newest first, ``zone`` is IANA, ``destination`` is a place to name.

    ``is_moving`` says that something may still change.
    """

    order: str
    placed_at: datetime
    zone: str
    is_test: bool
    is_moving: bool
    destination: Phrase | None
    headline: Headline
    estimate: Estimate | None
    payment: Payment
    advice: Advice
    parcels: tuple[Parcel, ...]
    removed: tuple[RemovedItem, ...]
    returns: tuple[ReturnStatus, ...]
    money: MoneyLine
    timeline: tuple[TimelineEntry, ...]
    faq: tuple[FaqEntry, ...]
