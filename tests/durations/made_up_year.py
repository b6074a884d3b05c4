"""A year of a made-up shop: what was sent when and how long it took, with holidays, a strike and a new warehouse."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from tracking.durations.steps import TimedStep

FIRST, LAST = date(2025, 10, 1), date(2026, 12, 31)  # the first three months only fill the figures
YEAR = date(2026, 1, 1)
REGION = "SE"

# Typed here, so that the library is held against them: when this shop and its carriers rest.
HOLIDAYS = frozenset(
    date(year, month, day)
    for year, month, day in (
        *((2025, 12, day) for day in (24, 25, 26, 31)),
        *((2026, 1, 1), (2026, 1, 6), (2026, 4, 3), (2026, 4, 6), (2026, 5, 1), (2026, 5, 14), (2026, 6, 19)),
        *((2026, 12, day) for day in (24, 25, 31)),
    )
)
STRIKE = (date(2026, 3, 2), date(2026, 3, 15))  # of PostNord: two weeks
NEW_WAREHOUSE = date(2026, 8, 31)

_HOME, _ORDERS = "SE", 12  # a day
# Country, carrier, the weight of its orders, and working days on the road: each with its weight.
_LANES = (
    ("SE", "postnord-se", 60, ((1, 45), (2, 34), (3, 13), (4, 6), (6, 2))),
    ("NO", "postnord-se", 20, ((2, 30), (3, 36), (4, 22), (5, 8), (8, 4))),
    ("DE", "dhl-de", 20, ((3, 25), (4, 35), (5, 24), (6, 10), (9, 6))),
)
_COLLECTED = ((0, 70), (1, 22), (2, 6), (3, 2))  # days until the carrier scans it
_PACKED = ((0, 34), (1, 39), (2, 19), (3, 6), (5, 2))  # working days
SHELF, MADE_TO_ORDER, RARE = "Home", "Furniture", "Lamps"
_MADE = ((0, 40), (1, 35), (2, 25))  # working days, and these before:
_MAKING = 5
# The type of all products in an order, its weight, and how many of a hundred are made to order; None: of several types.
_TYPES = ((SHELF, 60, 0), (MADE_TO_ORDER, 20, 100), (RARE, 5, 100), (None, 15, 30))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """As ``EndedStep``: a step of a parcel; ``days`` is how long it took."""

    step: TimedStep
    started_on: date
    ended_on: date
    hours: int
    days: float
    carrier: str | None
    shipping_method: str | None
    country: str | None
    location: str | None
    product_type: str | None


def steps_of_the_year(*, slower_by: int, is_renamed: bool, seed: int = 21) -> list[Step]:
    """The steps of every parcel; from the new warehouse on it takes ``slower_by`` working days longer to pack.

    ``is_renamed``: the new warehouse has a name of its own.
    """
    random = Random(seed)  # noqa: S311 - of a made-up shop
    days = (FIRST + timedelta(days=each) for each in range((LAST - FIRST).days + 1))
    return [
        step
        for day in days
        for _ in range(random.randint(_ORDERS - 6, _ORDERS + 6))
        for step in _parcel(random, day, slower_by, is_renamed=is_renamed)
    ]


def _parcel(random: Random, day: date, slower_by: int, *, is_renamed: bool) -> Iterator[Step]:
    is_new = day >= NEW_WAREHOUSE
    country, carrier, _, road = random.choices(_LANES, [lane[2] for lane in _LANES])[0]
    is_express = random.random() < 0.2
    product_type, _, made = random.choices(_TYPES, [each[1] for each in _TYPES])[0]
    packing = max(0, _one_of(random, _PACKED) + (slower_by if is_new else 0) - is_express)
    if random.randrange(100) < made:
        packing += _MAKING + _one_of(random, _MADE)
    facts = {
        "carrier": carrier,
        "shipping_method": "Express" if is_express else "Standard",
        "country": country,
        "location": "Borås" if is_new and is_renamed else "Malmö",
        "product_type": product_type,
    }
    paid_at = _at(day, random.uniform(0, 24))
    sent_at = max(_at(_working_day(day, packing), random.uniform(10, 16)), paid_at + timedelta(minutes=20))
    yield _step(TimedStep.SENT, paid_at, sent_at, facts)
    scanned_at = _at(sent_at.date(), random.uniform(17, 23)) + timedelta(days=_one_of(random, _COLLECTED))
    scanned_at = max(scanned_at, sent_at + timedelta(minutes=30))
    yield _step(TimedStep.FIRST_SCAN, sent_at, scanned_at, facts)
    arrives_on = _working_day(scanned_at.date(), max(1, _one_of(random, road) - is_express))
    if carrier == "postnord-se" and scanned_at.date() <= STRIKE[1] and arrives_on >= STRIKE[0]:
        arrives_on = _working_day(max(arrives_on, STRIKE[1]), random.randint(1, 6))
    yield _step(TimedStep.ARRIVED, scanned_at, _at(arrives_on, random.uniform(9, 18)), facts)


def _step(step: TimedStep, started_at: datetime, ended_at: datetime, facts: dict[str, str | None]) -> Step:
    took = ended_at - started_at
    return Step(
        step=step,
        started_on=started_at.date(),
        ended_on=ended_at.date(),
        hours=round(took / timedelta(hours=1)),
        days=took / timedelta(days=1),
        **facts,
    )


def _one_of(random: Random, weighted: tuple[tuple[int, int], ...]) -> int:
    return random.choices([days for days, _ in weighted], [weight for _, weight in weighted])[0]


def _at(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(hours=hour)


def _working_day(day: date, count: int) -> date:
    """The working day that many working days later: the shop and the carriers rest on holidays."""
    while count > 0 or not _is_open(day):
        day += timedelta(days=1)
        count -= _is_open(day) if count > 0 else 0
    return day


def _is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS
