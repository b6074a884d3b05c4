"""Makes the order service of a shop, with its cache and its part of Redis."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from flask import Flask

from tracking.order.freshness import time_to_live
from tracking.order.policy import Policy
from tracking.orders.cache import OrderCache
from tracking.orders.cache_backend import ShopRedis, open_redis, open_store
from tracking.orders.executor import CallExecutor, Executor
from tracking.orders.fetcher import OnFetched, OrderFetcher
from tracking.orders.invalidation import InvalidationBus
from tracking.orders.known_orders import KnownOrders
from tracking.orders.service import OrderService
from tracking.running.runtime import Runtime
from tracking.settings import Settings
from tracking.shopify.authentication import credentials_of
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.orders import ShopifyOrders


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """The orders of one shop, and the parts that its processes share."""

    shopify: ShopifyOrders
    orders: OrderService
    redis: ShopRedis | None
    invalidation: InvalidationBus


def create_orders(  # noqa: PLR0913, PLR0917 - the parts that the service is made of
    app: Flask,
    settings: Settings,
    shopify: ShopifyOrders,
    policy: Policy,
    runtime: Runtime,
    executor: Executor,
    known: KnownOrders | None = None,
    on_fetched: OnFetched = lambda *_: None,
    *,
    calls: CallExecutor | None = None,
) -> Shop:
    """Returns the order service of the shop in ``settings``; ``calls`` runs its calls to Shopify.

    ``on_fetched`` is handed what they return.
    """
    clock, monotonic = runtime.clock, runtime.monotonic
    redis = open_redis(settings.redis_url, shop=credentials_of(settings).shop, monotonic=monotonic)
    invalidation = InvalidationBus(redis, clock=clock)
    invalidation.subscribe(lambda order, _: None if order else shopify.invalidate_profile())
    cache = OrderCache(
        open_store(app, redis, monotonic=monotonic),
        invalidation,
        retention=timedelta(hours=settings.retention_hours),
        clock=clock,
        monotonic=monotonic,
        # In Redis stands only what may be kept, so that the postcode is in no carrier's link once the order is cached.
        # The memory of this process is no store: it ends with it, and its links stay as they are.
        for_storage=stored_document if redis else None,
    )
    ttl = partial(time_to_live, policy=policy)
    calls = calls or CallExecutor()
    fetcher = OrderFetcher(
        shopify, cache, calls, redis, time_to_live=ttl, clock=clock, on_fetched=on_fetched, known=known
    )
    record = runtime.metrics.cache
    orders = OrderService(shopify, cache, fetcher, calls, executor, known=known, monotonic=monotonic, record=record)
    return Shop(shopify=shopify, orders=orders, redis=redis, invalidation=invalidation)
