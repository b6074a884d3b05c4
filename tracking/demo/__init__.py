"""A make-believe Shopify: a schema, a store, a small shop called Harbor Goods, and a transport to reach it by."""

from tracking.demo.access_scopes import ALL_SCOPES, CONTACT_FIELDS
from tracking.demo.bucket import Bucket
from tracking.demo.examples import Example, examples
from tracking.demo.store import DemoStore
from tracking.demo.transport import DemoTransport

__all__ = [
    "ALL_SCOPES",
    "CONTACT_FIELDS",
    "Bucket",
    "DemoStore",
    "DemoTransport",
    "Example",
    "examples",
]
