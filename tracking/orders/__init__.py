"""Finds orders, and knows them from a moment ago when Shopify cannot be asked."""

from tracking.orders.concurrency import ConcurrencyLimit
from tracking.orders.deduplicator import WebhookDeduplicator
from tracking.orders.errors import BadInput, Busy, Gone, LookupUnavailable, NotFound, Unreadable
from tracking.orders.executor import Executor, ThreadExecutor
from tracking.orders.fetcher import OrderFetcher
from tracking.orders.invalidation import InvalidationBus
from tracking.orders.memory import Memory
from tracking.orders.redis_lock import RedisLocks
from tracking.orders.rows import Rows
from tracking.orders.service import OrderService
from tracking.orders.snapshot import Snapshot
from tracking.security.pseudonyms import Pseudonyms

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
