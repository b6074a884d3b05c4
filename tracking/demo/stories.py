"""Made-up orders: what happens to each and when, and the order as far as it has come."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum, auto
from random import Random

from tracking.demo.building import (
    Cancellation,
    DemoDestination,
    DemoLine,
    DemoOrder,
    DemoParcel,
    DemoRefund,
    DemoReturn,
    DemoScan,
    DemoTracking,
    UnsentGroup,
    build_order,
)
from tracking.demo.building.destinations import (
    AMSTERDAM,
    BATH,
    BRIGHTON,
    BRISTOL,
    DUBLIN,
    HAMBURG,
    LEEDS,
    LONDON,
    LYON,
    OSLO,
    PORTLAND,
    STOCKHOLM,
    YORK,
)
from tracking.demo.building.ids import confirmation_number, gid
from tracking.demo.order_index import LazyOrder
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, LAMP, MUG, PLANT, POSTER, SHIRT, SOAP


class StoryEvent(StrEnum):
    """The kinds of what happens to an order."""

    ORDERED = auto()
    HELD = auto()
    RELEASED = auto()
    PACKING = auto()
    SENT = auto()
    SCANNED = auto()
    CANCELED = auto()
    RETURN_REQUESTED = auto()
    RETURN_APPROVED = auto()
    RETURN_CLOSED = auto()


@dataclass(frozen=True, slots=True)
class StoryStep:
    """Something that happens ``after`` the order was placed. ``detail`` is a hold's reason or a scan's status."""

    after: timedelta
    event: StoryEvent
    detail: str = ""


_ORDERED = (0.0, StoryEvent.ORDERED, "")
_PACKED = ((1.5, StoryEvent.PACKING, ""), (1.0, StoryEvent.SENT, "LABEL_PURCHASED"))
_COLLECTED = (
    *_PACKED,
    (2.0, StoryEvent.SCANNED, "CARRIER_PICKED_UP"),
    (4.0, StoryEvent.SCANNED, "IN_TRANSIT"),
)
_DELIVERED = ((7.0, StoryEvent.SCANNED, "OUT_FOR_DELIVERY"), (3.5, StoryEvent.SCANNED, "DELIVERED"))
_ARRIVED = (_ORDERED, *_COLLECTED, *_DELIVERED)
_PROMISED_HOURS = 24.0  # from the label to the estimated delivery

SCENARIOS: Mapping[str, tuple[int, Sequence[tuple[float, StoryEvent, str]]]] = {
    "delivered": (52, _ARRIVED),
    "held": (
        10,
        (
            _ORDERED,
            (0.5, StoryEvent.HELD, "INCORRECT_ADDRESS"),
            (5.0, StoryEvent.RELEASED, ""),
            *_COLLECTED,
            *_DELIVERED,
        ),
    ),
    "out-of-stock": (4, (_ORDERED, (0.7, StoryEvent.HELD, "INVENTORY_OUT_OF_STOCK"))),
    "delayed": (
        10,
        (
            _ORDERED,
            *_COLLECTED,
            (5.0, StoryEvent.SCANNED, "DELAYED"),
            (12.0, StoryEvent.SCANNED, "IN_TRANSIT"),
            *_DELIVERED,
        ),
    ),
    "missed": (
        6,
        (
            _ORDERED,
            *_COLLECTED,
            (7.0, StoryEvent.SCANNED, "OUT_FOR_DELIVERY"),
            (3.0, StoryEvent.SCANNED, "ATTEMPTED_DELIVERY"),
            (14.0, StoryEvent.SCANNED, "OUT_FOR_DELIVERY"),
            (3.0, StoryEvent.SCANNED, "DELIVERED"),
        ),
    ),
    "silent": (6, (_ORDERED, *_COLLECTED)),
    "never-collected": (3, (_ORDERED, *_PACKED)),
    "canceled": (4, (_ORDERED, (1.2, StoryEvent.CANCELED, "CUSTOMER"))),
    "returned": (
        5,
        (
            *_ARRIVED,
            (5.0, StoryEvent.RETURN_REQUESTED, ""),
            (2.0, StoryEvent.RETURN_APPROVED, ""),
            (9.0, StoryEvent.RETURN_CLOSED, ""),
        ),
    ),
}
"""The possible stories: how often in a hundred, and each step in hours after the one before."""

LONGEST = timedelta(hours=48)
"""By then, nothing happens any more."""

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.8, 1.15  # of the hours above
_PRODUCTS = (MUG, LAMP, BLANKET, CANDLE, POSTER, BOOK, SHIRT, BAG, PLANT, SOAP)
_BRITISH = (LONDON, LEEDS, BRIGHTON, YORK, BATH, BRISTOL)
_ABROAD = (OSLO, STOCKHOLM, AMSTERDAM, HAMBURG, LYON, DUBLIN, PORTLAND)
_NAMES = ("ada", "bea", "cleo", "dora", "eve", "fay", "gus", "hal", "ida", "jay", "kit", "lou", "max", "nat", "otto")
_TAGS = ("gift", "newsletter", "wholesale")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An order that was placed at a moment, and the steps of its life in their order."""

    number: int
    name: str
    scenario: str
    email: str
    destination: DemoDestination
    lines: tuple[DemoLine, ...]
    tracking: DemoTracking
    tags: tuple[str, ...]
    placed_at: datetime
    steps: tuple[StoryStep, ...]

    def passed(self, age: timedelta) -> int:
        """How many steps have happened so long after it was placed."""
        return bisect_right(self.steps, age, key=lambda step: step.after)

    def canceled(self, passed: int) -> int | None:
        """The step that canceled it, if that is among the passed ones."""
        return next((nth for nth in range(passed) if self.steps[nth].event is StoryEvent.CANCELED), None)

    def is_finished(self, passed: int) -> bool:
        """Whether it has come to a good end after so many steps."""
        last = self.steps[passed - 1]
        is_end = last.event in {StoryEvent.CANCELED, StoryEvent.RETURN_CLOSED} or last.detail == "DELIVERED"
        return is_end and passed == len(self.steps)

    def at(self, step: int) -> datetime:
        """The moment of a step, counted from 0."""
        return self.placed_at + self.steps[step].after


