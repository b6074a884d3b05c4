"""Turns what was written down of an order, in a few lines, into all that Shopify says of it."""

from tracking.demo.building.destinations import Place
from tracking.demo.building.order_node import build
from tracking.demo.building.relative_time import When
from tracking.demo.building.specs import (
    Back,
    Bought,
    Cancelled,
    Exchanged,
    Good,
    Parcel,
    Refunded,
    Sale,
    Scan,
    Site,
    Terms,
    Track,
    Waiting,
)

__all__ = [
    "Back",
    "Bought",
    "Cancelled",
    "Exchanged",
    "Good",
    "Parcel",
    "Place",
    "Refunded",
    "Sale",
    "Scan",
    "Site",
    "Terms",
    "Track",
    "Waiting",
    "When",
    "build",
]
