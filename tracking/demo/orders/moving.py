"""The order that progresses while it is watched: a step every twenty seconds, in a cycle."""

from dataclasses import replace
from datetime import datetime, timedelta

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, DemoTracking, UnsentGroup
from tracking.demo.building.destinations import BRISTOL
from tracking.demo.orders.products import CANDLE, MUG

STEP = timedelta(seconds=20)

TRACKS = (DemoTracking("Royal Mail", "JV840905369GB"),)

SCANS = (
    ("LABEL_PURCHASED", None),
    ("CARRIER_PICKED_UP", "Bristol"),
    ("IN_TRANSIT", "Bristol Mail Centre"),
    ("OUT_FOR_DELIVERY", "Bristol"),
    ("DELIVERED", "Bristol"),
)

PREPARING = 3
"""Steps without a parcel: pending payment, paid, in progress."""

LAST_SHOWN_TWICE = 1  # so that the last step stays visible
_MAX_PARCELS = 999  # that an id can number
CYCLE = PREPARING + len(SCANS) + LAST_SHOWN_TWICE

ORDERED = DemoOrder(
    name="#1100",
    slug="moving",
    situation="It moves by itself: a step about every 20 seconds",
    featured=12,
    email="mo@example.com",
    destination=BRISTOL,
    placed_at="-20m",
    lines=(DemoLine(MUG, 2), DemoLine(CANDLE)),
    unsent=(UnsentGroup(),),
)


def moving_order(anchor: datetime, now: datetime) -> DemoOrder:
    """The order at ``now``; its first cycle began at ``anchor``."""
    steps = max(0, (now - anchor) // STEP)
    start = anchor + (steps - steps % CYCLE) * STEP
    step = min(steps % CYCLE, CYCLE - 1 - LAST_SHOWN_TWICE)
    # Each cycle has a parcel of its own, so that its news is none that was told before.
    earlier = steps // CYCLE % _MAX_PARCELS
    order = replace(ORDERED, placed_at=start, updated_at=start + step * STEP, earlier_parcels=earlier)
    return _sent(order, start, step) if step >= PREPARING else _unsent(order, step)


def moments(anchor: datetime, since: datetime, until: datetime) -> list[datetime]:
    """When it took a step, after ``since`` and up to ``until``."""
    first = max(0, (since - anchor) // STEP + 1)
    return [anchor + nth * STEP for nth in range(first, (until - anchor) // STEP + 1)]


def _unsent(order: DemoOrder, step: int) -> DemoOrder:
    if step == 0:
        return replace(order, financial_status="PENDING", unpaid_share=1)
    return replace(order, unsent=(UnsentGroup(status="OPEN" if step == 1 else "IN_PROGRESS"),))


def _sent(order: DemoOrder, start: datetime, step: int) -> DemoOrder:
    scans = tuple(
        DemoScan(start + (PREPARING + nth) * STEP, status, city, "United Kingdom")
        for nth, (status, city) in enumerate(SCANS[: step - PREPARING + 1])
    )
    parcel = DemoParcel(sent_at=scans[0].at, status=scans[-1].status, trackings=TRACKS, scans=scans)
    return replace(order, unsent=(), parcels=(parcel,))