def make_story(*, seed: int, index: int, number: int, name: str, placed_at: datetime) -> Story:
    """The order with this index: the same one for the same seed, always."""
    random = Random(f"{seed}/{index}")  # noqa: S311 - no secret
    weights = [weight for weight, _ in SCENARIOS.values()]
    scenario = random.choices(list(SCENARIOS), weights)[0]
    products = random.sample(_PRODUCTS, random.choice((1, 1, 2, 3)))
    is_abroad = random.random() < 0.2  # noqa: PLR2004 - every fifth
    return Story(
        number=number,
        name=name,
        scenario=scenario,
        email=f"{random.choice(_NAMES)}.{index}@example.com",
        destination=random.choice(_ABROAD if is_abroad else _BRITISH),
        lines=tuple(DemoLine(product, random.choice((1, 1, 2))) for product in products),
        tracking=DemoTracking("Royal Mail", _s10(index)),
        tags=tuple(tag for tag in _TAGS if random.random() < 0.15),  # noqa: PLR2004 - every seventh
        placed_at=placed_at,
        steps=_steps(scenario, random),
    )


def _steps(scenario: str, random: Random) -> tuple[StoryStep, ...]:
    after = timedelta()
    steps: list[StoryStep] = []
    for hours, event, detail in SCENARIOS[scenario][1]:
        minutes = round(hours * 60 * random.uniform(_SHORTEST_PAUSE, _LONGEST_PAUSE))
        after += timedelta(minutes=minutes)
        steps.append(StoryStep(after, event, detail))
    return tuple(steps)


def _s10(index: int) -> str:
    """A number as the Universal Postal Union defines it, with its check digit."""
    serial = f"{index % 10**8:08}"
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_S10_WEIGHTS, serial, strict=True)) % 11
    check = {10: 0, 11: 5}.get(rest, rest)
    return f"JX{serial}{check}GB"


def order_so_far(story: Story, passed: int) -> DemoOrder:
    """The order after so many of its steps, at least the first."""
    happened = {story.steps[nth].event: nth for nth in range(passed)}
    is_canceled = StoryEvent.CANCELED in happened
    sent = _parcel(story, passed) if StoryEvent.SENT in happened else None
    return DemoOrder(
        number=story.number,
        name=story.name,
        slug=story.scenario,
        situation=f"Made up: {story.scenario}",
        email=story.email,
        destination=story.destination,
        placed_at=story.placed_at,
        updated_at=story.at(passed - 1),
        lines=story.lines,
        tags=story.tags,
        parcels=(sent,) if sent else (),
        unsent=() if sent or is_canceled else (_unsent(story, happened),),
        cancellation=Cancellation(story.at(happened[StoryEvent.CANCELED]), "CUSTOMER") if is_canceled else None,
        returns=_returns(story, happened),
        refunds=_refunds(story, happened),
        financial_status=_payment(story, happened),
    )


