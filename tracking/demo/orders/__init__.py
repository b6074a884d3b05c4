"""The orders of Harbor Goods: every situation that an order page has to explain, in groups by kind of situation."""

from collections.abc import Mapping

from tracking.demo.building import DemoOrder
from tracking.demo.orders import (
    boxes,
    cancelled,
    customer_returns,
    digital,
    edits,
    exchanges,
    holds,
    hostile,
    large,
    lines,
    long_ago,
    lookups,
    mainland,
    moving,
    north,
    number_fields,
    overseas,
    paying,
    payments,
    pickup,
    returned_goods,
    scan_times,
    shipping,
    split,
    trouble,
    unknown,
    waiting,
)

GROUPS: Mapping[str, tuple[DemoOrder, ...]] = {
    "On its way": (*shipping.ORDERS, moving.ORDERED),
    "Arrived": shipping.ARRIVED,
    "Late, stalled or lost": trouble.ORDERS,
    "No news for a long time": long_ago.ORDERS,
    "Pickup and local delivery": pickup.ORDERS,
    "Before it is sent": (*waiting.ORDERS, *holds.ORDERS),
    "Payment": (*payments.ORDERS, *paying.ORDERS),
    "Split into parcels": (*split.ORDERS, *boxes.ORDERS),
    "Returns and exchanges": (*customer_returns.ORDERS, *exchanges.ORDERS, *returned_goods.ORDERS),
    "Canceled": cancelled.ORDERS,
    "Edited": edits.ORDERS,
    "Downloads, gift cards and other lines": (*digital.ORDERS, *lines.ORDERS),
    "Tracking numbers and scans": (*number_fields.ORDERS, *scan_times.ORDERS),
    "Other countries": (*north.ORDERS, *mainland.ORDERS, *overseas.ORDERS),
    "Large": large.ORDERS,
    "Odd and hostile": (*unknown.ORDERS, *hostile.ORDERS, *lookups.ORDERS),
}
"""Each order stands in one group."""

ORDERS: tuple[DemoOrder, ...] = tuple(order for orders in GROUPS.values() for order in orders)
