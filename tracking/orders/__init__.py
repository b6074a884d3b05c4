"""Finds and fetches orders, and caches them for when Shopify is unavailable."""

from tracking.orders.cache import OrderCache
from tracking.orders.cached_order import Snapshot
from tracking.orders.errors import BadInput, Busy, CacheUnavailable, Gone, LookupUnavailable, NotFound
from tracking.orders.executor import BackgroundExecutor, CallExecutor, Executor
from tracking.orders.fetcher import OrderFetcher
from tracking.orders.invalidation import InvalidationBus
from tracking.orders.service import OrderService
from tracking.security.pseudonyms import Pseudonyms

__all__ = [
    "BackgroundExecutor",
    "BadInput",
    "Busy",
    "CacheUnavailable",
    "CallExecutor",
    "Executor",
    "Gone",
    "InvalidationBus",
    "LookupUnavailable",
    "NotFound",
    "OrderCache",
    "OrderFetcher",
    "OrderService",
    "Pseudonyms",
    "Snapshot",
]
