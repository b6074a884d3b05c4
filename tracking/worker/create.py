"""Makes the worker of a site, with the directory's parts that it works with."""

from collections.abc import Callable
from datetime import timedelta

from tracking.database import Database
from tracking.directory.count_writer import CountWriter
from tracking.directory.erasure import OrderErasure
from tracking.directory.fetched_orders import FetchedOrders
from tracking.directory.intake import OrderIntake
from tracking.directory.judged_counter import JudgedCounter
from tracking.directory.judged_row import Rules
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.page_openings import PageOpenings
from tracking.directory.rejudge import Rejudge
from tracking.order.policy import Policy
from tracking.running.runtime import Runtime
from tracking.settings import Settings
from tracking.shopify.orders import ShopifyOrders
from tracking.worker.lease_watch import LeaseWatch
from tracking.worker.order_lists import CatchingUp, FirstFill
from tracking.worker.subscription_check import SubscriptionCheck, webhook_address
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
    judged = JudgedCounter()
    rules = Rules(policy, on_judged=judged.add)
    intake = OrderIntake(shopify, database, rules, hashes, keep=keep, clock=clock)
    parts = WorkerParts(
        fetched=fetched,
        intake=intake,
        tasks=TaskRunner(database, shopify, intake, invalidate, clock=clock, monotonic=monotonic),
        rejudge=Rejudge(database, rules, hashes, clock=clock),
        fill=FirstFill(database, shopify, hashes, keep=keep, clock=clock, monotonic=monotonic),
        catching_up=CatchingUp(database, shopify, hashes, clock=clock, monotonic=monotonic),
        erasure=erasure,
        counts=CountWriter(database, PageOpenings(clock=clock), judged, hashes, monotonic=monotonic),
        lease_watch=LeaseWatch(database, monotonic=monotonic),
        subscriptions=SubscriptionCheck(database, shopify, webhook_address(settings), clock=clock, monotonic=monotonic),
    )
    return Worker(database, parts, clock=clock)
