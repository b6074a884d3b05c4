"""Finds orders, and knows them from a moment ago when Shopify cannot be asked."""

from tracking.lookup.background import Executor, ThreadExecutor
from tracking.lookup.changes import InvalidationBus
from tracking.lookup.errors import BadInput, Busy, Gone, LookupUnavailable, NotFound, Unreadable
from tracking.lookup.events import WebhookDeduplicator
from tracking.lookup.fetching import OrderFetcher
from tracking.lookup.lookup import OrderService
from tracking.lookup.memory import Memory
from tracking.lookup.pseudonym import Pseudonyms
from tracking.lookup.rows import Rows
from tracking.lookup.slots import ConcurrencyLimit
from tracking.lookup.snapshot import Snapshot
from tracking.lookup.turns import RedisLocks

__all__ = [
    "BadInput",
    "Busy",
    "ConcurrencyLimit",
    "Executor",
    "Gone",
    "InvalidationBus",
    "LookupUnavailable",
    "Memory",
    "NotFound",
    "OrderFetcher",
    "OrderService",
    "Pseudonyms",
    "RedisLocks",
    "Rows",
    "Snapshot",
    "ThreadExecutor",
    "Unreadable",
    "WebhookDeduplicator",
]
