"""A fake Shopify: a schema, a store, a small shop called Harbor Goods, and a transport for ``requests``."""

from tracking.demo.access_scopes import ALL_SCOPES, CONTACT_FIELDS
from tracking.demo.bucket import LeakyBucket
from tracking.demo.bulk_operations import BulkFaults, BulkOperations
from tracking.demo.examples import ExampleOrder, examples
from tracking.demo.generated_orders import generated_store
from tracking.demo.growth import GrowingOrders
from tracking.demo.orders.locations import LOCATION_NAMES, PICKUP_HOURS
from tracking.demo.orders.products import DOWNLOADS
from tracking.demo.store import DemoStore
from tracking.demo.transport import DemoTransport
from tracking.demo.webhook_requests import SHOP_DOMAIN, WebhookRequest, webhook_requests
from tracking.demo.webhook_sender import WebhookSender

__all__ = [
    "ALL_SCOPES",
    "CONTACT_FIELDS",
    "DOWNLOADS",
    "LOCATION_NAMES",
    "PICKUP_HOURS",
    "SHOP_DOMAIN",
    "BulkFaults",
    "BulkOperations",
    "DemoStore",
    "DemoTransport",
    "ExampleOrder",
    "GrowingOrders",
    "LeakyBucket",
    "WebhookRequest",
    "WebhookSender",
    "examples",
    "generated_store",
    "webhook_requests",
]
