"""Builds Shopify's order node from the few facts of a demo order."""

from tracking.demo.building.destinations import DemoDestination
from tracking.demo.building.order_node import build_order
from tracking.demo.building.relative_time import When
from tracking.demo.building.specs import (
    Cancellation,
    DemoEdit,
    DemoExchange,
    DemoLine,
    DemoLocation,
    DemoOrder,
    DemoParcel,
    DemoPaymentTerms,
    DemoRefund,
    DemoReturn,
    DemoScan,
    DemoTracking,
    DemoTransaction,
    Product,
    UnsentGroup,
)

__all__ = [
    "Cancellation",
    "DemoDestination",
    "DemoEdit",
    "DemoExchange",
    "DemoLine",
    "DemoLocation",
    "DemoOrder",
    "DemoParcel",
    "DemoPaymentTerms",
    "DemoRefund",
    "DemoReturn",
    "DemoScan",
    "DemoTracking",
    "DemoTransaction",
    "Product",
    "UnsentGroup",
    "When",
    "build_order",
]
