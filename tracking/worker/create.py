"""Makes the worker of a site, with the directory's parts that it works with."""

from collections.abc import Callable
from datetime import timedelta

from tracking.database import Database
from tracking.directory.erasure import OrderErasure
from tracking.directory.fetched_orders import FetchedOrders
from tracking.directory.intake import OrderIntake
from tracking.directory.judged_row import Rules
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.rejudge import Rejudge
from tracking.order.policy import Policy
from tracking.running.runtime import Runtime
from tracking.settings import Settings
from tracking.shopify.orders import ShopifyOrders
from tracking.worker.order_lists import CatchingUp, FirstFill
from tracking.worker.task_runner import TaskRunner
from tracking.worker.worker import Worker, WorkerParts


def create_worker(  # noqa: PLR0913, PLR0917 - each is a part of the site
    settings: Settings,
    runtime: Runtime,
    policy: Policy,
    shopify: ShopifyOrders,
    database: Database,
    fetched: FetchedOrders,
    erasure: OrderErasure,
    invalidate: Callable[[str], bool],
) -> Worker:
    """Returns a worker that asks Shopify beside the visitors; ``invalidate`` makes each process forget a page."""
    clock, monotonic = runtime.clock, runtime.monotonic
    shopify, keep = shopify.in_background(), timedelta(days=settings.keep_days)
    hashes = OrderHashes(settings.keys)
    rules = Rules(policy)
    intake = OrderIntake(shopify, database, rules, hashes, keep=keep, clock=clock)
    parts = WorkerParts(
        fetched=fetched,
        intake=intake,
        tasks=TaskRunner(database, shopify, intake, invalidate, clock=clock, monotonic=monotonic),
        rejudge=Rejudge(database, rules, hashes, clock=clock),
        fill=FirstFill(database, shopify, hashes, keep=keep, clock=clock, monotonic=monotonic),
        catching_up=CatchingUp(database, shopify, hashes, clock=clock, monotonic=monotonic),
        erasure=erasure,
    )
    return Worker(database, parts, clock=clock)