def _payment(story: Story, happened: Mapping[StoryEvent, int]) -> str:
    if StoryEvent.CANCELED in happened:
        return "REFUNDED"
    if StoryEvent.RETURN_CLOSED not in happened:
        return "PAID"
    return "REFUNDED" if sum(line.quantity for line in story.lines) == 1 else "PARTIALLY_REFUNDED"


def order_node(
    story: Story, passed: int, updated_at: datetime | None = None, *, is_archived: bool = False
) -> LazyOrder:
    """The node of the order after so many of its steps. ``updated_at``: something else was changed since then."""
    updated_at = updated_at or story.at(passed - 1)
    closed_at = updated_at if is_archived else None

    def build() -> Mapping[str, object]:
        order = replace(order_so_far(story, passed), closed_at=closed_at, updated_at=updated_at)
        return build_order(order, updated_at)

    placed = _timestamp(story.placed_at)
    known = {
        "id": gid("Order", story.number),
        "name": story.name,
        "email": story.email,
        "confirmationNumber": confirmation_number(story.number),
        "createdAt": placed,
        "processedAt": placed,
        "updatedAt": _timestamp(updated_at),
        "closedAt": _timestamp(updated_at) if is_archived else None,
        "cancelledAt": _timestamp(story.at(canceled)) if (canceled := story.canceled(passed)) else None,
    }
    return LazyOrder(known, build)


def _timestamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _unsent(story: Story, happened: Mapping[StoryEvent, int]) -> UnsentGroup:
    if StoryEvent.HELD in happened and StoryEvent.RELEASED not in happened:
        return UnsentGroup(status="ON_HOLD", holds=(story.steps[happened[StoryEvent.HELD]].detail,))
    return UnsentGroup(status="IN_PROGRESS" if StoryEvent.PACKING in happened else "OPEN")


def _parcel(story: Story, passed: int) -> DemoParcel:
    moments = [nth for nth in range(passed) if story.steps[nth].event in {StoryEvent.SENT, StoryEvent.SCANNED}]
    promised = story.at(moments[0]) + timedelta(hours=_PROMISED_HOURS)
    scans = tuple(_scan(story, nth, promised) for nth in moments)
    return DemoParcel(
        sent_at=scans[0].at,
        status=scans[-1].status,
        trackings=(story.tracking,),
        scans=scans,
        estimated_at=promised,
    )


def _scan(story: Story, nth: int, promised: datetime) -> DemoScan:
    status = story.steps[nth].detail
    is_near = status in {"OUT_FOR_DELIVERY", "ATTEMPTED_DELIVERY", "DELIVERED"}
    place = story.destination if is_near else BRISTOL
    return DemoScan(story.at(nth), status, place.city, place.country_name, promised)


def _returns(story: Story, happened: Mapping[StoryEvent, int]) -> tuple[DemoReturn, ...]:
    if StoryEvent.RETURN_REQUESTED not in happened:
        return ()
    moments = {event: story.at(nth) for event, nth in happened.items()}
    is_closed = StoryEvent.RETURN_CLOSED in happened
    status = "CLOSED" if is_closed else "OPEN" if StoryEvent.RETURN_APPROVED in happened else "REQUESTED"
    line = story.lines[0]
    made = DemoReturn(
        requested_at=moments[StoryEvent.RETURN_REQUESTED],
        units={line.line_key: 1},
        status=status,
        approved_at=moments.get(StoryEvent.RETURN_APPROVED),
        closed_at=moments.get(StoryEvent.RETURN_CLOSED),
        refunded_units=1 if is_closed else 0,
        reverse_status="CLOSED" if is_closed else "OPEN",
    )
    return (made,)


def _refunds(story: Story, happened: Mapping[StoryEvent, int]) -> tuple[DemoRefund, ...]:
    if StoryEvent.CANCELED in happened:
        units = {line.line_key: line.quantity for line in story.lines}
        return (DemoRefund(at=story.at(happened[StoryEvent.CANCELED]), units=units, restock="CANCEL"),)
    if StoryEvent.RETURN_CLOSED in happened:
        at = story.at(happened[StoryEvent.RETURN_CLOSED])
        return (DemoRefund(at=at, units={story.lines[0].line_key: 1}, return_index=0),)
    return ()
