"""The types of an order's status: the result of ``order_status``, with every sentence as a Phrase."""

from dataclasses import dataclass
from datetime import date, datetime

from tracking.carriers import Link
from tracking.durations.promises import Promise
from tracking.i18n.text import Money, Phrase, text
from tracking.order.model import Image
from tracking.order.stages import stage_text
from tracking.order.usual import Usual
from tracking.order.vocabulary import (
    ARRIVED,
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
    """One step of a progress bar; ``at`` is when it was reached, None where it was skipped, is unknown or to do."""

    code: Stage
    label: Phrase
    state: StepState
    at: datetime | None


UNTITLED = text("Item")
"""In place of the title of a product that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A product and its quantity.

    ``title`` is None where the shop gave it none (see ``UNTITLED``); ``set_title`` is of the set it is a part of.
    """

    title: str | None
    variant: str | None
    quantity: int
    image: Image | None
    set_title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedItem:
    """A product that will not be sent, with the reason. ``title`` and ``set_title`` are those of an Item."""

    title: str | None
    variant: str | None
    quantity: int
    image: Image | None
    reason: RemovedReason
    text: Phrase
    set_title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The days between which it should arrive, in the destination's zone; ``previous`` is the estimate before it."""

    first: date
    last: date
    previous: "Estimate | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingEvent:
    """A carrier's report: ``status`` is Shopify's in lower case, else "unknown".

    ``country`` is the carrier's value, a name in English or a code.
    """

    status: str
    at: datetime
    town: str | None
    country: str | None
    text: Phrase

    @property
    def place(self) -> str | None:
        """Town and country as the carrier reported them."""
        return ", ".join(part for part in (self.town, self.country) if part) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The customer's next step; ``url`` is the page for it, None where there is none.

    ``label`` is what its button says, None where the step's own words do.
    """

    code: NextStep
    text: Phrase
    url: str | None
    label: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """The pass with which something is picked up.

    ``name``, ``address`` and ``hours`` are those of the shop's own counter. A carrier's pickup point has ``carrier``
    (None: unknown) and ``hint``, the sentence that says where to find its address. ``url`` shows the way there: to
    the map, else to the carrier's page; ``label`` is what that button says. It waits since ``ready_on`` (None: not
    yet, or unknown), and is usually kept until ``until`` (None: unknown).
    """

    name: str | None = None
    address: str | None = None
    hours: Phrase | None = None
    carrier: str | None = None
    hint: Phrase | None = None
    needs: Phrase | None
    url: str | None
    label: Phrase
    ready_on: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A shipment, or units that wait together.

    ``id`` is unique within the order and the same after every fetch (see ``public_ids``). ``scans`` are sorted newest
    first. ``sent`` means that it left the shop. ``until`` is the last day of the usual wait, where it is to be told: by
    the shop's handling time for units that wait, until it should have arrived for a shipment without reports.
    ``usual`` is how long its present step usually takes, where that is known and no day is.
    ``number`` counts those that are carried, in the order of creation.
    ``pickup`` is None for what is brought, and once it was picked up. ``promises`` are the days that the order's
    own data promise, the oldest first of each step; the last one holds. ``waited_as`` is the id that the units of a
    shipment had while they waited, without what tells lines apart. ``was_planned``: the customer was told a day, which
    may have passed.
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
    until: date | None
    estimate: Estimate | None
    number: int | None = None
    pickup: Pickup | None = None
    promises: tuple[Promise, ...] = ()
    waited_as: str | None = None
    usual: Usual | None = None
    was_planned: bool = False

    @property
    def is_past_usual(self) -> bool:
        """Whether it is late because its step takes longer than it usually does."""
        return self.usual is not None and self.condition is Condition.LATE

    @property
    def is_carried(self) -> bool:
        """Whether it counts as a parcel: anything but downloads, purchases in the store and cancelled orders."""
        return self.route not in (Route.DIGITAL, Route.IN_STORE, Route.CANCELLED)

    @property
    def has_arrived(self) -> bool:
        """Whether the customer has it, and nothing more will happen to it."""
        return self.condition is Condition.DONE and self.stage in ARRIVED

    @property
    def leaves_on(self) -> date | None:
        """The day on which it is planned to leave; None where none is known, or it is picked up at the shop."""
        return None if self.sent or self.route is Route.PICKUP else self.expected

    @property
    def title_says_all(self) -> bool:
        """Whether its title, with its day, says all that its text says: that it has arrived, or when it leaves."""
        if self.reason is None:
            return self.stage in ARRIVED and self.text == stage_text(self.route, self.stage)[1]
        return self.reason in _PLANNED and self.leaves_on is not None

    @property
    def is_quiet(self) -> bool:
        """Whether it holds only what nobody delivers: it never leads the order, and nothing waits for it."""
        return self.reason is Reason.NOTHING_TO_SEND

    @property
    def box_count(self) -> int:
        """The number of boxes: as many as it has numbers, but one of what is picked up at the shop."""
        boxes = sum(link.number is not None or link.url is not None for link in self.tracking)
        return 1 if self.route is Route.PICKUP else max(1, boxes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnStatus:
    """A return, with its own progress bar; it has no stage where it was declined or called off.

    ``id`` is unique within the order and the same after every fetch (see ``public_ids``). ``usual`` is how long its
    refund usually takes from its inspection on, where that is known and none was begun; ``is_past_usual``: it takes
    longer.
    """

    id: str
    stage: Stage | None
    condition: Condition
    reason: Reason
    title: Phrase
    text: Phrase
    advice: Advice
    steps: tuple[Step, ...]
    items: tuple[Item, ...]
    exchange_items: tuple[Item, ...]
    tracking: tuple[Link, ...]
    label_url: str | None
    usual: Usual | None = None
    is_past_usual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The order's headline on the page."""

    stage: Stage
    condition: Condition
    reason: Reason | None
    title: Phrase
    text: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDue:
    """The amount that the customer has yet to pay, and the day by which; ``on`` is None where no day was agreed."""

    amount: Money
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """The state of the payment; ``text`` is None where it is the shop's matter alone."""

    reason: Reason
    condition: Condition
    text: Phrase | None
    due: PaymentDue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """The refund, made or expected; all None where there is none. ``reason`` names what is wrong or still to come.

    ``headline`` is the refund as a first line, and how long a bank takes with it.
    """

    reason: Reason | None
    refunded: Money | None
    text: Phrase | None
    headline: tuple[Phrase, Phrase | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """A dated event in the order's history."""

    at: datetime
    text: Phrase
    kind: EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqEntry:
    """A question that applies to the status, and its answer."""

    code: str
    question: Phrase
    text: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """City and country (ISO 3166-1 alpha-2) of the destination; ``text`` has both for the customer."""

    city: str | None
    country: str | None
    text: Phrase


_PLANNED = frozenset({Reason.SCHEDULED, Reason.PREORDER})
_MANY = 3  # parcels that have arrived and are still shown one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatus:
    """The whole status. ``timeline`` is sorted newest first, ``zone`` is IANA.

    ``items_total`` counts the units of the parcels, ``items_sent`` those that left the shop. ``is_moving`` means that a
    parcel or return is not done; one for which nothing is sent does not count. ``replaced_by``
    is the name of the order that was made anew in place of a cancelled one. ``usual`` is how long the present step of
    the headline's parcel usually takes, where no day is known.
    """

    order: str
    placed_at: datetime
    zone: str
    is_test: bool
    is_moving: bool
    replaced_by: str | None
    destination: Place | None
    headline: Headline
    estimate: Estimate | None
    usual: Usual | None
    payment: Payment
    advice: Advice
    parcels: tuple[Parcel, ...]
    items_sent: int
    items_total: int
    removed: tuple[RemovedItem, ...]
    returns: tuple[ReturnStatus, ...]
    money: MoneyLine
    timeline: tuple[TimelineEntry, ...]
    faq: tuple[FaqEntry, ...]

    @property
    def was_planned(self) -> bool:
        """Whether something that is late was planned for a day."""
        return any(parcel.was_planned for parcel in self.parcels if parcel.condition is Condition.LATE)

    @property
    def folded_parcels(self) -> tuple[Parcel, ...]:
        """Those that have arrived, one line of the page, where anything else of the order is to be seen."""
        carried = [parcel for parcel in self.parcels if parcel.is_carried]
        arrived = tuple(parcel for parcel in carried if parcel.has_arrived)
        return arrived if len(arrived) < len(carried) or len(arrived) > _MANY else ()

    @property
    def only_parcel(self) -> Parcel | None:
        """The parcel that the headline is about where there is no other, apart from quiet ones."""
        speaking = [parcel for parcel in self.parcels if not parcel.is_quiet] or list(self.parcels)
        return speaking[0] if len(speaking) == 1 else None
