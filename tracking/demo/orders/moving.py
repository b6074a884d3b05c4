"""The order that moves by itself while it is watched: a step every twenty seconds, round and round."""

from dataclasses import replace
from datetime import datetime, timedelta

from tracking.demo.building import Bought, Parcel, Sale, Scan, Track, Waiting
from tracking.demo.building.destinations import BRISTOL
from tracking.demo.orders.products import CANDLE, MUG

STEP = timedelta(seconds=20)

TRACKS = (Track("Royal Mail", "JV840905369GB"),)

SCANS = (
    ("LABEL_PURCHASED", None),
    ("CARRIER_PICKED_UP", "Bristol"),
    ("IN_TRANSIT", "Bristol Mail Centre"),
    ("OUT_FOR_DELIVERY", "Bristol"),
    ("DELIVERED", "Bristol"),
)

PREPARING = 3
"""Steps before there is a parcel: not paid yet, paid, being packed."""

LAST_SHOWN_TWICE = 1  # who waits for the end should see it
CYCLE = PREPARING + len(SCANS) + LAST_SHOWN_TWICE

ORDERED = Sale(
    name="#1100",
    slug="moving",
    situation="It moves by itself: a step about every 20 seconds",
    email="mo@example.com",
    place=BRISTOL,
    placed="-20m",
    lines=(Bought(MUG, 2), Bought(CANDLE)),
    waiting=(Waiting(),),
    featured=7,
)


def moving_sale(anchor: datetime, now: datetime) -> Sale:
    """The order as far as it has come ``now``; it set out for the first time at ``anchor``."""
    steps = max(0, (now - anchor) // STEP)
    start = anchor + (steps - steps % CYCLE) * STEP
    step = min(steps % CYCLE, CYCLE - 1 - LAST_SHOWN_TWICE)
    order = replace(ORDERED, placed=start, updated=start + step * STEP)
    return _sent(order, start, step) if step >= PREPARING else _unsent(order, step)


def _unsent(order: Sale, step: int) -> Sale:
    if step == 0:
        return replace(order, payment="PENDING", unpaid=1)
    return replace(order, waiting=(Waiting(status="OPEN" if step == 1 else "IN_PROGRESS"),))


def _sent(order: Sale, start: datetime, step: int) -> Sale:
    scans = tuple(
        Scan(start + (PREPARING + nth) * STEP, status, city, "United Kingdom")
        for nth, (status, city) in enumerate(SCANS[: step - PREPARING + 1])
    )
    parcel = Parcel(sent=scans[0].at, status=scans[-1].status, tracks=TRACKS, scans=scans)
    return replace(order, waiting=(), parcels=(parcel,))
