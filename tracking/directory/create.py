"""Makes the directory of a shop: its database, and the parts that pages, webhooks and the worker use it by."""

from dataclasses import dataclass
from datetime import timedelta

from tracking.database import Database
from tracking.database.create import create_database
from tracking.directory.erasure import OrderErasure
from tracking.directory.fetched_orders import FetchedOrders
from tracking.directory.finding_rules import FindingRules
from tracking.directory.judged_counter import JudgedCounter
from tracking.directory.judged_row import Rules
from tracking.directory.known_orders import DirectoryOrders
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.order_needs import OrderNeeds
from tracking.directory.usual_times_store import UsualTimesStore
from tracking.order.policy import Policy
from tracking.orders import Executor
from tracking.running.runtime import Runtime
from tracking.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All orders of one shop. ``retention`` is how long a finished one is kept.

    ``known`` answers pages from the database; ``fetched`` takes what they have asked Shopify for.
    ``judged`` counts the orders that ``rules`` judge. ``needs`` keeps which orders need somebody in the shop,
    ``usual`` how long their steps usually take.
    """

    database: Database
    hashes: OrderHashes
    rules: Rules
    judged: JudgedCounter
    retention: timedelta
    needs: OrderNeeds
    erasure: OrderErasure
    usual: UsualTimesStore
    known: DirectoryOrders
    fetched: FetchedOrders


def create_directory(
    settings: Settings,
    runtime: Runtime,
    policy: Policy,
    executor: Executor,
    findings: FindingRules | None = None,
    *,
    database: Database | None = None,
) -> Directory:
    """Returns the directory, by default in the database of the settings.

    ``findings`` say what the shop has to do about an order; by default nothing. Raises SettingsError.
    """
    clock, monotonic = runtime.clock, runtime.monotonic
    database = database or create_database(settings)
    hashes, judged, retention = OrderHashes(settings.keys), JudgedCounter(), timedelta(days=settings.keep_days)
    erasure = OrderErasure(database, hashes, retention=retention, clock=clock)
    rules = Rules(policy, findings, on_judged=judged.add)
    return Directory(
        database=database,
        hashes=hashes,
        rules=rules,
        judged=judged,
        retention=retention,
        needs=rules.needs,
        erasure=erasure,
        usual=UsualTimesStore(database, policy, executor.submit, retention=retention, clock=clock, monotonic=monotonic),
        known=DirectoryOrders(database, policy.carriers, erasure, executor, monotonic=monotonic),
        fetched=FetchedOrders(),
    )
